import { describe, expect, test } from 'vitest'
import { planImages } from '@/lib/core/cleanup/images'
import { build, built, deploying, image, imageId, released, tagOf, world } from './facts'

/** Letters of the images that may go. */
const gone = (...parts: Parameters<typeof world>) =>
  planImages(world(...parts)).remove.map(({ id }) => id.replace('sha256:', ''))
const whyKept = (letter: string, ...parts: Parameters<typeof world>) =>
  planImages(world(...parts)).keep.find(({ id }) => id === imageId(letter))?.reason

describe('images of releases', () => {
  test('of an environment the last ones stay, older ones may go', () => {
    expect(gone(built('abcd'), released('production', 'abcd'))).toEqual(['a', 'b'])
    expect(gone({ policy: { keepReleases: 1 } }, built('abcd'), released('production', 'abcd'))).toEqual([
      'a',
      'b',
      'c',
    ])
    expect(gone({ policy: { keepReleases: 4 } }, built('abcd'), released('production', 'abcd'))).toEqual([])
  })

  test('an image that any environment needs stays', () => {
    const parts = [built('abcd'), released('production', 'abcd'), released('staging', 'a')]
    expect(gone(...parts)).toEqual(['b'])
    expect(whyKept('a', ...parts)).toBe('It is live as staging.')
  })

  test('the live release stays however old it is', () => {
    const parts = [built('abcd'), released('production', 'abcd', { current: 1 })]
    expect(gone(...parts)).toEqual(['b'])
    expect(whyKept('a', ...parts)).toBe('It is live as production.')
  })

  test('after rollbacks the images of then are among the last', () => {
    expect(gone(built('abcd'), released('production', 'abcda'))).toEqual(['b', 'c'])
    // Release 6 is again a rollback to the first: both of the last two have one image.
    expect(gone(built('abcd'), released('production', 'abcdaa'))).toEqual(['b', 'c', 'd'])
  })

  test('failed deployments cost no release that can be rolled back to', () => {
    const failed = { current: 2, failed: [3, 4, 5] }
    // The last two, and the last two that were live.
    expect(gone(built('abcde'), released('production', 'abcde', failed))).toEqual(['c'])
  })

  test('an app that never went live keeps its last ones', () => {
    expect(gone(built('abc'), released('production', 'abc', { current: null, failed: [1, 2, 3] }))).toEqual([
      'a',
    ])
  })

  test('a stopped or never started environment has no current release, and keeps its last ones', () => {
    expect(gone(built('abc'), released('production', 'abc', { current: null }))).toEqual(['a'])
  })

  test('environments are counted apart, apps too', () => {
    const other = { ...built('xyz', 'app_b') }
    const parts = [built('abc'), released('production', 'abc'), other, released('other', 'xyz')]
    expect(gone(...parts)).toEqual(['a', 'x'])
  })
})

describe('images of what is under way', () => {
  test('a deployment keeps its build, its release and the release it goes back to', () => {
    const old = [built('abcd'), released('production', 'abcd')]
    expect(gone(...old, deploying({ buildId: 'a' }))).toEqual(['b'])
    expect(gone(...old, deploying({ releaseId: 'production-1' }))).toEqual(['b'])
    expect(gone(...old, deploying({ sourceReleaseId: 'production-1' }))).toEqual(['b'])
  })

  test('a promotion keeps the release of the other environment', () => {
    const parts = [
      built('abcd'),
      released('staging', 'abcd'),
      deploying({ sourceReleaseId: 'staging-2', place: 'production' }),
    ]
    expect(gone(...parts)).toEqual(['a'])
    expect(whyKept('b', ...parts)).toBe('Deployment #9 of production is under way with it.')
  })

  test('an image that a build has just made, and no row knows yet, stays', () => {
    const fresh = {
      images: [image('n', { tags: [tagOf('n')] }), image('m')],
      builds: [build('n', { imageIds: [] })],
    }
    expect(gone(built('a'), released('production', 'a'), fresh, deploying({ buildId: 'n' }))).toEqual([])
    expect(gone(built('a'), released('production', 'a'), fresh)).toEqual(['n', 'm'])
    expect(gone(built('a'), released('production', 'a'), fresh, deploying({ appId: 'app_b' }))).toEqual([
      'n',
      'm',
    ])
  })

  test('an image of an instance stays, also one that retires or belongs to a failed release', () => {
    const parts = [
      built('abcd'),
      released('production', 'abcd', { failed: [1] }),
      { instances: [{ releaseId: 'production-1', containerName: 'shop_web-1_d1' }] },
    ]
    expect(gone(...parts)).toEqual(['b'])
    expect(whyKept('a', ...parts)).toBe('The container shop_web-1_d1 belongs to it.')
  })

  test('an image that a container is made from stays, whatever the rows say', () => {
    expect(gone(built('abc'), { containers: [{ name: 'x', imageId: imageId('b') }] })).toEqual(['a', 'c'])
  })
})

describe('images and rows that do not fit', () => {
  test('an image of two builds stays while one of them is needed', () => {
    const twice = { builds: [build('twin', { imageIds: [imageId('a')], tag: tagOf('twin') })] }
    expect(gone(built('abcd'), twice, released('production', 'abcd'), released('staging', 't'))).toEqual([
      'a',
      'b',
    ])
    const needed = { releases: released('staging', 't').releases.map(row => ({ ...row, buildId: 'twin' })) }
    expect(gone(built('abcd'), twice, released('production', 'abcd'), needed)).toEqual(['b'])
  })

  test('a build of several images needs them all, whether its row knows them yet or not', () => {
    const several = {
      images: [image('w', { tags: [tagOf('s-web')] }), image('j', { tags: [tagOf('s-worker')] })],
      builds: [build('s', { imageIds: [imageId('w')] })],
    }
    expect(gone(several, released('production', 's'))).toEqual([])
    expect(gone(several)).toEqual(['w', 'j'])
  })

  test('an image that was built again leaves the one before without a name', () => {
    const plan = planImages(world(built('a'), { images: [image('old')] }, released('production', 'a')))
    expect(plan.remove).toMatchObject([{ id: imageId('old'), name: 'old' }])
    expect(plan.remove[0]?.reason).toContain('built again')
  })

  test('a build without a release, and an app that is not there, need nothing', () => {
    const plan = planImages(world(built('a'), { images: [image('z', { appId: 'app_gone' })] }))
    expect(plan.remove.map(({ reason }) => reason)).toEqual([
      'No release refers to it.',
      'Its app was deleted.',
    ])
  })

  test('what somebody named, and what belongs to no app, is not ours to remove', () => {
    const parts = [
      {
        images: [
          image('m', { tags: [tagOf('m'), 'mine:keep'] }),
          image('n', { appId: null }),
          image('o', { tags: ['berthy/app_a:o'] }),
        ],
      },
    ]
    expect(gone(...parts)).toEqual([])
    expect(whyKept('m', ...parts)).toBe('Somebody named it mine:keep.')
  })

  test('a release whose build is not there breaks nothing', () => {
    expect(gone(built('a'), released('production', 'xa'))).toEqual([])
    expect(gone(deploying({ releaseId: 'nothing', buildId: 'nothing' }), built('a'))).toEqual(['a'])
  })
})

test('every image is either removed or kept, once', () => {
  const facts = world(built('abcdef'), released('production', 'abcdef'), released('staging', 'fedcba'))
  const { remove, keep } = planImages(facts)
  expect([...remove, ...keep].map(({ id }) => id).sort()).toEqual(facts.images.map(({ id }) => id).sort())
})
