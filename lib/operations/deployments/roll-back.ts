import { DomainError, notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { insertDeployment } from './insert'
import { presentDeployment } from './present'
import * as schema from './schema'

/** Makes an earlier release current again: its image with its configuration, in seconds, nothing is built. */
export const rollBack = defineOperation({
  name: 'deployments.roll-back',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.rollBack,
  async run(ctx, { appEnvironmentId, releaseId }) {
    const source = await ctx.db.deployment.findFirst({
      where: { appEnvironmentId, releaseId },
      orderBy: { number: 'desc' },
      include: { release: true },
    })
    if (!source?.release) throw notFound('release')
    const { allowed, reason } = (await presentDeployment(ctx, source.id)).actions.rollBack
    if (!allowed) throw new DomainError('conflict', reason ?? 'This release cannot be made current again.')
    const row = await insertDeployment(ctx, {
      appEnvironmentId,
      kind: 'ROLLBACK',
      branch: source.branch,
      commitSha: source.commitSha,
      commitMessage: source.commitMessage,
      commitAuthor: source.commitAuthor,
      buildId: source.release.buildId,
      sourceReleaseId: releaseId,
    })
    return presentDeployment(ctx, row.id)
  },
})
