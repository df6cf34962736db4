import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a request is answered with: JSON, `[status, message]`, or whatever the function does with the response. */
type Answer = (query: URLSearchParams, body: never, response: ServerResponse) => unknown

/** An engine that answers as told, for what a real one does only in trouble. Keys: `GET /path`. */
export async function fakeEngine(
  answers: Record<string, Answer>,
): Promise<{ address: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://engine')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const text = Buffer.concat(parts).toString()
    const answer = answers[`${request.method} ${url.pathname}`]
    const given: unknown = answer
      ? answer(url.searchParams, (text ? JSON.parse(text) : {}) as never, response)
      : [404, 'page not found']
    if (given === undefined) return
    const [status, content] =
      Array.isArray(given) && typeof given[0] === 'number' ? [given[0], { message: given[1] }] : [200, given]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
  })
  // A session that asks for nothing.
  server.on('upgrade', (_, socket) => {
    socket
      .on('error', () => socket.destroy())
      .on('end', () => socket.destroy())
      .resume()
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
