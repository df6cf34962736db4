import type { ContainerEvent } from '@/lib/ports/docker'
import type { WorkerContext } from '../worker-context'

/**
 * Stores how a serving instance ended, or that the kernel ended one of its processes: a container that runs again
 * does not say so any more. Told twice, it is stored once.
 */
export async function noteEvent(ctx: WorkerContext, event: ContainerEvent): Promise<void> {
  const where = { containerName: event.name, state: 'SERVING' as const, haltedAt: null }
  if (event.action === 'oom') {
    await ctx.db.instance.updateMany({
      where: { ...where, OR: [{ lastOomAt: null }, { lastOomAt: { lt: event.at } }] },
      data: { lastOomAt: event.at },
    })
  }
  if (event.action === 'die') {
    await ctx.db.instance.updateMany({
      where: { ...where, OR: [{ lastExitAt: null }, { lastExitAt: { lt: event.at } }] },
      data: { lastExitAt: event.at, lastExitCode: event.exitCode },
    })
  }
}
