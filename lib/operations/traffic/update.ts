import { hash } from 'bcryptjs'
import type * as z from 'zod'
import type { Transaction } from '@/lib/adapters/db/client'
import { DomainError } from '@/lib/core/errors'
import { type RoutePolicy, routePolicy } from '@/lib/core/proxy/policy/policy'
import { unsupportedBy } from '@/lib/core/proxy/policy/unsupported'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfAppEnvironment } from '../project-of'
import { nextGeneration } from '../routes/apply-routes'
import { presentTraffic, storedPolicy } from './present'
import * as schema from './schema'

/** Each check of it holds up a worker of the proxy, for some 15 ms. */
const BCRYPT_COST = 8

type Change = Omit<z.output<typeof schema.updateTraffic.input>, 'appEnvironmentId'>

/** Changes what the proxy does for an app in one environment. It counts at once, without a deployment. */
export const updateTraffic = defineOperation({
  name: 'traffic.update',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.updateTraffic,
  async run(ctx, { appEnvironmentId, ...change }) {
    const hashes = await hashesOf(change)
    const policy = await mutate(ctx, async tx => {
      const row = await lockedRow(tx, appEnvironmentId)
      const before = storedPolicy(row.traffic)
      const after = changed(before, change, hashes)
      refuseUnsupported(ctx, after, change)
      await tx.appEnvironment.update({ where: { id: appEnvironmentId }, data: { traffic: after } })
      // With the change itself, so that the sweep hands it over should the job be lost.
      await nextGeneration(tx)
      return {
        result: after,
        audit: {
          verb: verbOf(before, after),
          entityType: 'app-environment',
          entityId: appEnvironmentId,
          entityName: `${row.app.name} · ${row.environment.name}`,
          projectId: row.app.projectId,
          detail: { changed: Object.keys(change) },
        },
      }
    })
    await ctx.queue.enqueue('routes.refresh', {}, { key: 'routes.refresh' })
    await ctx.events.publish(`app-environment:${appEnvironmentId}`)
    return presentTraffic(ctx, policy)
  },
})

/** Two changes at once: the later one sees what the earlier has saved. The key stays free for those that refer to it. */
async function lockedRow(tx: Transaction, appEnvironmentId: string) {
  await tx.$queryRaw`SELECT id FROM "AppEnvironment" WHERE id = ${appEnvironmentId} FOR NO KEY UPDATE`
  const row = await tx.appEnvironment.findUniqueOrThrow({
    where: { id: appEnvironmentId },
    include: { app: true, environment: true },
  })
  if (row.app.deletingAt) throw new DomainError('conflict', `${row.app.name} is being deleted.`)
  return row
}

/** By name. Made before the transaction: it takes its time on purpose. */
async function hashesOf({ basicAuth }: Change): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const { name, password } of basicAuth?.users ?? [])
    if (password !== undefined) hashes.set(name, await hash(password, BCRYPT_COST))
  return hashes
}

function changed(
  before: RoutePolicy,
  { basicAuth, ...change }: Change,
  hashes: Map<string, string>,
): RoutePolicy {
  const { maintenance, errorPages, redirects, headers, limits, static: folders } = change
  const known = new Map(before.basicAuth.users.map(({ name, hash: stored }) => [name, stored]))
  const users = basicAuth?.users.map(({ name }, index) => {
    const own = hashes.get(name) ?? known.get(name)
    if (own === undefined) throw invalid(`basicAuth.users.${index}.password`, `${name} needs a password.`)
    return { name, hash: own }
  })
  const parsed = routePolicy.safeParse({
    maintenance: { ...before.maintenance, ...maintenance },
    errorPages: { ...before.errorPages, ...errorPages },
    redirects: { ...before.redirects, ...redirects },
    basicAuth: { users: users ?? before.basicAuth.users },
    headers: { ...before.headers, ...headers },
    limits: { ...before.limits, ...limits },
    static: folders ?? before.static,
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalid(issue?.path.join('.') ?? '', issue?.message ?? 'This is not valid.')
}

/** What the proxy in use cannot do is not saved; what was saved for another one stays. */
function refuseUnsupported({ settings }: Context, after: RoutePolicy, change: Change): void {
  const [refused] = unsupportedBy(settings.proxyDriver, after).filter(
    ({ part }) => change[part] !== undefined,
  )
  if (refused) throw invalid(refused.field, refused.sentence, 'Leave it empty, or make nginx the proxy.')
}

function verbOf({ maintenance: before }: RoutePolicy, { maintenance: after }: RoutePolicy): string {
  if (before.on === after.on) return 'traffic.update'
  return after.on ? 'maintenance.start' : 'maintenance.end'
}

const invalid = (field: string, message: string, fix?: string) =>
  new DomainError('invalid', message, { field, ...(fix ? { fix } : {}) })
