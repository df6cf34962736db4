import { describe, expect, it } from 'vitest'
import { inEnvironment, placeOf } from '@/components/shell/paths'

describe('inEnvironment', () => {
  it('keeps the app and the tab', () => {
    expect(inEnvironment('/projects/shop/staging/web', 'production')).toBe('/projects/shop/production/web')
    expect(inEnvironment('/projects/shop/staging/web/logs', 'production')).toBe(
      '/projects/shop/production/web/logs',
    )
  })

  it('leaves out a deployment, which the other environment does not have', () => {
    expect(inEnvironment('/projects/shop/staging/web/deployments/12', 'production')).toBe(
      '/projects/shop/production/web/deployments',
    )
  })
})

describe('placeOf', () => {
  it.each([
    ['/projects', {}],
    ['/projects/new', {}],
    ['/servers', {}],
    ['/projects/shop', { project: 'shop' }],
    ['/projects/shop/settings', { project: 'shop' }],
    ['/projects/shop/apps/web/set-up', { project: 'shop' }],
    ['/projects/shop/staging', { project: 'shop', environment: 'staging' }],
    ['/projects/shop/staging/web/logs', { project: 'shop', environment: 'staging', app: 'web' }],
    ['/projects/%E0%A4%A', { project: '%E0%A4%A' }],
  ])('reads %s', (path, place) => {
    expect(placeOf(path)).toEqual(place)
  })
})
