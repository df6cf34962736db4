import type { Instance } from '@/lib/adapters/db/generated/client'
import {
  chooseStrategy,
  expectedMemoryMb,
  STRATEGY_SENTENCE,
  type Strategy,
} from '@/lib/core/deployment/strategy'
import { previousInstances } from './previous'
import type { Run } from './run'
import { formationOfRun } from './start'

const MB = 1024 * 1024
/** Chooses how the new version takes over, once per deployment, and says why when it is not the usual way. */
export async function decideStrategy(run: Run): Promise<Strategy> {
  const { ctx, row, log } = run
  if (row.strategy) return row.strategy
  const old = await previousInstances(run)
  const { available } = await ctx.host.memory()
  const [web, others] = await expectedMemory(run, old)
  const { strategy, reason } = chooseStrategy({
    wish: row.appEnvironment.strategy,
    replaces: old.some(({ processType }) => processType === 'web'),
    web,
    others,
    availableMb: available / MB,
    webHasVolume: formationOfRun(run).some(
      ({ processType, service }) =>
        processType === 'web' && service?.volumes.some(({ readOnly }) => !readOnly),
    ),
  })
  if (reason) log.say('STARTING', `${STRATEGY_SENTENCE[strategy]} Why: ${reason}.`)
  await ctx.db.deployment.updateMany({
    where: { id: row.id, fence: run.lease.fence },
    data: { strategy, strategyReason: reason },
  })
  return strategy
}

/** MB that each new instance is expected to take: web instances, and the others that run beside the old ones. */
async function expectedMemory({ ctx, ...run }: Run, old: Instance[]): Promise<[number[], number[]]> {
  const used = new Map<string, number>()
  for (const { processType, containerName } of old) {
    if (used.has(processType)) continue
    const bytes = await ctx.docker.memoryUsed(containerName)
    if (bytes !== null) used.set(processType, bytes / MB)
  }
  const web: number[] = []
  const others: number[] = []
  for (const { processType, count, memoryMb, singleton } of formationOfRun({ ctx, ...run })) {
    const each = expectedMemoryMb(memoryMb, used.get(processType) ?? null)
    const list = processType === 'web' ? web : others
    for (let i = 0; i < count && !singleton; i++) list.push(each)
  }
  return [web, others]
}
