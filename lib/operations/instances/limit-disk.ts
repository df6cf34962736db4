import { EngineUnavailable } from '@/lib/core/errors'
import { deploymentLogName, runtimeLogName } from '@/lib/core/logs/names'
import type { WorkerContext } from '../worker-context'

const MIB = 1024 * 1024
/** Measuring means to look at every file, so it is done now and then; more often when the disk runs short. */
const MEASURE_EVERY_MS = 60_000
const MEASURE_WHEN_SHORT_MS = 5000
/** One that wrote less is not why a disk runs short. */
const NOT_TO_BLAME_BYTES = 100 * MIB
/** From SIGTERM to SIGKILL: it may go on writing meanwhile. */
const STOP_SECONDS = 2

/**
 * Returns the look at what instances wrote to their own file systems, to be taken every other second. One that wrote
 * more than it may is ended; a serving one is then started anew, with an empty file system, by the sweep. When the
 * disk has less free than its reserve, the one that wrote the most is ended, too.
 */
export function diskLimiter(ctx: WorkerContext): () => Promise<void> {
  let measuredAt = Number.NEGATIVE_INFINITY
  let dataRoot: string | null = null
  const look = async () => {
    dataRoot ??= (await ctx.docker.info()).dataRoot
    const { free } = await ctx.host.disk(dataRoot)
    const short = free < ctx.worker.diskReserveBytes
    const now = ctx.clock.now().getTime()
    if (now - measuredAt < (short ? MEASURE_WHEN_SHORT_MS : MEASURE_EVERY_MS)) return
    measuredAt = now
    for (const use of await tooLarge(ctx, short)) await end(ctx, use, short)
  }
  return () =>
    look().catch((error: unknown) => {
      // The status of the server says that the engine is away.
      if (!(error instanceof EngineUnavailable)) throw error
    })
}

interface Use {
  id: string
  name: string
  bytes: number
}

async function tooLarge(ctx: WorkerContext, short: boolean): Promise<Use[]> {
  const uses = (await ctx.docker.diskUse()).sort((a, b) => b.bytes - a.bytes)
  const [largest] = uses
  const over = uses.filter(({ bytes }) => bytes > ctx.worker.instanceDiskBytes)
  if (over.length > 0 || !short || !largest || largest.bytes < NOT_TO_BLAME_BYTES) return over
  return [largest]
}

async function end(ctx: WorkerContext, { id, name, bytes }: Use, short: boolean): Promise<void> {
  const instance = await ctx.db.instance.findUnique({ where: { containerName: name } })
  if (!instance) return
  const { processType, index, appEnvironmentId, deploymentId, state } = instance
  const source = `${processType}.${index}`
  const reason = short
    ? 'and the disk of the server is nearly full'
    : `more than the ${inMb(ctx.worker.instanceDiskBytes)} an instance may`
  const after = state === 'SERVING' ? ' and is started anew with an empty one' : ''
  const text = `${source} wrote ${inMb(bytes)} to its own file system, ${reason}. It was ended${after}. Lasting data belongs in a database.`
  ctx.log.warn({ container: name, bytes }, 'an instance wrote too much to its file system')
  const entry = { at: ctx.clock.now().toISOString(), source, stream: 'system' as const, text }
  const serves = state === 'SERVING' || state === 'RETIRING'
  await ctx.logs.append(serves ? runtimeLogName(appEnvironmentId) : deploymentLogName(deploymentId), [entry])
  await ctx.events.publish(serves ? `runtime-log:${appEnvironmentId}` : `deployment:${deploymentId}`, 'log')
  // Its id, not its name: by now another may have it. Of one that does not serve yet its deployment looks at the end.
  await ctx.docker.stop(id, short ? 0 : STOP_SECONDS)
  if (serves) await ctx.docker.remove(id)
}

const inMb = (bytes: number) => `${Math.floor(bytes / MIB)} MB`
