import { request } from 'node:http'
import { longRequest, openWebsocket, type Place } from './long'

/** What visitors of the long kinds did: how many, and those that failed by kind. */
export interface LongVisits {
  websockets: number
  longRequests: number
  uploads: number
  failures: Record<string, number>
}

const WEBSOCKET_MS = 8000
const ECHO_EVERY_MS = 250
const LONG_MS = 10_000
const UPLOAD_BYTES = 16 * 1024 * 1024

/**
 * One visitor of each long kind, one visit after the other until stopped: a websocket that echoes for 8 s, a request
 * that is answered after 10 s, an upload of 16 MB. The app answers `/slow?MS`, counts the bytes of a POST, and echoes.
 */
export function startLongVisitors(place: Place): { stop(): Promise<LongVisits> } {
  const visits: LongVisits = { websockets: 0, longRequests: 0, uploads: 0, failures: {} }
  let stopping = false
  const again = async (kind: 'websockets' | 'longRequests' | 'uploads', visit: () => Promise<void>) => {
    while (!stopping) {
      visits[kind] += 1
      await visit().catch((error: Error) => {
        const name = `${kind}: ${error.message}`
        visits.failures[name] = (visits.failures[name] ?? 0) + 1
      })
    }
  }
  const all = [
    again('websockets', () => echoFor(place, WEBSOCKET_MS)),
    again('longRequests', () => slowRequest(place)),
    again('uploads', () => upload(place)),
  ]
  return {
    async stop() {
      stopping = true
      await Promise.all(all)
      return visits
    },
  }
}

async function echoFor(place: Place, ms: number): Promise<void> {
  const websocket = await openWebsocket(place)
  try {
    for (const until = performance.now() + ms; performance.now() < until; ) {
      const sent = Buffer.from(`still here at ${performance.now()}`)
      const got = await websocket.echo(sent)
      if (!got.equals(sent)) throw new Error('another echo')
      await new Promise(resolve => setTimeout(resolve, ECHO_EVERY_MS))
    }
    const broken = websocket.brokenBy()
    if (broken) throw new Error(broken)
  } finally {
    websocket.close()
  }
}

async function slowRequest(place: Place): Promise<void> {
  const { status } = await longRequest({ ...place, url: new URL(`/slow?${LONG_MS}`, place.url).href })
  if (status !== 200) throw new Error(`status ${status}`)
}

function upload({ url, hostHeader }: Place): Promise<void> {
  const { hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request({
      hostname,
      port,
      method: 'POST',
      path: '/upload',
      agent: false,
      headers: { Host: hostHeader ?? host, 'Content-Length': UPLOAD_BYTES },
    })
    outgoing.once('error', reject)
    outgoing.once('response', response => {
      let body = ''
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      response.once('error', reject)
      response.once('end', () =>
        body === String(UPLOAD_BYTES)
          ? resolve()
          : reject(new Error(`${response.statusCode}: ${body.slice(0, 60)}`)),
      )
    })
    outgoing.end(Buffer.alloc(UPLOAD_BYTES))
  })
}
