/** One word for an app in an environment, shown everywhere the same. */
export const APP_STATUSES = ['not-deployed', 'deploying', 'live', 'degraded', 'stopped', 'failed'] as const
export type AppStatus = (typeof APP_STATUSES)[number]

/** `running`: instances observed running, `wanted`: instances that should serve. */
export function appStatus(facts: {
  hasRelease: boolean
  desiredState: 'RUNNING' | 'STOPPED'
  activeDeployment: boolean
  lastDeploymentFailed: boolean
  running: number
  wanted: number
}): AppStatus {
  if (facts.activeDeployment) return 'deploying'
  if (!facts.hasRelease) return facts.lastDeploymentFailed ? 'failed' : 'not-deployed'
  if (facts.desiredState === 'STOPPED') return 'stopped'
  return facts.running < facts.wanted ? 'degraded' : 'live'
}
