import * as z from 'zod'
import { Prisma } from '@/lib/adapters/db/generated/client'
import { DomainError, type DomainErrorCode } from '@/lib/core/errors'

/** A refusal that concerns the request as such, before any operation. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fix: string | null = null,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
    this.name = 'HttpError'
  }
}

const STATUS: Record<DomainErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  unavailable: 503,
}

/** What Prisma's driver adapter calls a database that cannot be reached, or does not answer in time. */
const DATABASE_AWAY = new Set([
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
])
/** Prisma's own: no free connection, or no transaction, within its time limit. */
const POOL_EXHAUSTED = new Set(['P2024', 'P2028'])
/** Postgres is stopping or starting (class 57P of its error codes). */
const POSTGRES_RESTARTS = /^57P/

const driverError = z.object({
  driverAdapterError: z.object({
    cause: z.object({ kind: z.string(), originalCode: z.string().optional(), code: z.string().optional() }),
  }),
})

/** What the client is told of an error. */
export interface ErrorAnswer {
  status: number
  headers: Record<string, string>
  body: {
    error: {
      code: string
      message: string
      fix: string | null
      field: string | null
      details: Record<string, unknown>
      requestId: string
    }
  }
  /** Not foreseen: its cause belongs in the log. */
  unexpected: boolean
}

/** Maps any error to an answer. Nothing of an unforeseen one is told but the id under which it is logged. */
export function toAnswer(error: unknown, requestId: string): ErrorAnswer {
  if (error instanceof DomainError) {
    const { fix = null, field = null, details = {} } = error.extra
    return answer(STATUS[error.code], error.code, error.message, { fix, field, details, requestId })
  }
  if (error instanceof HttpError) {
    const said = answer(error.status, error.code, error.message, { fix: error.fix, requestId })
    return { ...said, headers: error.headers }
  }
  if (isDatabaseAway(error)) {
    const fix = 'Try again in a moment. If it stays so, run `berth doctor` on the server.'
    return {
      ...answer(503, 'unavailable', 'The database does not answer.', { fix, requestId }),
      unexpected: true,
    }
  }
  const fix = `Try again. If it happens again, look for ${requestId} in the log of the panel.`
  return {
    ...answer(500, 'internal', 'Something went wrong in the panel.', { fix, requestId }),
    unexpected: true,
  }
}

function answer(
  status: number,
  code: string,
  message: string,
  more: { fix: string | null; field?: string | null; details?: Record<string, unknown>; requestId: string },
): ErrorAnswer {
  const error = { code, message, field: null, details: {}, ...more }
  return { status, headers: {}, body: { error }, unexpected: false }
}

function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  if (POOL_EXHAUSTED.has(error.code)) return true
  const meta = driverError.safeParse(error.meta)
  if (!meta.success) return false
  const { kind, originalCode, code } = meta.data.driverAdapterError.cause
  return DATABASE_AWAY.has(kind) || POSTGRES_RESTARTS.test(originalCode ?? code ?? '')
}
