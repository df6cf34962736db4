import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'

export interface Place {
  url: string
  /** Sent as Host; that of the URL by default. */
  hostHeader?: string
}

export interface HeldWebsocket {
  /** Sends bytes after the handshake and resolves with as many that come back. */
  echo(bytes: Buffer): Promise<Buffer>
  /** Why it ended before `close`, or null. */
  brokenBy(): string | null
  close(): void
}

/** Opens a websocket (the handshake only: frames are whatever bytes the server understands). Rejects when refused. */
export function openWebsocket(place: Place): Promise<HeldWebsocket> {
  return new Promise((resolve, reject) => {
    const outgoing = toPlace(place, {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': Buffer.from('berth-load-tests').toString('base64'),
    })
    outgoing.once('error', reject)
    outgoing.once('response', response => {
      response.resume()
      reject(new Error(`the handshake was answered with ${response.statusCode}`))
    })
    outgoing.once('upgrade', (_response, socket: Duplex) => resolve(held(socket)))
    outgoing.end()
  })
}

function held(socket: Duplex): HeldWebsocket {
  let broken: string | null = null
  let closing = false
  const end = (why: string) => {
    if (!closing) broken ??= why
  }
  socket.on('error', error => end(error.message))
  socket.on('close', () => end('closed'))
  return {
    async echo(bytes) {
      socket.write(bytes)
      const parts: Buffer[] = []
      let length = 0
      while (length < bytes.length) {
        if (socket.destroyed) throw new Error(`the websocket is gone: ${broken}`)
        const part: Buffer | null = socket.read()
        if (part) {
          parts.push(part)
          length += part.length
        } else {
          await new Promise<void>(resolve => {
            const wake = () => {
              socket.off('readable', wake).off('close', wake)
              resolve()
            }
            socket.on('readable', wake).on('close', wake)
          })
        }
      }
      return Buffer.concat(parts)
    },
    brokenBy: () => broken,
    close() {
      closing = true
      socket.destroy()
    },
  }
}

/** One request, however long it takes; rejects when the connection fails. */
export function longRequest(place: Place): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = toPlace(place, {})
    outgoing.once('error', reject)
    outgoing.once('response', response =>
      text(response).then(body => resolve({ status: response.statusCode ?? 0, body }), reject),
    )
    outgoing.end()
  })
}

function toPlace({ url, hostHeader }: Place, headers: Record<string, string>) {
  const { hostname, port, pathname, search, host } = new URL(url)
  return request({
    hostname,
    port,
    path: pathname + search,
    agent: false,
    headers: { ...headers, Host: hostHeader ?? host },
  })
}
