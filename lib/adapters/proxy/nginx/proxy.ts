import * as z from 'zod'
import { ProxyUnavailable } from '@/lib/core/errors'
import { proxyPaths } from '@/lib/core/proxy/nginx-settings'
import { pagesOf } from '@/lib/core/proxy/policy-lines'
import { routeTable, targetName } from '@/lib/core/proxy/route-table'
import type { ProxyPort } from '@/lib/ports/proxy'
import { pageName } from '../page-name'
import { type AdminRequest, adminRequest } from './admin-request'

const acknowledgement = z.object({ generation: z.number().int() })
const taken = acknowledgement.extend({ missing: z.array(z.string()) })
const statusAnswer = acknowledgement.extend({
  workers: z.number().int(),
  inFlight: z.record(z.string(), z.number().int()),
  /** Absent while a proxy of an older version still runs. */
  answers: z.record(z.string(), z.object({ all: z.number().int(), failed: z.number().int() })).default({}),
})

type Question = Omit<AdminRequest, 'socketPath' | 'timeoutMs'>

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
  const ask = (question: Question) => adminRequest({ socketPath, timeoutMs, ...question })
  const status = async () => statusAnswer.parse(await ask({ method: 'GET', path: '/status' }))
  return {
    async apply(document, signal) {
      const body = routeTable(document, pageName)
      const answer = await ask({ method: 'PUT', path: '/routes', body, signal })
      const { generation, missing } = taken.parse(answer)
      if (generation < document.generation) {
        throw new ProxyUnavailable(`The proxy stayed at generation ${generation} of its routes.`)
      }
      for (const html of missing.length > 0 ? pagesOf(document.routes) : []) {
        const name = pageName(html)
        if (missing.includes(name)) await ask({ method: 'PUT', path: `/pages/${name}`, body: html, signal })
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
    async answers(target) {
      const { answers } = await status()
      return answers[targetName(target)] ?? { all: 0, failed: 0 }
    },
  }
}
