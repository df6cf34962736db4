import type { Actor } from '@/lib/core/access/actor'
import type { Context } from '@/lib/operations/context'
import type { WebRuntime } from '@/lib/runtime'

/** What an operation gets for a request of `actor`. */
export function contextFor(runtime: WebRuntime, actor: Actor): Context {
  const { config: _, ...parts } = runtime
  return { ...parts, actor }
}
