import { describe, expect, it } from 'vitest'
import { pageOfApps } from '@/components/projects/page-of-apps'

const apps = Array.from({ length: 120 }, (_, n) => ({
  id: `app_${n}`,
  slug: `app-${n}`,
  name: `App ${n}`,
  repositoryUrl: n === 3 ? 'https://example.com/Special.git' : 'https://example.com/r.git',
  environments: [],
}))

describe('pageOfApps', () => {
  it('shows fifty at a time', () => {
    expect(pageOfApps(apps, {})).toMatchObject({ page: 1, pages: 3, found: 120 })
    expect(pageOfApps(apps, { page: '3' }).apps.map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, n) => `App ${100 + n}`),
    )
  })

  it('filters by name and repository, whatever the case', () => {
    expect(pageOfApps(apps, { q: ' special ' }).apps.map(({ name }) => name)).toEqual(['App 3'])
    expect(pageOfApps(apps, { q: 'APP 11' }).found).toBe(11)
  })

  it.each(['0', '-1', '4', 'x', '1e9', ''])('shows the first page for page=%s', page => {
    expect(pageOfApps(apps, { page }).page).toBe(1)
  })

  it('takes a repeated parameter as none', () => {
    expect(pageOfApps(apps, { q: ['a', 'b'], page: ['2'] })).toMatchObject({ query: '', page: 1 })
  })

  it('has one empty page for no match', () => {
    expect(pageOfApps(apps, { q: 'nothing' })).toMatchObject({ apps: [], page: 1, pages: 1, found: 0 })
  })
})
