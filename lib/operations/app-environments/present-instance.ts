import type { Instance as InstanceTable, Release } from '@/lib/adapters/db/generated/client'
import { formation } from '@/lib/core/run/formation'
import { haltReason, isOomEnd } from '@/lib/core/run/halt-reason'
import { observedOf } from '@/lib/core/run/observed'
import type { Instance } from './schema'

type Row = InstanceTable & { release: Pick<Release, 'formation'> }

/** An instance as it should be and as it is. `memoryMb`: the limit when its release names none. */
export function presentInstance(row: Row, memoryMb: number): Instance {
  const entry = formation.parse(row.release.formation).find(entry => entry.processType === row.processType)
  return {
    id: row.id,
    processType: row.processType,
    index: row.index,
    state: row.state,
    containerName: row.containerName,
    observedStatus: row.observedStatus === null ? null : observedOf(row.observedStatus),
    observedAt: row.observedAt?.toISOString() ?? null,
    ready: row.ready,
    restartCount: row.restartCount,
    exitCode: row.lastExitCode,
    lastExitAt: row.lastExitAt?.toISOString() ?? null,
    oomKilled: isOomEnd(row),
    lastOomAt: row.lastOomAt?.toISOString() ?? null,
    memoryMb: entry?.memoryMb ?? memoryMb,
    haltedAt: row.haltedAt?.toISOString() ?? null,
    haltReason: row.haltedAt ? (haltReason.safeParse(row.haltReason).data ?? null) : null,
  }
}
