import type { WorkerContext } from '../../worker-context'
import type { Lease } from './lease'

/** Ports through which a deployment changes the world. */
const EFFECTS = ['docker', 'builder', 'proxy', 'git'] as const

/**
 * The context of one deployment: each call to the engine, the builder, the proxy or a repository first sees that the
 * lease is held. A worker that was paused for longer than its lease touches nothing when it wakes.
 */
export function guarded(ctx: WorkerContext, lease: Lease): WorkerContext {
  const ports = EFFECTS.map(name => [name, withCheck(ctx[name], lease.assertHeld)])
  return { ...ctx, ...Object.fromEntries(ports) }
}

function withCheck<T extends object>(port: T, check: () => void): T {
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): unknown => {
        check()
        return Reflect.apply(value, target, args)
      }
    },
  })
}
