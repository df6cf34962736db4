import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storageAdapter } from '@/lib/adapters/docker/storage'
import { engineClient } from '@/lib/adapters/engine/client'
import { imageTag, resourceLabels } from '@/lib/core/run/names'
import { testBuilder } from '../../support/building'
import { DOCKER_HOST, testEngine } from '../../support/docker'
import { fakeEngine } from '../../support/fake-engine'

const engine = testEngine()
const { docker, namespace } = engine
const builder = testBuilder(engine)
const storage = storageAdapter({ dockerHost: DOCKER_HOST, namespace })
const raw = engineClient(DOCKER_HOST)
const APP = 'app_00000000000000000001'
const never = new AbortController().signal
const volume = `${namespace}_data`

/** An image of ours that says this text, as a deployment makes it. */
async function image(text: string, key = text): Promise<string> {
  const { result } = await builder.build(
    `FROM busybox:latest\nCMD ["echo", "${text}"]\n`,
    {},
    {
      tag: imageTag({ namespace, appId: APP, buildKey: key }),
      labels: resourceLabels({ namespace, appId: APP }),
    },
  )
  if (!result.ok) throw new Error(result.failure.sentence)
  return result.imageId
}
const tagged = (id: string, repo: string, tag: string) =>
  raw.json({ method: 'POST', path: `/images/${id}/tag`, query: { repo, tag } })

beforeAll(async () => {
  await raw.json({
    method: 'POST',
    path: '/volumes/create',
    body: { Name: volume, Labels: resourceLabels({ namespace, appEnvironmentId: 'ape_x' }) },
  })
})
afterAll(async () => {
  await engine.cleanUp()
  await raw.json({ method: 'DELETE', path: `/volumes/${volume}` })
}, 60_000)

describe('images', () => {
  test('of this namespace are listed with their app and names, those that lost their name too', async () => {
    const first = await image('first', 'same')
    const second = await image('second', 'same')
    const found = await storage.images()
    expect(found).toContainEqual(expect.objectContaining({ id: first, tags: [], appId: APP }))
    expect(found).toContainEqual(
      expect.objectContaining({ id: second, tags: [`${namespace}/${APP}:same`], appId: APP }),
    )
    expect(found.every(({ sizeBytes }) => sizeBytes > 1e6)).toBe(true)
    const other = storageAdapter({ dockerHost: DOCKER_HOST, namespace: 'tnobody' })
    expect(await other.images()).toEqual([])
    await expect(other.removeImage(first)).rejects.toThrow('not of this installation')
  })

  test('are removed with all names of ours, once; a nameless one by its id', async () => {
    const id = await image('names')
    await tagged(id, `${namespace}/${APP}`, 'again')
    expect(await storage.removeImage(id)).toBe('removed')
    expect(await storage.removeImage(id)).toBe('missing')
    const nameless = await image('nameless', 'reused')
    await image('other', 'reused')
    expect(await storage.removeImage(nameless)).toBe('removed')
  })

  test('stay when a container is made from them, running or not, and when somebody named them', async () => {
    const id = await image('used')
    const name = await engine.run({ image: id, command: null })
    await docker.wait(name, never)
    expect(await storage.removeImage(id)).toBe('in-use')
    expect(await docker.imageExists(id)).toBe(true)
    await docker.remove(name)
    await tagged(id, `${namespace}x/mine`, 'keep')
    expect(await storage.removeImage(id)).toBe('in-use')
    await docker.removeImage(`${namespace}x/mine:keep`)
    expect(await storage.removeImage(id)).toBe('removed')
  })
})

describe('networks and volumes', () => {
  test('are listed with what they belong to; a network goes when nothing is in it', async () => {
    const spec = {
      name: `${namespace}_shop_old`,
      labels: resourceLabels({ namespace, environmentId: 'env_x' }),
    }
    await docker.ensureNetwork(spec)
    expect(await storage.networks()).toContainEqual({ name: spec.name, environmentId: 'env_x' })
    expect(await storage.volumes()).toEqual([{ name: volume, appEnvironmentId: 'ape_x' }])
    const name = await engine.run({ network: spec.name })
    expect(await storage.removeNetwork(spec.name)).toBe('in-use')
    await docker.remove(name)
    expect(await storage.removeNetwork(spec.name)).toBe('removed')
    expect(await storage.removeNetwork(spec.name)).toBe('missing')
  })
})

describe('the build cache', () => {
  test('is measured, and nothing of it goes while it is under its budget', async () => {
    await image('cached')
    const before = await storage.usage()
    expect(before.imagesBytes).toBeGreaterThan(1e6)
    expect(before.buildCacheBytes).toBeGreaterThanOrEqual(0)
    expect(await storage.pruneBuildCache(1e15)).toBe(0)
  })

  test('is pruned to the budget under the name that each engine knows', async () => {
    const asked: URLSearchParams[] = []
    const fake = await fakeEngine({
      'POST /build/prune': query => {
        asked.push(query)
        return { CachesDeleted: ['a'], SpaceReclaimed: 5_000_000_000 }
      },
    })
    const far = storageAdapter({ dockerHost: fake.address, namespace })
    expect(await far.pruneBuildCache(60_000_000_000)).toBe(5_000_000_000)
    expect(asked.map(query => Object.fromEntries(query))).toEqual([
      { 'keep-storage': '60000000000', 'reserved-space': '60000000000' },
    ])
    await fake.close()
  })

  test('is asked for again when the engine stumbles over a snapshot that is going, and read in each form', async () => {
    let times = 0
    const old = {
      LayersSize: 900,
      Images: [
        { Id: 'sha256:a', Size: 500, SharedSize: 200 },
        { Id: 'sha256:b', Size: 300, SharedSize: -1 },
      ],
      BuildCache: [
        { Size: 40, Shared: false },
        { Size: 500, Shared: true },
        { Size: 2, Shared: false },
      ],
    }
    const first = await fakeEngine({
      'GET /system/df': () => {
        times += 1
        return times < 3 ? [404, 'snapshot x-view does not exist: not found'] : old
      },
    })
    const usage = await storageAdapter({ dockerHost: first.address, namespace }).usage()
    expect(usage).toEqual({ imagesBytes: 900, ownBytes: new Map([['sha256:a', 300]]), buildCacheBytes: 42 })
    expect(times).toBe(3)
    await first.close()
    const second = await fakeEngine({
      'GET /system/df': query =>
        query.get('type') === 'image'
          ? { ImageUsage: { TotalSize: 900, Items: old.Images } }
          : { BuildCacheUsage: { TotalSize: 42 } },
    })
    expect(await storageAdapter({ dockerHost: second.address, namespace }).usage()).toEqual(usage)
    await second.close()
  })
})
