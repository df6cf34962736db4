import { afterAll, describe, expect, test } from 'vitest'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { resourceLabels } from '@/lib/core/run/names'
import { DOCKER_HOST, testEngine } from '../../support/docker'
import { fakeEngine } from '../../support/fake-engine'

const engine = testEngine()
const { docker, run, output, namespace } = engine
afterAll(() => engine.cleanUp(), 60_000)

const labels = resourceLabels({ namespace })
const never = new AbortController().signal

describe('a network', () => {
  test('is made once, asked for at once by several workers', async () => {
    const spec = { name: `${namespace}_once`, labels }
    const other = dockerAdapter({ dockerHost: DOCKER_HOST, namespace })
    const ids = await Promise.all([docker, docker, other, other].map(port => port.ensureNetwork(spec)))
    expect(new Set(ids).size).toBe(1)
    expect(await docker.ensureNetwork(spec)).toBe(ids[0])
    await docker.removeNetwork(spec.name)
    await docker.removeNetwork(spec.name)
    expect(await docker.ensureNetwork(spec)).not.toBe(ids[0])
  })

  test('is not taken for one whose name only begins the same', async () => {
    const long = await docker.ensureNetwork({ name: `${namespace}_a_longer`, labels })
    expect(await docker.ensureNetwork({ name: `${namespace}_a`, labels })).not.toBe(long)
  })

  test('that is in use stays', async () => {
    const name = await run()
    await docker.removeNetwork(engine.network.name)
    expect(await docker.inspect(name)).toMatchObject({ running: true })
  })

  test('lets its own containers find each other, and no others in', async () => {
    const far = { name: `${namespace}_far`, labels }
    await docker.ensureNetwork(far)
    const server = await run({ command: 'while :; do echo hello | nc -l -p 7000; done', aliases: ['api'] })
    const stranger = await run({
      command: 'while :; do echo stranger | nc -l -p 7000; done',
      network: far.name,
      aliases: ['far'],
    })
    const address = (await docker.inspect(stranger))?.addresses[far.name]
    const caller = await run({
      command: `until nc -w 1 api 7000; do sleep 0.1; done; nc -w 1 ${address} 7000 || echo closed; nslookup far >/dev/null || echo unknown`,
    })
    await docker.wait(caller, never)
    expect(
      (await output(caller)).filter(({ stream }) => stream === 'stdout').map(({ text }) => text),
    ).toEqual(['hello', 'closed', 'unknown'])
    expect(await docker.inspect(server)).toMatchObject({ running: true })
  })
})

test('when the address ranges of the engine are used up, a network gets one of its own', async () => {
  const created: { IPAM?: { Config: { Subnet: string }[] } }[] = []
  const made: { Id: string; Name: string; Created: string }[] = []
  const fake = await fakeEngine({
    'GET /networks': query =>
      query.has('filters')
        ? made
        : [
            { IPAM: { Config: [{ Subnet: '10.160.0.0/24' }, { Subnet: 'fd00::/64' }] } },
            { IPAM: { Config: null } },
          ],
    'POST /networks/create': (_, body) => {
      created.push(body)
      if (created.length === 1)
        return [404, 'could not find an available, non-overlapping IPv4 address pool among the defaults']
      if (created.length === 2) return [403, 'Pool overlaps with other one on this address space']
      made.push({ Id: 'abc', Name: 'n', Created: '2026-01-01T00:00:00Z' })
      return { Id: 'abc' }
    },
  })
  try {
    const port = dockerAdapter({ dockerHost: fake.address, namespace })
    expect(await port.ensureNetwork({ name: 'n', labels })).toBe('abc')
    const subnets = created.map(({ IPAM }) => IPAM?.Config[0]?.Subnet)
    expect(subnets).toEqual([undefined, '10.160.1.0/24', '10.160.2.0/24'])
  } finally {
    await fake.close()
  }
})
