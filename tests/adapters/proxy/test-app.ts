import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TestApp {
  target: { host: string; port: number }
  server: Server
  /** Requests it has got, upgrades included. */
  requests(): number
  /** Bytes of request bodies read so far. */
  received(): number
  close(): Promise<void>
}

/** Answers the request, or leaves it to the app (false). */
type Answering = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * An app behind the proxy. `/` answers its name; `/headers` what it got; `/slow?ms=` late; `/hang` never; `/status?503` with that status;
 * `/events` one event at once and one a second later; `/upload` the number of bytes; `/cut` half an answer;
 * `/steer` tries to redirect inside the proxy. An upgrade echoes bytes.
 */
export async function startApp(name: string, answersFirst: Answering = () => false): Promise<TestApp> {
  let requests = 0
  let received = 0
  const server = createServer((request, response) => {
    requests++
    request.on('data', (chunk: Buffer) => {
      received += chunk.length
    })
    if (!answersFirst(request, response)) answer(name, request, response)
  })
  server.on('upgrade', (_request, socket) => {
    requests++
    socket.on('error', () => socket.destroy())
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
    socket.pipe(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    target: { host: '127.0.0.1', port },
    server,
    requests: () => requests,
    received: () => received,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(name: string, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://app.test')
  const routes: Record<string, () => void> = {
    '/headers': () => json(response, { url: request.url, headers: request.headers, raw: request.rawHeaders }),
    '/slow': () => setTimeout(() => response.end(name), Number(url.searchParams.get('ms'))),
    '/hang': () => undefined,
    '/status': () => response.writeHead(Number(url.search.slice(1))).end(name),
    '/events': () => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n')
      setTimeout(() => response.end('data: 2\n\n'), 1000)
    },
    '/upload': () => {
      let bytes = 0
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      request.on('end', () => response.end(String(bytes)))
    },
    '/cut': () => {
      response.writeHead(200, { 'Content-Length': 1000 }).write('half')
      setTimeout(() => response.destroy(), 50)
    },
    '/steer': () => {
      response.writeHead(200, {
        Server: 'secret-server/1.0',
        'X-Accel-Redirect': '/.berth-proxy-error',
        'X-Accel-Limit-Rate': '1',
        'X-Request-Id': 'from-the-app',
        'Keep-Alive': 'timeout=99',
        'X-App': 'kept',
      })
      response.end('steered')
    },
  }
  const route = routes[/^\/[a-z]*/.exec(request.url ?? '')?.[0] ?? '']
  if (route) route()
  else response.end(name)
}

const json = (response: ServerResponse, value: unknown) => {
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(value))
}
