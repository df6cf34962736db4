import type * as z from 'zod'
import type { GitAuth, Prisma } from '@/lib/adapters/db/generated/client'
import { buildSettings } from '@/lib/core/build/plan'
import type { Context } from '../context'
import type { App, app } from './schema'

/** The rows that an app is shown with. */
const PARTS = {
  project: { select: { slug: true } },
  appEnvironments: {
    include: { environment: true, volumes: { select: { name: true }, orderBy: { name: 'asc' } } },
    orderBy: [{ environment: { position: 'asc' } }, { createdAt: 'asc' }],
  },
} satisfies Prisma.AppInclude

const AUTH: Record<GitAuth, z.output<typeof app>['gitAuth']> = {
  NONE: 'none',
  TOKEN: 'token',
  DEPLOY_KEY: 'deploy-key',
}

/** An app as its pages show it; never its credentials. */
export async function presentApp(ctx: Context, appId: string): Promise<App> {
  const row = await ctx.db.app.findUniqueOrThrow({ where: { id: appId }, include: PARTS })
  return {
    id: row.id,
    projectId: row.projectId,
    projectSlug: row.project.slug,
    slug: row.slug,
    name: row.name,
    repositoryUrl: row.repositoryUrl,
    gitAuth: AUTH[row.gitAuth],
    deployKeyPublic: row.gitAuth === 'DEPLOY_KEY' ? row.deployKeyPublic : null,
    rootDirectory: row.rootDirectory,
    builder: row.builder,
    dockerfilePath: row.dockerfilePath,
    buildSettings: buildSettings.parse(row.buildSettings),
    deleting: row.deletingAt !== null,
    createdAt: row.createdAt.toISOString(),
    environments: row.appEnvironments.map(({ id, environment, branch, volumes }) => ({
      appEnvironmentId: id,
      environmentId: environment.id,
      environmentSlug: environment.slug,
      environmentName: environment.name,
      branch,
      volumes: volumes.map(({ name }) => name),
    })),
  }
}
