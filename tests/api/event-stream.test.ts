import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { handleDeploymentEvents, handleRuntimeLogEvents } from '@/lib/api/log-events'
import { deploymentLogName, runtimeLogName } from '@/lib/core/logs/names'
import { buildWorld, type World } from '../security/world'
import { headersOf } from '../support/api'
import { type TestRuntime, testRuntime } from '../support/context'
import { seedRelease } from '../support/seed-release'

let at: TestRuntime
let world: World
beforeAll(async () => {
  at = await testRuntime()
  world = await buildWorld(at)
})
afterAll(() => at.close())

interface Read {
  event: string
  id: string | null
  data: unknown
}

/** Reads events as a browser does. */
async function* events(response: Response): AsyncGenerator<Read> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      const field = (name: string) =>
        fields.find(line => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? null
      const event = field('event')
      if (event) yield { event, id: field('id'), data: JSON.parse(field('data') ?? 'null') }
    }
  }
}

const line = (text: string) => ({
  at: new Date().toISOString(),
  source: 'web.1',
  stream: 'stdout' as const,
  text,
})
const textsOf = ({ data }: Read) => (data as { text: string }[]).map(({ text }) => text)

async function open(
  path: 'deployment' | 'runtime',
  id: string,
  extra: Record<string, string> = {},
  query = '',
) {
  const gone = new AbortController()
  const headers = { ...(await headersOf(at, { session: world.owner.sessionId })), ...extra }
  const request = new Request(`http://localhost:8080/events${query}`, { headers, signal: gone.signal })
  const handle = path === 'deployment' ? handleDeploymentEvents : handleRuntimeLogEvents
  const response = await handle(at.runtime, request, id)
  return { response, gone, events: events(response) }
}

async function running(): Promise<string> {
  await at.runtime.db.deployment.deleteMany({ where: { finishedAt: null } })
  const { deploymentId } = await seedRelease(at, world.appEnvironmentId, { phase: 'BUILDING' })
  return deploymentId
}

const next = async (stream: AsyncGenerator<Read>): Promise<Read> => {
  const { value, done } = await stream.next()
  if (done) throw new Error('the stream ended')
  return value
}

describe('the events of a deployment', () => {
  test('it is shown, then its lines as they come, its moves, and its end', async () => {
    const deploymentId = await running()
    const { response, events: stream } = await open('deployment', deploymentId)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(await next(stream)).toMatchObject({
      event: 'deployment',
      data: { id: deploymentId, phase: 'BUILDING' },
    })
    await at.runtime.logs.append(deploymentLogName(deploymentId), [line('one'), line('two\n\nevent: end')])
    await at.runtime.events.publish(`deployment:${deploymentId}`, 'log')
    const log = await next(stream)
    expect([log.event, log.id, textsOf(log)]).toEqual(['log', '2', ['one', 'two\n\nevent: end']])
    await at.runtime.db.deployment.update({
      where: { id: deploymentId },
      data: { phase: 'FAILED', finishedAt: new Date(), activeSlot: null },
    })
    await at.runtime.logs.append(deploymentLogName(deploymentId), [line('three')])
    await at.runtime.events.publish(`deployment:${deploymentId}`, 'moved')
    expect(await next(stream)).toMatchObject({ event: 'deployment', data: { phase: 'FAILED' } })
    expect(textsOf(await next(stream))).toEqual(['three'])
    expect(await next(stream)).toMatchObject({ event: 'end' })
    expect((await stream.next()).done).toBe(true)
  })

  test('a missed notice costs two seconds, no line', async () => {
    const deploymentId = await running()
    const { events: stream, gone } = await open('deployment', deploymentId)
    await next(stream)
    await at.runtime.logs.append(deploymentLogName(deploymentId), [line('silent')])
    expect(textsOf(await next(stream))).toEqual(['silent'])
    gone.abort()
  })

  test('who comes back gets what they missed, and nothing twice', async () => {
    const many = Array.from({ length: 1200 }, (_, index) => line(`line ${index + 1}`))
    const { deploymentId } = world
    await at.runtime.logs.append(deploymentLogName(deploymentId), many)
    const total = (await at.runtime.logs.read(deploymentLogName(deploymentId), { limit: 1 })).last
    const read = async (extra: Record<string, string>, query: string) => {
      const { events: stream } = await open('deployment', deploymentId, extra, query)
      const texts: string[] = []
      for await (const event of stream) if (event.event === 'log') texts.push(...textsOf(event))
      return texts
    }
    expect(await read({}, '')).toHaveLength(total)
    expect(await read({ 'last-event-id': String(total - 5) }, '?after=1')).toHaveLength(5)
    expect(await read({}, `?after=${total - 3}`)).toHaveLength(3)
    for (const wrong of ['-1', 'x', '1e999', '1.5']) {
      expect(await read({ 'last-event-id': wrong }, '')).toHaveLength(total)
    }
  })
})

describe('the end of a stream', () => {
  test('a reader who goes leaves nothing behind', async () => {
    const topics = new Set<string>()
    const { subscribe } = at.runtime.events
    at.runtime.events.subscribe = (topic, listener) => {
      topics.add(topic)
      const end = subscribe(topic, listener)
      return () => {
        topics.delete(topic)
        end()
      }
    }
    const { events: stream, gone } = await open('runtime', world.appEnvironmentId)
    expect(textsOf(await next(stream))).toEqual([world.marker])
    expect([...topics]).toEqual([`runtime-log:${world.appEnvironmentId}`])
    gone.abort()
    await expect.poll(() => [...topics]).toEqual([])
  })

  test('it ends when the session ends, at the next look at it', async () => {
    const { events: stream } = await open('runtime', world.appEnvironmentId)
    await next(stream)
    const { sessionId } = world.owner
    const session = await at.runtime.db.session.delete({ where: { id: sessionId } })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
    try {
      await at.runtime.logs.append(runtimeLogName(world.appEnvironmentId), [line('too late')])
      expect((await stream.next()).done).toBe(true)
    } finally {
      vi.useRealTimers()
      await at.runtime.db.session.create({ data: session })
    }
  })

  test('it ends when the right to read ends', async () => {
    const { events: stream } = await open('runtime', world.appEnvironmentId)
    await next(stream)
    await at.runtime.db.membership.deleteMany({ where: { userId: world.owner.userId } })
    await at.runtime.logs.append(runtimeLogName(world.appEnvironmentId), [line('not for you')])
    expect((await stream.next()).done).toBe(true)
  })
})
