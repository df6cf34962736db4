import { EngineUnavailable } from '@/lib/core/errors'
import { needsStart, observedOf } from '@/lib/core/run/observed'
import { isRestartLoop } from '@/lib/core/run/restart-loop'
import type { WorkerContext } from '../worker-context'
import { askReady } from './ask-ready'
import { halt, keepEnded } from './halt'
import { observe } from './observe'
import { mendPools } from './pools'
import { repair } from './repair'
import { isWanted, type WatchedInstance, watchedInstances } from './watched'

/** Starts under way at once; a server that boots has enough to do. */
const STARTS_AT_ONCE = 4

let turn: Promise<unknown> = Promise.resolve()

/**
 * Compares what runs with what should: notes what the engine says of every serving instance, leads requests to those
 * that are up, starts those that are not, and stops those that keep ending. `changed`: containers of which
 * the engine is asked although a glance at all of them may show no change.
 * Resolves with whether something is about to change. One call at a time.
 */
export function keepInstances(
  ctx: WorkerContext,
  { changed = new Set() }: { changed?: ReadonlySet<string> | 'all' } = {},
): Promise<{ unsettled: boolean }> {
  const mine = turn.then(() => keep(ctx, changed))
  turn = mine.catch(() => undefined)
  return mine
}

async function keep(ctx: WorkerContext, changed: ReadonlySet<string> | 'all') {
  const glances = new Map((await ctx.docker.glance()).map(glance => [glance.name, glance]))
  const rows = await watchedInstances(ctx)
  const seen = await Promise.all(
    rows.map(row =>
      observe(ctx, row, glances.get(row.containerName), changed === 'all' || changed.has(row.containerName)),
    ),
  )
  const instances = await Promise.all(seen.map(instance => askReady(ctx, instance)))
  // Addresses that are free again leave the routes before any container may be given them.
  await mendPools(ctx, instances)
  const wanted = instances.filter(isWanted)
  const looping = wanted.filter(instance => loops(ctx, instance))
  await each(ctx, looping, halt)
  await each(ctx, wanted.filter(isHaltedButUp), keepEnded)
  const down = wanted.filter(instance => isDown(instance) && !looping.includes(instance))
  // What web processes may need is there before them.
  await each(
    ctx,
    down.filter(({ processType }) => processType !== 'web'),
    repair,
  )
  await each(
    ctx,
    down.filter(({ processType }) => processType === 'web'),
    repair,
  )
  return { unsettled: down.length > 0 || wanted.some(isComingUp) }
}

const loops = ({ clock }: WorkerContext, instance: WatchedInstance) =>
  instance.haltedAt === null &&
  isRestartLoop({
    exits: instance.recentExits,
    upSince: instance.observedStatus === 'running' ? instance.startedAt : null,
    now: clock.now(),
  })

const statusOf = ({ observedStatus }: WatchedInstance) => observedOf(observedStatus ?? undefined)
const isDown = (instance: WatchedInstance) =>
  instance.observedStatus !== null && instance.haltedAt === null && needsStart(statusOf(instance))
const isHaltedButUp = (instance: WatchedInstance) =>
  instance.haltedAt !== null && ['running', 'restarting'].includes(statusOf(instance))
const isComingUp = (instance: WatchedInstance) => instance.haltedAt === null && !instance.ready

/** A few at a time; one that fails keeps none of the others waiting, nor does it end the worker's turn. */
async function each(
  ctx: WorkerContext,
  instances: WatchedInstance[],
  work: (ctx: WorkerContext, instance: WatchedInstance) => Promise<void>,
): Promise<void> {
  const waiting = [...instances]
  const lane = async () => {
    for (let instance = waiting.shift(); instance; instance = waiting.shift()) {
      try {
        await work(ctx, instance)
      } catch (error) {
        const level = error instanceof EngineUnavailable ? 'warn' : 'error'
        ctx.log[level]({ error, container: instance.containerName }, 'could not see to an instance')
      }
    }
  }
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, lane))
}
