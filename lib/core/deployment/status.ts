/** One word for an app in an environment, shown everywhere the same. */
export const APP_STATUSES = [
  'not-deployed',
  'deploying',
  'live',
  'degraded',
  'crashed',
  'stopped',
  'failed',
] as const
export type AppStatus = (typeof APP_STATUSES)[number]

/**
 * `running`: instances observed running, `webRunning` those of them that answer visitors; `wanted`: instances that should
 * serve; `halted`: those that were stopped because they kept ending.
 */
export function appStatus(facts: {
  hasRelease: boolean
  desiredState: 'RUNNING' | 'STOPPED'
  activeDeployment: boolean
  lastDeploymentFailed: boolean
  running: number
  webRunning: number
  halted: number
  wanted: number
}): AppStatus {
  if (facts.activeDeployment) return 'deploying'
  if (!facts.hasRelease) return facts.lastDeploymentFailed ? 'failed' : 'not-deployed'
  if (facts.desiredState === 'STOPPED') return 'stopped'
  if (facts.halted > 0 && facts.webRunning === 0) return 'crashed'
  return facts.running < facts.wanted ? 'degraded' : 'live'
}
