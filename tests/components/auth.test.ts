import { describe, expect, it } from 'vitest'
import { nextPage } from '@/components/auth/next-page'
import { signInProblem } from '@/components/auth/sign-in-problem'

describe('nextPage', () => {
  it('keeps pages of the panel', () => {
    expect(nextPage('/projects/shop?q=a#b')).toBe('/projects/shop?q=a#b')
  })

  it.each([
    undefined,
    null,
    '',
    'projects',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/a\\..\\..\\evil',
    'javascript:alert(1)',
    ' /projects',
  ])('goes home for %j', wanted => {
    expect(nextPage(wanted)).toBe('/projects')
  })
})

describe('signInProblem', () => {
  it('says the same of a wrong password and an unknown account', () => {
    expect(signInProblem({ status: 401, error: 'CredentialsSignin' })).toBe('E-mail or password is wrong.')
  })

  it('tells of too many attempts, and of a panel that does not answer', () => {
    expect(signInProblem({ status: 401, error: 'too-many' })).toContain('Too many attempts')
    expect(signInProblem({ status: 401, error: 'unavailable' })).toContain('does not answer')
    expect(signInProblem({ status: 502 })).toContain('does not answer')
    expect(signInProblem(undefined)).toContain('does not answer')
  })
})
