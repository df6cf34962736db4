import { describe, expect, it } from 'vitest'
import { asApiError, fieldMessage } from '@/components/feedback/use-operation'
import { ApiError } from '@/lib/api/client'

const refusal = (message: string, field: string | null, details: Record<string, unknown> = {}) =>
  new ApiError(400, 'invalid', message, null, field, details)

describe('fieldMessage', () => {
  it('says what is wrong with a field, as a sentence', () => {
    const error = refusal('password: must be at least 12 characters', 'password', {
      issues: [
        { field: 'password', message: 'must be at least 12 characters' },
        { field: 'email', message: 'is not an e-mail address' },
      ],
    })
    expect(fieldMessage(error, 'password')).toBe('Must be at least 12 characters.')
    expect(fieldMessage(error, 'email')).toBe('Is not an e-mail address.')
    expect(fieldMessage(error, 'name')).toBeNull()
  })

  it('shows an error of a part of a field at the field', () => {
    const error = refusal('x', 'gitAuth.token', {
      issues: [{ field: 'gitAuth.token', message: 'must not be empty' }],
    })
    expect(fieldMessage(error, 'gitAuth')).toBe('Must not be empty.')
    expect(fieldMessage(error, 'git')).toBeNull()
  })

  it("does not change a sentence that starts with the user's own words", () => {
    expect(fieldMessage(refusal('shop! is not a valid host name.', 'hostname'), 'hostname')).toBe(
      'shop! is not a valid host name.',
    )
  })

  it('says what to do, where the panel knows', () => {
    const error = new ApiError(400, 'invalid', 'gitAuth: must fit.', 'Choose "Token".', 'gitAuth', {})
    expect(fieldMessage(error, 'gitAuth')).toBe('Must fit. Choose "Token".')
  })

  it('bears details of any shape', () => {
    for (const issues of [null, 'x', [null], [{ field: 1 }], [[]]])
      expect(fieldMessage(refusal('No.', null, { issues }), 'name')).toBeNull()
  })
})

describe('asApiError', () => {
  it('never shows the text of an unexpected error', () => {
    expect(asApiError(new TypeError('secret internals')).message).not.toContain('secret')
  })
})
