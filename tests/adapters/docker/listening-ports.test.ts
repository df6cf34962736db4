import { afterAll, expect, test } from 'vitest'
import { testEngine } from '../../support/docker'

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
