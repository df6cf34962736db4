import * as z from 'zod'
import type { Transaction } from '@/lib/adapters/db/client'
import { routePolicy } from '@/lib/core/proxy/policy/policy'
import type { ProxyRoute, RouteDocument, RouteState } from '@/lib/core/proxy/routes'
import type { WorkerContext } from '../worker-context'

const targetList = z.array(z.object({ host: z.string(), port: z.number().int() }))
export type RouteTargets = { state: RouteState; targets: z.infer<typeof targetList> }

/** Writes where an app environment's hostnames lead, under a new generation of the whole document. */
export async function setRoute(
  ctx: WorkerContext,
  appEnvironmentId: string,
  route: RouteTargets,
): Promise<void> {
  await ctx.db.$transaction(tx => writeRoute(tx, appEnvironmentId, route))
}

/** The same inside a transaction of the caller's. */
export async function writeRoute(
  tx: Transaction,
  appEnvironmentId: string,
  route: RouteTargets,
): Promise<void> {
  const generation = await nextGeneration(tx)
  await tx.route.upsert({
    where: { appEnvironmentId },
    create: { appEnvironmentId, generation, ...route },
    update: { generation, ...route },
  })
}

/** A new generation of the document, for hostnames or a policy that changed, or a route that went. */
export async function nextGeneration(tx: Transaction): Promise<number> {
  const { generation } = await tx.proxyState.upsert({
    where: { id: 1 },
    create: { id: 1, generation: 1 },
    update: { generation: { increment: 1 } },
  })
  return generation
}

/** Hands the proxy the whole document as it is now; resolves when it routes by it. Throws `ProxyUnavailable`. */
export async function applyRoutes(ctx: WorkerContext, signal?: AbortSignal): Promise<void> {
  await ctx.proxy.apply(await routeDocument(ctx), signal)
}

/** The document of the newest generation. Read in one transaction, so that it is never older than its number. */
async function routeDocument(ctx: WorkerContext): Promise<RouteDocument> {
  const [state, routes] = await ctx.db.$transaction(
    [
      ctx.db.proxyState.findUnique({ where: { id: 1 } }),
      ctx.db.route.findMany({
        include: {
          appEnvironment: {
            select: {
              traffic: true,
              app: { select: { slug: true } },
              environment: { select: { slug: true } },
              domains: { select: { hostname: true } },
            },
          },
        },
      }),
    ],
    { isolationLevel: 'RepeatableRead' },
  )
  return {
    generation: state?.generation ?? 0,
    panel: ctx.worker.panel,
    routes: routes.map(({ appEnvironment: { app, environment, domains, traffic }, ...route }): ProxyRoute => {
      const targets = targetList.parse(route.targets)
      return {
        id: route.appEnvironmentId,
        name: `${app.slug}-${environment.slug}`,
        hosts: domains.map(({ hostname }) => hostname),
        state: targets.length === 0 && route.state === 'LIVE' ? 'STOPPED' : route.state,
        targets,
        version: route.generation,
        policy: routePolicy.parse(traffic),
      }
    }),
  }
}
