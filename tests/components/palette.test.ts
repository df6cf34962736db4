import { describe, expect, it } from 'vitest'
import { paletteEntries, searchEntries } from '@/components/shell/palette-entries'
import type { OutputOf } from '@/lib/api/contract'

const environments = [
  {
    id: 'env_1',
    slug: 'production',
    name: 'Production',
    kind: 'PRODUCTION' as const,
    variableSetId: 'vst_1',
  },
]
const shop: OutputOf<'projects.get'> = {
  id: 'prj_1',
  slug: 'shop',
  name: 'Shop',
  createdAt: '2026-11-21T12:00:00Z',
  role: 'OWNER',
  appCount: 2000,
  environments,
  apps: Array.from({ length: 2000 }, (_, n) => ({
    id: `app_${n}`,
    slug: `app-${n}`,
    name: `App ${n}`,
    repositoryUrl: 'https://example.com/r.git',
    environments: [
      {
        appEnvironmentId: `ape_${n}`,
        environmentId: 'env_1',
        environmentSlug: 'production',
        status: 'live' as const,
        url: null,
        commitSha: null,
        liveSince: null,
      },
    ],
  })),
}
const here = { project: 'shop', environment: 'production', app: 'app-7' }

describe('the palette', () => {
  it('offers actions on the app of the page first', () => {
    const [first] = paletteEntries(here, [shop], shop)
    expect(first).toMatchObject({ label: 'Deploy', target: { action: 'deploy' } })
  })

  it('has no actions on an app where there is none', () => {
    const entries = paletteEntries({}, [shop], null)
    expect(entries.some(({ group }) => group === 'This app' || group === 'Apps')).toBe(false)
    expect(entries).toContainEqual(
      expect.objectContaining({ label: 'Shop', target: { href: '/projects/shop' } }),
    )
  })

  it('finds an app by parts of its name and its environment, in any order', () => {
    const found = searchEntries(paletteEntries(here, [shop], shop), 'prod 1234')
    expect(found.map(({ label }) => label)).toEqual(['App 1234'])
    expect(found[0]?.target).toEqual({ href: '/projects/shop/production/app-1234' })
  })

  it('never lists thousands', () => {
    expect(searchEntries(paletteEntries(here, [shop], shop), '')).toHaveLength(40)
  })

  it('gives each entry an id of its own', () => {
    const ids = paletteEntries(here, [shop], shop).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
