import { request } from 'node:http'
import type { ProbeAnswer, ProbePort, ProbeRequest } from '@/lib/ports/probe'

/** As much of the answer as is looked at for a diagnosis. */
const BODY_BYTES = 2048

/** Asks over a connection of its own, so that no answer depends on the one before. */
export function probeAdapter(): ProbePort {
  return { probe }
}

function probe({ host, port, path, hostHeader, timeoutMs, signal }: ProbeRequest): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const asking = request({
      host,
      port,
      path,
      agent: false,
      signal,
      headers: {
        Host: hostHeader,
        'User-Agent': 'berth-healthcheck',
        'X-Forwarded-Proto': 'https',
        'X-Forwarded-Host': hostHeader,
        Connection: 'close',
      },
    })
    const answer = (found: ProbeAnswer) => {
      clearTimeout(timer)
      asking.destroy()
      resolve(found)
    }
    // Over the whole exchange: a server that sends a byte now and then has not answered.
    const timer = setTimeout(() => answer({ kind: 'timeout' }), timeoutMs)
    asking.on('error', error => {
      clearTimeout(timer)
      if (signal?.aborted) reject(signal.reason)
      else answer({ kind: kindOf(error) })
    })
    asking.on('upgrade', ({ statusCode = 0 }) =>
      answer({ kind: 'status', status: statusCode, bodyStart: '' }),
    )
    asking.on('response', async response => {
      const status = response.statusCode ?? 0
      answer({ kind: 'status', status, bodyStart: await startOf(response) })
    })
    asking.end()
  })
}

/** A body that breaks off does not change the status. */
async function startOf(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of body) {
      parts.push(part)
      size += part.length
      if (size >= BODY_BYTES) break
    }
  } catch {
    parts.push(Buffer.from(' (the answer broke off)'))
  }
  return Buffer.concat(parts).toString('utf8', 0, BODY_BYTES)
}

function kindOf(error: Error): 'refused' | 'reset' | 'timeout' | 'not-http' {
  const code = 'code' in error ? String(error.code) : ''
  if (code.startsWith('HPE_')) return 'not-http'
  if (code === 'ETIMEDOUT') return 'timeout'
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'refused'
}
