import { routePolicy } from '@/lib/core/proxy/policy/policy'
import type { ProxyRoute, RouteDocument } from '@/lib/core/proxy/routes'
import type { ProxyPort } from '@/lib/ports/proxy'

/** A running proxy of any driver. */
export interface ProxyUnderTest {
  proxy: ProxyPort
  /** Where it listens, as `http://127.0.0.1:12345`. */
  origin: string
  /** Stops it, by signal or the hard way, and starts it again; resolves when it answers. */
  restart(how: 'stopped' | 'killed'): Promise<void>
  stop(): Promise<void>
}

export const PANEL_HOST = 'panel.test'

type Target = { host: string; port: number }

/** A live route of `hosts` to `targets`. */
export const live = (hosts: string | string[], ...targets: Target[]): ProxyRoute => {
  const all = [hosts].flat()
  const name = (all[0] ?? 'app').replaceAll('.', '-')
  return { id: `id-${name}`, name, hosts: all, state: 'LIVE', targets }
}

/** A route with a policy: what is absent of it is as by default. */
export const under = (policy: object, route: ProxyRoute): ProxyRoute => ({
  ...route,
  policy: routePolicy.parse(policy),
})

export const stopped = (host: string): ProxyRoute => ({ ...live(host), state: 'STOPPED' })

export const down = (host: string): ProxyRoute => ({ ...live(host), state: 'DOWN' })
export const updating = (host: string): ProxyRoute => ({ ...live(host), state: 'UPDATING' })

/** Hands whole documents to the proxy, each with the next generation; or with one of the caller's. */
export function documents(proxy: ProxyPort, panel: Target) {
  let generation = 0
  const document = (routes: ProxyRoute[], number: number): RouteDocument => ({
    generation: number,
    panel: { hosts: [PANEL_HOST], target: panel },
    routes,
  })
  return {
    async apply(...routes: ProxyRoute[]): Promise<number> {
      generation++
      await proxy.apply(document(routes, generation))
      return generation
    },
    async applyAt(number: number, ...routes: ProxyRoute[]): Promise<void> {
      generation = Math.max(generation, number)
      await proxy.apply(document(routes, number))
    },
  }
}

export type Documents = ReturnType<typeof documents>
