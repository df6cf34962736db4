import type { Transaction } from '@/lib/adapters/db/client'
import type { Instance } from '@/lib/adapters/db/generated/client'
import { formation } from '@/lib/core/run/formation'
import { sameWork } from '@/lib/core/run/service-spec'
import { holdRow } from './hold-row'
import { INSTANCE_PARTS, specOf } from './instances'
import type { Run } from './run'
import { formationOfRun } from './start'

/**
 * Marks what this deployment leaves running: services that are kept and of which nothing changed. Decided before
 * anything starts and written down, so that a crash, or a change of the settings meanwhile, changes nothing of it.
 */
export async function decideCarryOver(run: Run): Promise<void> {
  const { ctx, row } = run
  const { release } = row
  if (!release) throw new Error(`deployment ${row.id} has no release`)
  const wanted = formationOfRun(run).filter(({ service, count }) => service?.kept && count > 0)
  if (wanted.length === 0) return
  const serving = await ctx.db.instance.findMany({
    where: {
      appEnvironmentId: row.appEnvironmentId,
      deploymentId: { not: row.id },
      state: 'SERVING',
      processType: { in: wanted.map(({ processType }) => processType) },
    },
    include: INSTANCE_PARTS,
  })
  const same = serving.filter(instance => {
    const isKept = formation
      .parse(instance.release.formation)
      .some(({ processType, service }) => processType === instance.processType && service?.kept)
    return isKept && sameWork(specOf(ctx, instance), specOf(ctx, { ...instance, release }))
  })
  if (same.length === 0) return
  await ctx.db.$transaction(async tx => {
    await holdRow(tx, run)
    await tx.instance.updateMany({
      where: { id: { in: same.map(({ id }) => id) } },
      data: { carriedTo: row.id },
    })
  })
}

/** Makes what was left running part of this deployment, in the transaction after which nothing goes back. */
export async function takeOver(tx: Transaction, { row }: Run): Promise<void> {
  if (!row.releaseId) throw new Error(`deployment ${row.id} has no release`)
  await tx.instance.updateMany({
    where: { appEnvironmentId: row.appEnvironmentId, carriedTo: row.id, state: 'SERVING' },
    data: { deploymentId: row.id, releaseId: row.releaseId, carriedTo: null },
  })
}

/** Instances of earlier deployments that this one leaves running. */
export const carriedOver = ({ ctx, row }: Run): Promise<Instance[]> =>
  ctx.db.instance.findMany({ where: { appEnvironmentId: row.appEnvironmentId, carriedTo: row.id } })
