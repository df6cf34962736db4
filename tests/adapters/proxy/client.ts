import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

interface AskOptions {
  method?: string
  path?: string
  headers?: Record<string, string | string[]>
  body?: string | Buffer
  /** Address of ours to come from, any of 127.0.0.0/8. */
  from?: string
}

/** One request to the proxy at `origin` for `host`, on a connection of its own. */
export function ask(origin: string, host: string, options: AskOptions = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const outgoing = request({
      hostname,
      port,
      method: options.method ?? 'GET',
      path: options.path ?? '/',
      agent: false,
      localAddress: options.from,
      headers: { ...options.headers, Host: host },
    })
    outgoing.once('error', reject)
    outgoing.once('response', response =>
      text(response).then(
        body => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      ),
    )
    outgoing.end(options.body)
  })
}

/** Sends bytes as they are and returns all that comes back until the proxy closes, or has said nothing for 300 ms. */
export function sendRaw(origin: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise(resolve => {
    const parts: Buffer[] = []
    const socket = connect({ host: hostname, port: Number(port) })
    const end = () => {
      socket.destroy()
      resolve(Buffer.concat(parts).toString('latin1'))
    }
    socket.on('data', part => {
      parts.push(part)
      socket.setTimeout(300, end)
    })
    socket.on('error', end).on('close', end)
    socket.setTimeout(5000, end)
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  })
}

/** Resolves when `check` holds; fails after 10 s with what it gave last. */
export async function until<T>(check: () => Promise<T> | T, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const value = await check()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(value)} after 10 s`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
