import { describe, expect, test } from 'vitest'
import { isSameImage, mayPromote, type PromotionFacts } from '@/lib/core/deployment/promotion'

const FACTS: PromotionFacts = {
  appName: 'Shop',
  appDeleting: false,
  from: 'Staging',
  to: 'Production',
  release: { wentLive: true, imageId: 'sha256:new' },
  currentImageId: 'sha256:old',
  underWay: null,
}

describe('a promotion', () => {
  test.each([
    ['another image', FACTS],
    ['the first one of the target', { ...FACTS, currentImageId: null }],
  ])('of %s is possible', (_, facts) => {
    expect(mayPromote(facts)).toEqual({ allowed: true, reason: null })
  })

  test.each<[string, Partial<PromotionFacts>, string]>([
    ['an app that goes', { appDeleting: true }, 'Shop is being deleted.'],
    ['nothing', { release: null }, 'Nothing is deployed in Staging.'],
    [
      'what never went live',
      { release: { wentLive: false, imageId: 'x' } },
      'This release never went live in Staging.',
    ],
    [
      'a removed image',
      { release: { wentLive: true, imageId: null } },
      'The image of this release was removed.',
    ],
    ['what is being promoted', { underWay: 5 }, 'Deployment #5 of Production promotes this release already.'],
    ['the same image', { currentImageId: 'sha256:new' }, 'Production runs this image already'],
  ])('of %s is refused', (_, change, reason) => {
    const verdict = mayPromote({ ...FACTS, ...change })
    expect(verdict).toEqual({ allowed: false, reason: expect.stringContaining(reason) })
  })

  test('of the same image can be forced, nothing else can', () => {
    const same = { ...FACTS, currentImageId: 'sha256:new' }
    expect(isSameImage(same)).toBe(true)
    expect(mayPromote(same, { force: true }).allowed).toBe(true)
    expect(mayPromote({ ...same, appDeleting: true }, { force: true }).allowed).toBe(false)
  })

  test('two removed images are not the same', () => {
    const gone = { ...FACTS, release: { wentLive: true, imageId: null }, currentImageId: null }
    expect(isSameImage(gone)).toBe(false)
  })
})
