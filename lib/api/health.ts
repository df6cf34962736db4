import { setTimeout as sleep } from 'node:timers/promises'
import type { WebRuntime } from '@/lib/runtime'
import { API_HEADERS } from './endpoint'

/** How long the database may take before the panel counts as ill. */
const LIMIT_MS = 3000

/** 200 while this process and its database answer, else 503. Says nothing a stranger could use. */
export async function handleHealth(runtime: WebRuntime): Promise<Response> {
  const db = await databaseAnswers(runtime)
  const body = { ok: db, db, version: runtime.settings.version }
  return Response.json(body, { status: db ? 200 : 503, headers: API_HEADERS })
}

async function databaseAnswers({ db, log }: WebRuntime): Promise<boolean> {
  const limit = new AbortController()
  try {
    const asked = db.$queryRaw`SELECT 1`.then(() => true)
    const late = sleep(LIMIT_MS, false, { signal: limit.signal })
    late.catch(() => undefined) // ends with the abort below
    return await Promise.race([asked, late])
  } catch (error) {
    log.warn({ err: error }, 'the database does not answer')
    return false
  } finally {
    limit.abort()
  }
}
