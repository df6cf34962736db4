import { Agent, type ClientRequest, request } from 'node:http'
import { performance } from 'node:perf_hooks'

export interface LoadOptions {
  url: string
  /** Sent as Host; that of the URL by default. */
  hostHeader?: string
  ratePerSecond: number
  /** Part of the requests, 0 to 1, that open a connection of their own; the others reuse kept ones. */
  newConnectionShare: number
  /** Stops the sending, as `stop` does. */
  signal?: AbortSignal
  /** Answers that count as good; 200 only by default. */
  isGood?(status: number): boolean
}

export interface LoadResult {
  requests: number
  failed: number
  /** By kind: `status 502`, `ECONNRESET (kept connection)`, `cut short`, `timeout`. */
  failures: Record<string, number>
  p50Ms: number
  p99Ms: number
  maxMs: number
  /** Good answers by the first 80 characters of their body. */
  byBody: Record<string, number>
}

export interface Load {
  /** Requests sent so far. */
  sent(): number
  /** Failures so far. */
  failed(): number
  /** Sends no more, waits for those under way and says how it went. */
  stop(): Promise<LoadResult>
}

const TIMEOUT_MS = 30_000
const TICK_MS = 5

/**
 * Sends GET requests at a constant rate, however slow the answers are, and counts each that fails by its kind.
 * Nothing is sent a second time.
 */
export function startLoad(options: LoadOptions): Load {
  const kept = new Agent({ keepAlive: true, maxSockets: 64 })
  const tally = new Tally()
  const open = new Set<Promise<void>>()
  const started = performance.now()
  let sent = 0
  const send = () => {
    // Spread evenly: the share is reached exactly, without chance.
    const fresh =
      Math.floor((sent + 1) * options.newConnectionShare) > Math.floor(sent * options.newConnectionShare)
    sent++
    const one = sendOne(options, fresh ? false : kept, tally).finally(() => open.delete(one))
    open.add(one)
  }
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * options.ratePerSecond
    while (sent < due) send()
  }, TICK_MS)
  const halt = () => clearInterval(timer)
  options.signal?.addEventListener('abort', halt, { once: true })
  return {
    sent: () => sent,
    failed: () => tally.failed,
    async stop() {
      halt()
      options.signal?.removeEventListener('abort', halt)
      await Promise.all(open)
      kept.destroy()
      return tally.result()
    },
  }
}

function sendOne(options: LoadOptions, agent: Agent | false, tally: Tally): Promise<void> {
  const { hostname, port, pathname, search, host } = new URL(options.url)
  const isGood = options.isGood ?? (status => status === 200)
  const start = performance.now()
  return new Promise(resolve => {
    const outgoing = request({
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: pathname + search,
      agent,
      headers: { Host: options.hostHeader ?? host },
    })
    const end = (kind: string | null, body = '') => {
      tally.add(performance.now() - start, kind, body)
      resolve()
    }
    outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(Object.assign(new Error(), { code: 'timeout' })))
    outgoing.once('error', error => end(kindOf(error, outgoing)))
    outgoing.once('response', response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      // An error after the headers is told here, not by the request.
      outgoing.removeAllListeners('error').on('error', () => undefined)
      response.once('error', () => undefined)
      response.once('close', () => {
        const status = response.statusCode ?? 0
        if (!response.complete) end('cut short')
        else end(isGood(status) ? null : `status ${status}`, Buffer.concat(chunks).toString())
      })
    })
    outgoing.end()
  })
}

const kindOf = (error: NodeJS.ErrnoException, outgoing: ClientRequest) =>
  `${error.code ?? error.message}${outgoing.reusedSocket ? ' (kept connection)' : ''}`

class Tally {
  failed = 0
  private readonly durations: number[] = []
  private readonly failures: Record<string, number> = {}
  private readonly byBody: Record<string, number> = {}

  add(durationMs: number, failure: string | null, body: string) {
    this.durations.push(durationMs)
    const [counts, key] = failure === null ? [this.byBody, body.slice(0, 80)] : [this.failures, failure]
    counts[key] = (counts[key] ?? 0) + 1
    if (failure !== null) this.failed++
  }

  result(): LoadResult {
    const sorted = this.durations.toSorted((a, b) => a - b)
    const quantile = (part: number) =>
      Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10
    return {
      requests: sorted.length,
      failed: this.failed,
      failures: this.failures,
      p50Ms: quantile(0.5),
      p99Ms: quantile(0.99),
      maxMs: quantile(1),
      byBody: this.byBody,
    }
  }
}
