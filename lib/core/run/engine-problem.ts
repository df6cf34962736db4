import { EngineUnavailable } from '../errors'

/** The connection failed: the engine is stopped, restarting or not ours to open. */
const CODES: Record<string, string> = {
  ENOENT: 'its socket does not exist',
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  EACCES: 'this user may not open its socket',
  EPERM: 'this user may not open its socket',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'its server cannot be reached',
  ENETUNREACH: 'its server cannot be reached',
  ENOTFOUND: 'its server has no address',
  EAI_AGAIN: 'its server has no address',
}

/** What the engine says with status 500 or 503 while it goes down or has lost containerd. */
const GOING_DOWN =
  /transport is closing|containerd\.sock|client connection is closing|daemon is shutting down|error reading from server: EOF|code = Unavailable/i

/** The given error as `EngineUnavailable` where it means that the engine cannot be reached, else as it is. */
export function engineError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const status = 'statusCode' in error ? Number(error.statusCode) : 0
  const reason =
    CODES[code] ??
    (/socket hang up|premature close/i.test(error.message) ? CODES.ECONNRESET : undefined) ??
    (status >= 500 && GOING_DOWN.test(error.message) ? 'it is shutting down' : undefined)
  return reason
    ? new EngineUnavailable(`The Docker engine cannot be reached: ${reason}.`, { cause: error })
    : error
}
