import { EngineUnavailable, ProxyUnavailable } from '@/lib/core/errors'
import type { WorkerContext } from '../worker-context'
import type { WorkerReport } from './schema'

const FORGET_MS = 60 * 60_000

/** Writes that this worker lives and what it sees of its server. */
export async function beat(ctx: WorkerContext): Promise<void> {
  const now = ctx.clock.now()
  const report = await look(ctx)
  await ctx.db.workerHeartbeat.upsert({
    where: { id: ctx.workerId },
    create: { id: ctx.workerId, startedAt: now, seenAt: now, report },
    update: { seenAt: now, report },
  })
  await ctx.db.workerHeartbeat.deleteMany({ where: { seenAt: { lt: new Date(now.getTime() - FORGET_MS) } } })
}

async function look(ctx: WorkerContext): Promise<WorkerReport> {
  const [docker, proxy, memory, disk] = await Promise.all([
    seeDocker(ctx),
    seeProxy(ctx),
    ctx.host.memory(),
    ctx.host.disk(ctx.worker.dataDir),
  ])
  return {
    hostname: ctx.host.hostname(),
    cpus: ctx.host.cpus(),
    load1: ctx.host.load1(),
    docker,
    proxy,
    memory,
    disk,
  }
}

async function seeDocker(ctx: WorkerContext): Promise<WorkerReport['docker']> {
  try {
    return { version: (await ctx.docker.info()).version, error: null }
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error
    return { version: null, error: error.message }
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
