const MINUTE_MS = 60_000
const DAILY_MS = 24 * 60 * MINUTE_MS
/** While the alarm is on, what became expendable goes every hour. */
const ALARM_MS = 60 * MINUTE_MS
/** Deployments in quick succession are cleaned up after once. */
const AFTER_DEPLOYMENT_MS = 10 * MINUTE_MS

export const CLEANUP_TRIGGERS = ['USER', 'DAILY', 'DEPLOYMENT', 'ALARM'] as const
export type CleanupTrigger = (typeof CLEANUP_TRIGGERS)[number]

export interface ScheduleFacts {
  now: Date
  /** Since when Berth cleans up here at all. */
  since: Date
  /** The last run that removed things, whatever asked for it. */
  lastRun: { trigger: CleanupTrigger; createdAt: Date } | null
  /** The last one that looked at everything. */
  lastFullRun: Date | null
  lastSuccessfulDeployment: Date | null
  /** Of the oldest alarm that is on. */
  alarmSince: Date | null
}

/** The cleanup that is due by itself; null: none. */
export function dueCleanup(facts: ScheduleFacts): Exclude<CleanupTrigger, 'USER'> | null {
  const { now, since, lastRun, lastFullRun, lastSuccessfulDeployment, alarmSince } = facts
  const passed = (from: Date, ms: number) => now.getTime() - from.getTime() >= ms
  if (alarmSince && (!lastFullRun || lastFullRun < alarmSince || passed(lastFullRun, ALARM_MS)))
    return 'ALARM'
  if (passed(lastFullRun ?? since, DAILY_MS)) return 'DAILY'
  const deployed = lastSuccessfulDeployment && (!lastRun || lastRun.createdAt < lastSuccessfulDeployment)
  return deployed && (!lastRun || passed(lastRun.createdAt, AFTER_DEPLOYMENT_MS)) ? 'DEPLOYMENT' : null
}
