import { DomainError } from '@/lib/core/errors'
import type { Context } from '../context'
import { insertDeployment } from './insert'

/**
 * Deploys the current release's image with the saved configuration: nothing is built. `kind` START brings a stopped
 * app back. Throws a conflict when nothing was deployed yet. Called by operations that have checked the right.
 */
export async function createConfigurationDeployment(
  ctx: Context,
  {
    appEnvironmentId,
    kind = 'CONFIGURATION',
  }: { appEnvironmentId: string; kind?: 'CONFIGURATION' | 'START' },
): Promise<{ id: string; number: number }> {
  const target = await ctx.db.appEnvironment.findUniqueOrThrow({
    where: { id: appEnvironmentId },
    include: { currentRelease: { include: { build: true } } },
  })
  if (!target.currentRelease) {
    throw new DomainError('conflict', 'Nothing is deployed here yet.', { fix: 'Deploy the app first.' })
  }
  const commit = await ctx.db.deployment.findFirst({
    where: {
      appEnvironmentId,
      commitSha: target.currentRelease.build.commitSha,
      commitMessage: { not: null },
    },
    orderBy: { number: 'desc' },
  })
  const { id, number } = await insertDeployment(ctx, {
    appEnvironmentId,
    kind,
    branch: commit?.branch ?? target.branch,
    commitSha: target.currentRelease.build.commitSha,
    commitMessage: commit?.commitMessage ?? null,
    commitAuthor: commit?.commitAuthor ?? null,
    buildId: target.currentRelease.buildId,
  })
  return { id, number }
}
