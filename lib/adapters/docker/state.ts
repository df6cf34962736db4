import type { ContainerInspectInfo } from 'dockerode'
import type { ContainerState } from '@/lib/ports/docker'

const HEALTH = ['starting', 'healthy', 'unhealthy'] as const
/** The engine's word for "never". */
const NEVER = '0001-01-01T00:00:00Z'

/** The engine's answer about a container in our terms. */
export function stateOf(info: ContainerInspectInfo): ContainerState {
  const { State: state } = info
  const running = state.Running && !state.Restarting
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    labels: info.Config.Labels ?? {},
    imageId: info.Image,
    running,
    status: state.Status,
    exitCode: running || state.Status === 'created' ? null : state.ExitCode,
    oomKilled: state.OOMKilled,
    restartCount: info.RestartCount,
    health: HEALTH.find(health => health === state.Health?.Status) ?? 'none',
    addresses: addressesOf(info),
    startedAt: state.StartedAt === NEVER ? null : new Date(state.StartedAt),
    pid: state.Pid || null,
  }
}

function addressesOf({ NetworkSettings }: ContainerInspectInfo): Record<string, string> {
  const entries = Object.entries(NetworkSettings.Networks ?? {})
  return Object.fromEntries(
    entries.flatMap(([name, { IPAddress }]) => (IPAddress ? [[name, IPAddress]] : [])),
  )
}
