import { EngineUnavailable, ProxyUnavailable } from '@/lib/core/errors'
import type { WorkerContext } from '../worker-context'
import type { WorkerReport } from './schema'
import { watchDisk } from './watch-disk'

const FORGET_MS = 60 * 60_000

/** Writes that this worker lives and what it sees of its server, and turns the disk alarm on or off by it. */
export async function beat(ctx: WorkerContext): Promise<void> {
  const now = ctx.clock.now()
  const report = await look(ctx)
  await ctx.db.workerHeartbeat.upsert({
    where: { id: ctx.workerId },
    create: { id: ctx.workerId, startedAt: now, seenAt: now, report },
    update: { seenAt: now, report },
  })
  await ctx.db.workerHeartbeat.deleteMany({ where: { seenAt: { lt: new Date(now.getTime() - FORGET_MS) } } })
  await watchDisk(ctx, report)
}

async function look(ctx: WorkerContext): Promise<WorkerReport> {
  const [{ dataRoot, ...docker }, proxy, memory] = await Promise.all([
    seeDocker(ctx),
    seeProxy(ctx),
    ctx.host.memory(),
  ])
  return {
    hostname: ctx.host.hostname(),
    cpus: ctx.host.cpus(),
    load1: ctx.host.load1(),
    docker,
    proxy,
    memory,
    disks: await seeDisks(ctx, dataRoot),
  }
}

/** One entry when both folders are on one disk. */
async function seeDisks(ctx: WorkerContext, dataRoot: string | null): Promise<WorkerReport['disks']> {
  const own = { folder: ctx.worker.dataDir, ...(await ctx.host.disk(ctx.worker.dataDir)) }
  if (dataRoot === null) return [own]
  const engine = { folder: dataRoot, ...(await ctx.host.disk(dataRoot)) }
  return engine.total === own.total ? [own] : [own, engine]
}

async function seeDocker(ctx: WorkerContext): Promise<WorkerReport['docker'] & { dataRoot: string | null }> {
  try {
    const { version, dataRoot } = await ctx.docker.info()
    return { version, dataRoot, error: null }
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error
    return { version: null, dataRoot: null, error: error.message }
  }
}

async function seeProxy(ctx: WorkerContext): Promise<WorkerReport['proxy']> {
  try {
    return { ...(await ctx.proxy.status()), error: null }
  } catch (error) {
    if (!(error instanceof ProxyUnavailable)) throw error
    return { driver: ctx.settings.proxyDriver, generation: 0, error: error.message }
  }
}
