import type { WorkerContext } from '../worker-context'

/** Removes containers of ours without a row: it is written before its container and removed after it. */
export async function removeOrphans(ctx: WorkerContext): Promise<void> {
  // The containers first: one seen before the rows that has none is nobody's.
  const containers = await ctx.docker.glance()
  const instances = await ctx.db.instance.findMany({ select: { containerName: true } })
  const known = new Set(instances.map(({ containerName }) => containerName))
  for (const { name } of containers) {
    if (known.has(name)) continue
    ctx.log.warn({ container: name }, 'removing a container that belongs to nothing')
    await ctx.docker.stop(name, 10)
    await ctx.docker.remove(name)
  }
}
