import pg from 'pg'
import type { Logger } from 'pino'
import type { LivenessPort } from '@/lib/ports/liveness'

/** Long enough for a living worker to come back after the database restarted, short enough that nobody waits. */
const DEAD_AFTER_MS = 2000
const RECONNECT_MS = 200

/**
 * Each worker holds an advisory lock of Postgres on a connection of its own; the kernel closes the connection of a
 * process that was killed, and the lock goes with it. A worker that is only paused keeps its lock: its leases run out
 * by time. Close it last.
 */
export function postgresLiveness(
  url: string,
  workerId: string,
  log: Logger,
): LivenessPort & { close(): Promise<void> } {
  const missing = new Map<string, number>()
  let client: pg.Client | null = null
  let closing = false
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true })
    fresh.on('error', error =>
      log.warn({ reason: error.message }, 'lost the connection that shows that we live'),
    )
    // One that never came to be used is tried again by whoever tried it.
    fresh.on('end', () => {
      if (client !== fresh) return
      client = null
      missing.clear()
      void reconnect()
    })
    try {
      await fresh.connect()
      await fresh.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [workerId])
    } catch (error) {
      await fresh.end().catch((problem: unknown) => log.debug({ error: problem }, 'it was not open'))
      throw error
    }
    client = fresh
  }
  const reconnect = async () => {
    if (closing || client) return
    try {
      await connect()
    } catch (error) {
      log.debug({ error }, 'could not connect to show that we live')
      setTimeout(() => void reconnect(), RECONNECT_MS)
    }
  }
  const first = reconnect()
  return {
    async dead(workerIds) {
      await first
      if (!client) return []
      const { rows } = await client.query<{ id: string }>(LOCKLESS, [workerIds])
      return deadAmong(
        missing,
        rows.map(({ id }) => id),
      )
    },
    async close() {
      closing = true
      await first
      await client?.end()
    },
  }
}

/** Of the given names those whose lock nobody holds. A key of 64 bits is shown in two halves. */
const LOCKLESS = `
  SELECT name AS id FROM unnest($1::text[]) AS name
  WHERE NOT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32 | objid::bigint) = hashtextextended(name, 0))`

/** Those that have been missing at every look for long enough. */
function deadAmong(missing: Map<string, number>, seenMissing: string[]): string[] {
  const now = performance.now()
  for (const id of missing.keys()) if (!seenMissing.includes(id)) missing.delete(id)
  for (const id of seenMissing) if (!missing.has(id)) missing.set(id, now)
  return seenMissing.filter(id => now - (missing.get(id) ?? now) >= DEAD_AFTER_MS)
}
