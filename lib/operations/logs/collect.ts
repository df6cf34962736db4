import type { LogEntry } from '@/lib/core/logs/entry'
import { runtimeLogName } from '@/lib/core/logs/names'
import { createRedactor } from '@/lib/core/variables/redact'
import { configOf, INSTANCE_PARTS, secretsOf } from '../deployments/run/instances'
import type { WorkerContext } from '../worker-context'
import { HeldLines } from './held-lines'

const FLUSH_MS = 200
/** Characters of an instance that are stored with each flush. */
const MAX_PER_FLUSH = 400_000
const LOOK_EVERY_MS = 2000

/** Copies the output of every instance into its app environment's runtime log, secrets masked, until `signal` aborts. */
export async function collectLogs(ctx: WorkerContext, signal: AbortSignal): Promise<void> {
  const followed = new Set<string>()
  while (!signal.aborted) {
    for (const id of await instanceIds(ctx)) {
      if (followed.has(id)) continue
      followed.add(id)
      void follow(ctx, id, signal)
        .catch(error => ctx.log.warn({ error, instanceId: id }, 'stopped following a log; trying again'))
        .finally(() => followed.delete(id))
    }
    await ctx.clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined)
  }
}

async function instanceIds(ctx: WorkerContext): Promise<string[]> {
  try {
    const rows = await ctx.db.instance.findMany({
      where: { processType: { not: 'release' } },
      select: { id: true },
    })
    return rows.map(({ id }) => id)
  } catch (error) {
    ctx.log.warn({ error }, 'could not read the instances to follow')
    return []
  }
}

async function follow(ctx: WorkerContext, instanceId: string, signal: AbortSignal): Promise<void> {
  const instance = await ctx.db.instance.findUnique({ where: { id: instanceId }, include: INSTANCE_PARTS })
  if (!instance) return
  const name = runtimeLogName(instance.appEnvironmentId)
  const source = `${instance.processType}.${instance.index}`
  const redact = createRedactor(
    secretsOf(configOf(ctx, instance.appEnvironment.environment.dataKey, instance.release)),
  )
  const seen = lastSeen(await ctx.logs.last(name, 500), source, instance.createdAt)
  const held = new HeldLines(MAX_PER_FLUSH)
  let writing: Promise<void> | null = null
  const write = async () => {
    const lines = held.take()
    if (lines.length === 0) return
    await ctx.logs.append(
      name,
      lines.map(line => ({ ...line, text: redact(line.text) })),
    )
    await ctx.events.publish(`runtime-log:${instance.appEnvironmentId}`)
  }
  const timer = setInterval(() => {
    // A slow disk makes lines wait here, where there is a limit.
    writing ??= write()
      .catch((error: unknown) => ctx.log.error({ error }, 'could not store log lines'))
      .finally(() => {
        writing = null
      })
  }, FLUSH_MS)
  try {
    for await (const line of ctx.docker.logs(instance.containerName, {
      since: seen.at,
      follow: true,
      signal,
    })) {
      const at = line.at.toISOString()
      if (!seen.had(at, () => redact(line.text)))
        held.add({ at, source, stream: line.stream, text: line.text })
    }
    await ctx.clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined)
  } finally {
    clearInterval(timer)
    await writing
    await write()
  }
}

/** Where to go on after a restart: the time of the last stored line, and the lines of that very millisecond. */
function lastSeen(entries: LogEntry[], source: string, createdAt: Date) {
  const mine = entries.filter(
    entry => entry.source === source && entry.stream !== 'system' && new Date(entry.at) >= createdAt,
  )
  const at = mine.at(-1)?.at
  const known = mine.filter(entry => entry.at === at).map(({ text }) => text)
  return {
    /** One millisecond earlier: the engine's `since` leaves out its own moment. */
    at: at ? new Date(new Date(at).getTime() - 1) : createdAt,
    had(lineAt: string, text: () => string): boolean {
      if (at === undefined || lineAt > at) return false
      if (lineAt < at) return true
      const i = known.indexOf(text())
      if (i >= 0) known.splice(i, 1)
      return i >= 0
    },
  }
}
