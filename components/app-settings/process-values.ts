import type { InputOf } from '@/lib/api/contract'
import type { BuildPlan } from '@/lib/core/build/plan'
import { isUsuallySingleton, usualStopSeconds } from '@/lib/core/run/usual-process'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'

/** One process type as text fields have it; what is empty is as the plan and the environment say. */
export interface ProcessRow {
  type: string
  command: string
  count: string
  memoryMb: string
  /** Whole processors: "0.5". */
  cpus: string
  stopSeconds: string
  /** null: as is usual for such a process. */
  singleton: boolean | null
  /** From the repository, not to be removed here. */
  detected: boolean
}

export const NEW_PROCESS: ProcessRow = {
  type: '',
  command: '',
  count: '1',
  memoryMb: '',
  cpus: '',
  stopSeconds: '',
  singleton: null,
  detected: false,
}

/** One row per process type: `web` first, then those of the plan, then those added here. */
export function processRows(saved: AppEnvironment['processes'], plan: BuildPlan | null): ProcessRow[] {
  const detected = new Set(['web', ...Object.keys(plan?.processes ?? {})])
  return [...new Set([...detected, ...Object.keys(saved)])].map(type => {
    const { command, count, memoryMb, cpuMillis, stopSeconds, singleton } = saved[type] ?? {}
    return {
      type,
      command: command ?? '',
      count: count?.toString() ?? '',
      memoryMb: memoryMb?.toString() ?? '',
      cpus: cpuMillis === undefined ? '' : (cpuMillis / 1000).toString(),
      stopSeconds: stopSeconds?.toString() ?? '',
      singleton: singleton ?? null,
      detected: detected.has(type),
    }
  })
}

/** What to send: rows without any change of their own are left out. */
export function processChange(
  rows: ProcessRow[],
): NonNullable<InputOf<'app-environments.update'>['processes']> {
  return Object.fromEntries(
    rows.flatMap(({ type, command, count, memoryMb, cpus, stopSeconds, singleton }) => {
      const override = {
        ...(command.trim() && { command: command.trim() }),
        ...(count !== '' && { count: Number(count) }),
        ...(memoryMb !== '' && { memoryMb: Number(memoryMb) }),
        ...(cpus !== '' && { cpuMillis: Math.round(Number(cpus) * 1000) }),
        ...(stopSeconds !== '' && { stopSeconds: Number(stopSeconds) }),
        ...(singleton !== null && { singleton }),
      }
      return type.trim() && Object.keys(override).length > 0 ? [[type.trim(), override]] : []
    }),
  )
}

/** What counts where a field of `row` is empty. */
export function usualOf(row: ProcessRow, plan: BuildPlan | null, app: AppEnvironment) {
  const command = row.command.trim() || (plan?.processes[row.type]?.command ?? null)
  return {
    singleton: isUsuallySingleton(row.type, command),
    stopSeconds: usualStopSeconds(row.type).toString(),
    memoryMb: app.memoryMb.toString(),
    cpus: (app.cpuMillis / 1000).toString(),
  }
}
