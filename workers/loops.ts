import type { Logger } from 'pino'
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

/** Runs `work` soon after a container of ours started or ended, once for a burst of such events. */
export async function onContainerChange(
  ctx: WorkerContext,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let wanted = false
  const settle = async () => {
    if (wanted) return
    wanted = true
    await pause(300, signal)
    wanted = false
    await work()
  }
  for await (const event of ctx.docker.events(signal)) {
    if (event.action === 'start' || event.action === 'die' || event.action === 'destroy') {
      settle().catch((error: unknown) => ctx.log.error({ error }, 'could not answer a container event'))
    }
  }
}
