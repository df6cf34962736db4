import { afterAll, expect, test } from 'vitest'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { testEngine } from '../../support/docker'
import { fakeEngine } from '../../support/fake-engine'

const engine = testEngine()
const { docker, run } = engine
afterAll(() => engine.cleanUp(), 60_000)

test('tells loopback from all addresses, and leaves out the resolver of Docker', async () => {
  const script = `
import socket, time
servers = [socket.create_server(at) for at in [("127.0.0.1", 7001), ("0.0.0.0", 7002)]]
time.sleep(1000)`
  const name = await run({ image: 'python:3.11-slim', command: ['python3', '-c', script] })
  await expect
    .poll(async () =>
      (await docker.listeningPorts(name)).map(({ address, port }) => `${address} ${port}`).sort(),
    )
    .toEqual(['0.0.0.0 7002', '127.0.0.1 7001'])
})

test('is empty for a container that ended or is not there', async () => {
  const name = await run({ command: 'true' })
  await docker.wait(name, new AbortController().signal)
  expect(await docker.listeningPorts(name)).toEqual([])
  expect(await docker.listeningPorts('no-such-container')).toEqual([])
})

test('looks from inside where the processes of the engine cannot be seen', async () => {
  // The first process of this machine is none of the container's.
  const fake = await fakeEngine({
    'GET /containers/far/json': () => ({ Id: 'f'.repeat(64), State: { Running: true, Pid: 1 } }),
    'POST /containers/far/exec': () => ({ Id: 'e1' }),
    'POST /exec/e1/start': (_, __, response) => {
      const text = '   0: 0100007F:1F90 00000000:0000 0A 0 0 0 0 0 0\n'
      const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length])
      response.end(Buffer.concat([header, Buffer.from(text)]))
      return undefined
    },
    'GET /containers/bare/json': () => ({ Id: 'b'.repeat(64), State: { Running: true, Pid: 1 } }),
    'POST /containers/bare/exec': () => ({ Id: 'e2' }),
    'POST /exec/e2/start': () => [400, 'exec: "cat": executable file not found in $PATH'],
  })
  const far = dockerAdapter({ dockerHost: fake.address, namespace: 'x' })
  expect(await far.listeningPorts('far')).toEqual([{ address: '127.0.0.1', port: 8080 }])
  expect(await far.listeningPorts('bare')).toEqual([])
  await fake.close()
})
