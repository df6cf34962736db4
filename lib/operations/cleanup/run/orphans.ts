import { ID_PREFIX } from '@/lib/core/ids'
import { networkName } from '@/lib/core/run/names'
import type { WorkerContext } from '../../worker-context'

/** Postgres takes 32,767 values in one question. */
const AT_ONCE = 10_000

/** Those of `logs` whose deployment or app environment is not there. Others than of these two kinds are not ours to judge. */
export async function orphanLogs<T extends { name: string }>(ctx: WorkerContext, logs: T[]): Promise<T[]> {
  const idOf = ({ name }: T, kind: string) =>
    name.startsWith(`${kind}/`) ? name.slice(kind.length + 1) : null
  const named = (kind: string, prefix: string) =>
    logs.flatMap(log => {
      const id = idOf(log, kind)
      return id?.startsWith(`${prefix}_`) ? [{ log, id }] : []
    })
  const deployments = named('deployment', ID_PREFIX.deployment)
  const pairs = named('runtime', ID_PREFIX.appEnvironment)
  const known = new Set([
    ...(await existing(deployments, ids => ctx.db.deployment.findMany(byIds(ids)))),
    ...(await existing(pairs, ids => ctx.db.appEnvironment.findMany(byIds(ids)))),
  ])
  return [...deployments, ...pairs].flatMap(({ log, id }) => (known.has(id) ? [] : [log]))
}

/** Those of `mirrors` whose app is not there. */
export async function orphanMirrors<T extends { mirrorId: string }>(
  ctx: WorkerContext,
  mirrors: T[],
): Promise<T[]> {
  const ours = mirrors.flatMap(mirror =>
    mirror.mirrorId.startsWith(`${ID_PREFIX.app}_`) ? [{ mirror, id: mirror.mirrorId }] : [],
  )
  const known = await existing(ours, ids => ctx.db.app.findMany(byIds(ids)))
  return ours.flatMap(({ mirror, id }) => (known.has(id) ? [] : [mirror]))
}

/** Those of `volumes` that belong to an app environment that is not there. */
export async function orphanVolumes(
  ctx: WorkerContext,
  volumes: { name: string; appEnvironmentId: string | null }[],
): Promise<{ name: string }[]> {
  const owned = volumes.flatMap(({ name, appEnvironmentId: id }) => (id ? [{ name, id }] : []))
  const known = await existing(owned, ids => ctx.db.appEnvironment.findMany(byIds(ids)))
  return owned.flatMap(({ name, id }) => (known.has(id) ? [] : [{ name }]))
}

/** Ids of all environments, and the names of their networks. */
export async function environments(ctx: WorkerContext): Promise<{ ids: Set<string>; networks: Set<string> }> {
  const rows = await ctx.db.environment.findMany({
    select: { id: true, slug: true, project: { select: { slug: true } } },
  })
  const { namespace } = ctx.worker
  return {
    ids: new Set(rows.map(({ id }) => id)),
    networks: new Set(
      rows.map(({ slug, project }) => networkName({ namespace, project: project.slug, environment: slug })),
    ),
  }
}

const byIds = (ids: string[]) => ({ where: { id: { in: ids } }, select: { id: true } }) as const

async function existing(
  things: { id: string }[],
  find: (ids: string[]) => Promise<{ id: string }[]>,
): Promise<Set<string>> {
  const known = new Set<string>()
  for (let at = 0; at < things.length; at += AT_ONCE) {
    for (const { id } of await find(things.slice(at, at + AT_ONCE).map(({ id }) => id))) known.add(id)
  }
  return known
}
