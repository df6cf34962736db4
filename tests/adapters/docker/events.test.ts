import { afterAll, expect, test } from 'vitest'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { engineClient } from '@/lib/adapters/engine/client'
import { EngineUnavailable } from '@/lib/core/errors'
import { LABEL, resourceLabels } from '@/lib/core/run/names'
import type { ContainerEvent } from '@/lib/ports/docker'
import { collected, testEngine } from '../../support/docker'
import { fakeEngine } from '../../support/fake-engine'

const engine = testEngine()
const { docker, run, namespace } = engine
afterAll(() => engine.cleanUp(), 60_000)

test('what happens to our containers is told, with their labels', async () => {
  const controller = new AbortController()
  const seen: ContainerEvent[] = []
  const listening = (async () => {
    for await (const event of docker.events(controller.signal)) seen.push(event)
  })()
  const labels = resourceLabels({ namespace, appId: 'app_heard' })
  const actions = (name: string) => seen.filter(event => event.name === name).map(({ action }) => action)
  // The first containers may start before the engine listens to us.
  await expect
    .poll(
      async () => {
        await docker.remove(await run())
        return seen.length
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0)
  const name = await run({ labels, command: 'exit 4' })
  await expect.poll(() => actions(name), { timeout: 10_000 }).toEqual(['start', 'die'])
  const died = seen.find(event => event.name === name && event.action === 'die')
  expect(died?.exitCode).toBe(4)
  const { finishedAt } = (await docker.inspect(name)) ?? {}
  expect(Math.abs((died?.at.getTime() ?? 0) - (finishedAt?.getTime() ?? 0))).toBeLessThan(30_000)
  await docker.remove(name)
  await expect.poll(() => actions(name), { timeout: 10_000 }).toEqual(['start', 'die', 'destroy'])
  expect(seen.find(event => event.name === name)?.labels).toMatchObject({ [LABEL.app]: 'app_heard' })
  expect(seen.every(({ labels }) => labels[LABEL.namespace] === namespace)).toBe(true)
  controller.abort()
  await listening
}, 60_000)

test('an engine that goes away and comes back is listened to again', async () => {
  let connections = 0
  const fake = await fakeEngine({
    'GET /events': (query, _, response) => {
      connections += 1
      expect(JSON.parse(query.get('filters') ?? '').label).toEqual([`${LABEL.namespace}=x`])
      if (connections === 2) return [500, 'rpc error: transport is closing']
      const event = {
        Action: 'health_status: unhealthy',
        timeNano: 1_795_608_000_000_000_000,
        Actor: { Attributes: { name: `c${connections}`, image: 'i', 'berth.app': 'a' } },
      }
      const text = `${JSON.stringify(event)}\n${JSON.stringify({ Action: 'exec_start' })}\n`
      response.write(text.slice(0, 20))
      setTimeout(() => response.end(text.slice(20)), 20)
      return undefined
    },
  })
  const controller = new AbortController()
  const seen: ContainerEvent[] = []
  for await (const event of dockerAdapter({ dockerHost: fake.address, namespace: 'x' }).events(
    controller.signal,
  )) {
    if (seen.push(event) === 2) controller.abort()
  }
  await fake.close()
  const at = new Date(1_795_608_000_000)
  expect(seen).toEqual([
    { action: 'health', name: 'c1', labels: { 'berth.app': 'a' }, at, exitCode: null },
    { action: 'health', name: 'c3', labels: { 'berth.app': 'a' }, at, exitCode: null },
  ])
})

test('listening can end while the engine is away', async () => {
  const controller = new AbortController()
  const events = collected(
    dockerAdapter({ dockerHost: 'unix:///nowhere', namespace: 'x' }).events(controller.signal),
  )
  setTimeout(() => controller.abort(), 150)
  expect(await events).toEqual([])
})

test('an engine that closes the connection in the middle of an answer is told as away', async () => {
  const fake = await fakeEngine({
    'GET /info': (_, __, response) => response.socket?.destroy() && undefined,
    'GET /containers/x/logs': (_, __, response) => {
      response.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 99, 50]))
      setTimeout(() => response.socket?.destroy(), 20)
      return undefined
    },
  })
  const port = dockerAdapter({ dockerHost: fake.address, namespace: 'x' })
  await expect(port.info()).rejects.toThrow(EngineUnavailable)
  await expect(collected(port.logs('x', { follow: true }))).rejects.toThrow(EngineUnavailable)
  await fake.close()
})

test('an engine that hangs is told as away', async () => {
  const fake = await fakeEngine({
    'GET /info': () => undefined,
    'GET /version': (_, __, response) => response.write('{') && undefined,
  })
  const client = engineClient(fake.address)
  for (const path of ['/info', '/version']) {
    await expect(client.json({ method: 'GET', path, timeoutMs: 50 })).rejects.toThrow(EngineUnavailable)
    await expect(
      client.json({ method: 'GET', path, signal: AbortSignal.abort(new Error('mine')) }),
    ).rejects.toThrow('mine')
  }
  await fake.close()
})
