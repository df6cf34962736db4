import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { ProxyUnavailable } from '@/lib/core/errors'

export interface AdminRequest {
  socketPath: string
  method: 'GET' | 'PUT'
  path: string
  body?: string
  timeoutMs: number
  signal?: AbortSignal
}

/**
 * One request over the proxy's unix socket; returns the answered JSON. Throws `ProxyUnavailable` when there is no
 * answer in time or the proxy cannot do it, a plain error when it refuses the request, the signal's reason on abort.
 */
export async function adminRequest(options: AdminRequest): Promise<unknown> {
  const { status, body } = await exchange(options)
  if (status === 200) return JSON.parse(body)
  const sentence = `The proxy answered ${status} to ${options.method} ${options.path}: ${body.trim()}`
  throw status >= 500 ? new ProxyUnavailable(sentence) : new Error(sentence)
}

async function exchange(options: AdminRequest): Promise<{ status: number; body: string }> {
  const { socketPath, method, path, body = '', timeoutMs, signal } = options
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await new Promise((resolve, reject) => {
      const outgoing = request({
        socketPath,
        method,
        path,
        headers: { 'Content-Length': Buffer.byteLength(body) },
        agent: false,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      outgoing.once('error', reject)
      outgoing.once('response', response =>
        text(response).then(answer => resolve({ status: response.statusCode ?? 0, body: answer }), reject),
      )
      outgoing.end(body)
    })
  } catch (cause) {
    signal?.throwIfAborted()
    const why = timeout.aborted ? `did not answer in ${timeoutMs / 1000} s` : 'cannot be reached'
    throw new ProxyUnavailable(`The proxy ${why} (${socketPath}). Is it running? See \`berth doctor\`.`, {
      cause,
    })
  }
}
