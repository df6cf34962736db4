import type { ContainerInfo, ContainerInspectInfo } from 'dockerode'
import type { ContainerGlance, ContainerState } from '@/lib/ports/docker'

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
    startedAt: timeOf(state.StartedAt),
    finishedAt: timeOf(state.FinishedAt),
    pid: state.Pid || null,
  }
}

const timeOf = (text: string) => (text === NEVER ? null : new Date(text))

/** A line of the engine's list of containers in our terms. */
export const glanceOf = (info: ContainerInfo): ContainerGlance => ({
  id: info.Id,
  name: info.Names[0]?.replace(/^\//, '') ?? '',
  status: info.State,
  addresses: addressesOf(info),
})

type Networked = {
  HostConfig: { NetworkMode?: string }
  NetworkSettings: { Networks?: Record<string, { IPAddress?: string }> }
}

/** The network that the container was made in comes first. */
function addressesOf({ NetworkSettings, HostConfig }: Networked): Record<string, string> {
  const rank = (name: string) => (name === HostConfig.NetworkMode ? 0 : 1)
  const entries = Object.entries(NetworkSettings.Networks ?? {}).sort(([a], [b]) => rank(a) - rank(b))
  return Object.fromEntries(
    entries.flatMap(([name, { IPAddress }]) => (IPAddress ? [[name, IPAddress]] : [])),
  )
}
