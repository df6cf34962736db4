import type { Logger } from 'pino'
import { EngineUnavailable } from '@/lib/core/errors'
import { keepInstances } from '@/lib/operations/instances/keep'
import { noteEvent } from '@/lib/operations/instances/note-event'
import type { WorkerContext } from '@/lib/operations/worker-context'

/** Runs `work` now and `ms` after each end of it, until `signal` aborts. A failure is logged; the next turn tries again. */
export async function every(
  ms: number,
  work: () => Promise<void>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work()
    } catch (error) {
      log.error({ error }, 'a loop of the worker failed')
    }
    await pause(ms, signal)
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>(resolve => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })

const WATCH_MS = 3000
/** While something is starting. */
const UNSETTLED_MS = 500
/** Events come in bursts. */
const BURST_MS = 100

/** Compares what runs with what should every few seconds, and at once when the engine tells of a change. */
export async function watchInstances(ctx: WorkerContext, signal: AbortSignal): Promise<void> {
  await Promise.all([lookAgainAndAgain(ctx, signal), onContainerChange(ctx, signal)])
}

async function lookAgainAndAgain(ctx: WorkerContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // While the engine is away, its return should not go unnoticed for long either.
    const { unsettled } = await look(ctx, new Set())
    await pause(unsettled ? UNSETTLED_MS : WATCH_MS, signal)
  }
}

async function look(ctx: WorkerContext, changed: ReadonlySet<string>): Promise<{ unsettled: boolean }> {
  try {
    return await keepInstances(ctx, { changed })
  } catch (error) {
    const level = error instanceof EngineUnavailable ? 'debug' : 'error'
    ctx.log[level]({ error }, 'could not compare what runs with what should')
    return { unsettled: true }
  }
}

async function onContainerChange(ctx: WorkerContext, signal: AbortSignal): Promise<void> {
  let changed = new Set<string>()
  const settle = async () => {
    await pause(BURST_MS, signal)
    const names = changed
    changed = new Set()
    await look(ctx, names)
  }
  for await (const event of ctx.docker.events(signal)) {
    if (event.action === 'health') continue
    await noteEvent(ctx, event).catch((error: unknown) =>
      ctx.log.error({ error, container: event.name }, 'could not store a container event'),
    )
    if (changed.size === 0) void settle()
    changed.add(event.name)
  }
}
