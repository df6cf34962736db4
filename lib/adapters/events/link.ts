import pg from 'pg'
import type { Logger } from 'pino'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 3000
/** A connection that takes longer to answer counts as lost. */
const ANSWER_LIMIT_MS = 5000
/** How often an idle connection is tried: one that was dropped without a word is found by it. */
const PING_MS = 30_000

export interface Link {
  /** False when there is no connection; rejects when it broke meanwhile. */
  send(payloads: string[]): Promise<boolean>
  close(): Promise<void>
}

export interface LinkOptions {
  url: string
  channel: string
  onPayload(payload: string): void
  /** Listening begins now, at first or again; what was sent before may be lost. */
  onConnected(): void
  log: Logger
}

/** A connection that listens on `channel`, made again with growing pauses whenever it is lost. */
export function openLink(options: LinkOptions): Link {
  let connection: Connection | null = null
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let pauseMs = FIRST_PAUSE_MS

  const connectLater = (error: unknown) => {
    connection = null
    if (closed) return
    options.log.warn({ err: error }, 'no connection for events; connecting again')
    timer = setTimeout(connect, pauseMs)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
  const connect = async () => {
    const fresh = await openConnection(options, connectLater)
    if (!fresh || fresh.isLost()) return
    if (closed) return fresh.end()
    connection = fresh
    pauseMs = FIRST_PAUSE_MS
    options.onConnected()
  }
  void connect()
  // A failure is told by `onLost`.
  const ping = setInterval(() => void connection?.send([]).catch(() => undefined), PING_MS)

  return {
    async send(payloads) {
      if (!connection) return false
      await connection.send(payloads)
      return true
    },
    async close() {
      closed = true
      clearTimeout(timer)
      clearInterval(ping)
      await connection?.end()
    },
  }
}

interface Connection {
  send(payloads: string[]): Promise<void>
  isLost(): boolean
  end(): Promise<void>
}

/** Connects and listens; null when that fails. `onLost` is called once, then or whenever the connection ends. */
async function openConnection(
  { url, channel, onPayload }: LinkOptions,
  onLost: (error: unknown) => void,
): Promise<Connection | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: ANSWER_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
  })
  let lost = false
  const end = async () => {
    lost = true
    // Its socket may be gone already; there is nothing more to be done for it.
    await client.end().catch(() => undefined)
  }
  const lose = (error: unknown) => {
    if (lost) return
    void end()
    onLost(error)
  }
  client.on('error', lose).on('end', () => lose(new Error('the server ended the connection')))
  client.on('notification', ({ payload = '' }) => onPayload(payload))
  const query = async (sql: string, values: unknown[] = []) => {
    try {
      await client.query(sql, values)
    } catch (error) {
      lose(error)
      throw error
    }
  }
  try {
    await client.connect()
    await query(`LISTEN ${pg.escapeIdentifier(channel)}`)
  } catch (error) {
    lose(error)
    return null
  }
  const notify = 'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload'
  return { send: payloads => query(notify, [channel, payloads]), isLost: () => lost, end }
}
