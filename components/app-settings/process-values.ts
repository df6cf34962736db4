import type { InputOf } from '@/lib/api/contract'
import type { BuildPlan } from '@/lib/core/build/plan'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'

export interface ProcessRow {
  type: string
  command: string
  /** Empty: one instance, or as the plan says. */
  count: string
  /** From the repository, not to be removed here. */
  detected: boolean
}

/** One row per process type: `web` first, then those of the plan, then those added here. */
export function processRows(saved: AppEnvironment['processes'], plan: BuildPlan | null): ProcessRow[] {
  const detected = new Set(['web', ...Object.keys(plan?.processes ?? {})])
  return [...new Set([...detected, ...Object.keys(saved)])].map(type => ({
    type,
    command: saved[type]?.command ?? '',
    count: saved[type]?.count?.toString() ?? '',
    detected: detected.has(type),
  }))
}

/** What to send: rows without any change of their own are left out. */
export function processChange(
  rows: ProcessRow[],
): NonNullable<InputOf<'app-environments.update'>['processes']> {
  return Object.fromEntries(
    rows.flatMap(({ type, command, count }) => {
      const override = {
        ...(command.trim() && { command: command.trim() }),
        ...(count !== '' && { count: Number(count) }),
      }
      return type.trim() && Object.keys(override).length > 0 ? [[type.trim(), override]] : []
    }),
  )
}
