import type { RouteState } from '@/lib/core/proxy/routes'

/** A web instance that should serve, as it was last seen. */
export interface PoolMember {
  ip: string | null
  port: number | null
  running: boolean
  /** It answers. */
  ready: boolean
}

export interface Pool {
  state: RouteState
  targets: { host: string; port: number }[]
}

/**
 * Where requests go: to those that answer; where none does, to those that run, which may be about to; where none
 * runs, to nobody: the address of a container that ended may be another's by now.
 */
export function poolOf(members: PoolMember[]): Pool {
  const running = members.filter(({ running }) => running)
  const ready = running.filter(({ ready }) => ready)
  const targets = (ready.length > 0 ? ready : running).flatMap(({ ip, port }) =>
    ip && port ? [{ host: ip, port }] : [],
  )
  return targets.length > 0 ? { state: 'LIVE', targets } : { state: 'DOWN', targets: [] }
}

/** Whether two pools are the same, whatever the order of their targets. */
export function samePool(a: Pool, b: Pool): boolean {
  const text = ({ state, targets }: Pool) =>
    `${state} ${targets
      .map(({ host, port }) => `${host}:${port}`)
      .sort()
      .join(' ')}`
  return text(a) === text(b)
}
