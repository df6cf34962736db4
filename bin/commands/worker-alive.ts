import { hasRecentHeartbeat } from '../services/heartbeat'

const OLDEST_MS = 60_000

/** For the health check of a worker's container: 0 when a worker has lately written that it lives, else 1. */
export async function run(): Promise<number> {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) throw new Error('Set DATABASE_URL to the database that the worker uses.')
  if (await hasRecentHeartbeat(DATABASE_URL, OLDEST_MS)) return 0
  console.error('No worker has written for a minute that it lives.')
  return 1
}
