import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { openConnections } from '@/lib/adapters/proxy/traefik/connections'
import { until } from './client'

it.each(['127.0.0.1', '::1', '0:0:0:0:0:0:0:1'])('counts the connections that are open to %s', async host => {
  const server = createServer(socket => socket.on('error', () => socket.destroy()))
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await openConnections({ host, port })).toBe(0)
  const sockets = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const socket = connect({ host, port })
      await once(socket, 'connect')
      return socket
    }),
  )
  expect(await openConnections({ host, port })).toBe(5)
  for (const socket of sockets.slice(2)) socket.destroy()
  await until(
    () => openConnections({ host, port }),
    count => count === 2,
  )
  for (const socket of sockets) socket.destroy()
  server.close()
})
