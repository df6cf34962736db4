import { routeTable } from '@/lib/core/proxy/route-table'
import type { RouteDocument } from '@/lib/core/proxy/routes'
import type { ProxyPort } from '@/lib/ports/proxy'
import { pageName } from './page-name'

export interface MemoryProxy extends ProxyPort {
  /** The document in effect. */
  document(): RouteDocument | null
}

/** A proxy that routes nothing: for tests of what hands it documents. */
export function memoryProxy(): MemoryProxy {
  let document: RouteDocument | null = null
  const generation = () => document?.generation ?? 0
  return {
    async apply(next, signal) {
      signal?.throwIfAborted()
      routeTable(next, pageName)
      if (next.generation >= generation()) document = next
    },
    status: async () => ({ driver: 'memory', generation: generation() }),
    inFlight: async () => 0,
    answers: async () => null,
    document: () => document,
  }
}
