import { formation } from '@/lib/core/run/formation'
import { type HaltReason, haltReason, haltReasonOf } from '@/lib/core/run/halt-reason'
import { createRedactor } from '@/lib/core/variables/redact'
import { configOf, INSTANCE_PARTS, type InstanceRow, secretsOf } from '../deployments/run/instances'
import type { WorkerContext } from '../worker-context'
import { auditInstance } from './system-audit'
import { nameOf, type WatchedInstance } from './watched'

const TAIL = 20
const STOP_SECONDS = 10

/** Ends a restart loop: the instance stays stopped until somebody starts it again, and its page says why. */
export async function halt(ctx: WorkerContext, { id }: WatchedInstance): Promise<void> {
  const row = await ctx.db.instance.findUnique({ where: { id }, include: INSTANCE_PARTS })
  if (!row) return
  const reason = await reasonOf(ctx, row)
  await ctx.db.$transaction(async tx => {
    const { count } = await tx.instance.updateMany({
      where: { id, state: 'SERVING', haltedAt: null },
      data: { haltedAt: ctx.clock.now(), haltReason: reason },
    })
    if (count === 0) return
    const what = `${nameOf(row)} was stopped: it kept ending. ${reason.sentence}`
    await auditInstance(ctx, tx, row, { verb: 'instance.halt', what })
  })
  await keepEnded(ctx, row)
  await ctx.events.publish(`app-environment:${row.appEnvironmentId}`)
}

/** Sees that a halted instance is not up. Its container stays, with what it wrote last. */
export async function keepEnded(ctx: WorkerContext, { containerName }: { containerName: string }) {
  await ctx.docker.leaveEnded(containerName)
  await ctx.docker.stop(containerName, STOP_SECONDS)
}

async function reasonOf(ctx: WorkerContext, row: InstanceRow): Promise<HaltReason> {
  // Left there by an attempt to start it that failed.
  const refused = haltReason.safeParse(row.haltReason)
  if (refused.success) return refused.data
  const { release, appEnvironment, processType } = row
  const entry = formation.parse(release.formation).find(entry => entry.processType === processType)
  return haltReasonOf({
    process: nameOf(row),
    exits: row.recentExits.length,
    lastExitCode: row.lastExitCode,
    lastExitAt: row.lastExitAt,
    lastOomAt: row.lastOomAt,
    memoryMb: entry?.memoryMb ?? appEnvironment.memoryMb,
    lastLines: await lastLines(ctx, row),
  })
}

/** Masked before anything is quoted or cut: half a secret is not found again. */
async function lastLines(ctx: WorkerContext, row: InstanceRow): Promise<string[]> {
  if (!(await ctx.docker.inspect(row.containerName))) return []
  const config = configOf(ctx, row.appEnvironment.environment.dataKey, row.release)
  const mask = createRedactor(secretsOf(config))
  const lines: string[] = []
  for await (const { text } of ctx.docker.logs(row.containerName, { tail: TAIL })) lines.push(mask(text))
  return lines
}
