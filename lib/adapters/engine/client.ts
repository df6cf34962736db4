import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import Docker from 'dockerode'
import { EngineUnavailable } from '@/lib/core/errors'
import { parseDockerHost } from '@/lib/core/run/docker-host'
import { engineError } from '@/lib/core/run/engine-problem'

export interface EngineRequest {
  method: 'GET' | 'POST' | 'DELETE'
  /** Without query. Names in it must be encoded. */
  path: string
  query?: Record<string, string | number | boolean>
  body?: object
  signal?: AbortSignal
  /** `json` only: how long the answer may take, two minutes unless told; null: for ever. */
  timeoutMs?: number | null
}

/** The engine answered with an error status. The message is the engine's own. */
export class EngineRefused extends Error {
  override name = 'EngineRefused'
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/**
 * The Docker engine's HTTP interface. Each call throws `EngineUnavailable` when the engine cannot be reached,
 * `EngineRefused` when it answers with an error, and the signal's reason when aborted.
 */
export interface EngineClient {
  json<T>(request: EngineRequest): Promise<T>
  stream(request: EngineRequest): Promise<IncomingMessage>
  /** POST that becomes a connection of another protocol. */
  upgrade(path: string, headers: Record<string, string | string[]>, signal?: AbortSignal): Promise<Duplex>
}

const ANSWER_MS = 120_000
const GOOD = { 101: true, 200: true, 201: true, 204: true, 304: true }

/** `dockerHost`: as in the DOCKER_HOST variable. TLS files come from DOCKER_CERT_PATH, as for the docker command. */
export function engineClient(dockerHost: string): EngineClient {
  const address = parseDockerHost(dockerHost)
  // dockerode falls back to its own reading of the environment for what is not named here.
  const { modem }: { modem: Docker['modem'] } = new Docker(
    'socketPath' in address
      ? { ...address, host: undefined, port: undefined, protocol: 'http' }
      : { ...address, socketPath: undefined },
  )
  const dial = async (options: Parameters<typeof modem.dial>[0], signal?: AbortSignal) => {
    const connecting = new AbortController()
    const abandon = () => connecting.abort()
    try {
      signal?.throwIfAborted()
      signal?.addEventListener('abort', abandon, { once: true })
      return await new Promise<unknown>((resolve, reject) => {
        const full = { ...options, statusCodes: GOOD, abortSignal: connecting.signal }
        modem.dial(full, (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer)))
      })
    } catch (error) {
      throw translated(error, signal)
    } finally {
      signal?.removeEventListener('abort', abandon)
    }
  }
  const stream = async ({ method, path, query = {}, body = {}, signal }: EngineRequest) => {
    // `_query` and `_body` keep variables out of the URL, where dockerode's own calls would put them, too.
    const options = { method, path: `${path}?`, isStream: true, options: { _query: query, _body: body } }
    return abortable((await dial(options, signal)) as IncomingMessage, signal)
  }
  return {
    stream,
    json: <T>(request: EngineRequest) => inTime(request, async timed => (await parsed(stream, timed)) as T),
    upgrade: async (path, headers, signal) =>
      (await dial({ method: 'POST', path, headers, hijack: true }, signal)) as Duplex,
  }
}

async function parsed(stream: EngineClient['stream'], request: EngineRequest): Promise<unknown> {
  const parts: Buffer[] = []
  try {
    for await (const part of await stream(request)) parts.push(part)
  } catch (error) {
    throw translated(error, request.signal)
  }
  const text = Buffer.concat(parts).toString('utf8')
  return text === '' ? undefined : JSON.parse(text)
}

/** An engine that hangs is as good as none. */
async function inTime<T>(request: EngineRequest, call: (timed: EngineRequest) => Promise<T>): Promise<T> {
  const { signal, timeoutMs = ANSWER_MS } = request
  const ending = new AbortController()
  const given = () => ending.abort(signal?.reason)
  const expire = () =>
    ending.abort(new EngineUnavailable('The Docker engine cannot be reached: it does not answer.'))
  const timer = timeoutMs === null ? undefined : setTimeout(expire, timeoutMs)
  signal?.addEventListener('abort', given, { once: true })
  if (signal?.aborted) given()
  try {
    return await call({ ...request, signal: ending.signal })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', given)
  }
}

/**
 * Ends the answer on abort. Given to the request instead, the signal would fail its socket in the moment between two
 * owners, where nobody hears of it but the process, which ends.
 */
function abortable(answer: IncomingMessage, signal: AbortSignal | undefined): IncomingMessage {
  const end = () => answer.destroy(new Error('aborted'))
  // Whoever reads the answer hears of its error; whoever has left needs not.
  answer.on('error', () => signal?.removeEventListener('abort', end))
  answer.on('close', () => signal?.removeEventListener('abort', end))
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted) end()
  return answer
}

/** What a call or a stream failed with, in terms of `EngineClient`. */
export function translated(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason
  if (error instanceof EngineRefused) return error
  const told = engineError(error)
  if (told !== error || !(error instanceof Error) || !('statusCode' in error)) return told
  return new EngineRefused(Number(error.statusCode), messageOf(error))
}

/** dockerode writes `(HTTP code 404) unexpected - No such container: x `. */
const messageOf = (error: Error) => error.message.replace(/^\(HTTP code \d+\) .*? - /s, '').trim()

/** Runs a call; an answer with one of the statuses gives `instead`. */
export async function unless<T, U>(statuses: number[], instead: U, call: Promise<T>): Promise<T | U> {
  try {
    return await call
  } catch (error) {
    if (error instanceof EngineRefused && statuses.includes(error.status)) return instead
    throw error
  }
}
