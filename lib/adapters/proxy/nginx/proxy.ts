import * as z from 'zod'
import { ProxyUnavailable } from '@/lib/core/errors'
import { proxyPaths } from '@/lib/core/proxy/nginx-config'
import { routeTable, targetName } from '@/lib/core/proxy/route-table'
import type { ProxyPort } from '@/lib/ports/proxy'
import { adminRequest } from './admin-request'

const acknowledgement = z.object({ generation: z.number().int() })
const statusAnswer = acknowledgement.extend({
  workers: z.number().int(),
  inFlight: z.record(z.string(), z.number().int()),
})

export interface NginxProxyOptions {
  /** The folder that `writeNginxFiles` prepared. */
  dir: string
  /** For one question to the proxy; 5 s by default. */
  timeoutMs?: number
}

/**
 * nginx with routes in shared memory. Taking a document is one small write that all workers see at once, so the
 * answer to it is the acknowledgement; no worker is replaced and no connection closed.
 */
export function nginxProxy({ dir, timeoutMs = 5000 }: NginxProxyOptions): ProxyPort {
  const socketPath = proxyPaths(dir).socket
  const status = async () =>
    statusAnswer.parse(await adminRequest({ socketPath, timeoutMs, method: 'GET', path: '/status' }))
  return {
    async apply(document, signal) {
      const body = routeTable(document)
      const answer = await adminRequest({
        socketPath,
        timeoutMs,
        method: 'PUT',
        path: '/routes',
        body,
        signal,
      })
      const { generation } = acknowledgement.parse(answer)
      if (generation < document.generation) {
        throw new ProxyUnavailable(`The proxy stayed at generation ${generation} of its routes.`)
      }
    },
    async status() {
      const { generation } = await status()
      return { driver: 'nginx', generation }
    },
    async inFlight(target) {
      const { inFlight } = await status()
      return inFlight[targetName(target)] ?? 0
    },
  }
}
