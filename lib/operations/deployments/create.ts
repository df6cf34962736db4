import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { insertDeployment } from './insert'
import { presentDeployment } from './present'
import * as schema from './schema'

/** Deploys a commit, or the newest one of the branch. */
export const createDeployment = defineOperation({
  name: 'deployments.create',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.createDeployment,
  async run(ctx, { appEnvironmentId, commitSha, force }) {
    const target = await ctx.db.appEnvironment.findUniqueOrThrow({
      where: { id: appEnvironmentId },
      include: { environment: true },
    })
    if (!target.branch && !commitSha) {
      throw new DomainError('invalid', `No branch is chosen for ${target.environment.name}.`, {
        field: 'branch',
        fix: 'Choose a branch in the settings, then deploy.',
      })
    }
    const row = await insertDeployment(ctx, {
      appEnvironmentId,
      kind: 'DEPLOY',
      branch: target.branch,
      commitSha: commitSha ?? null,
      force,
    })
    return presentDeployment(ctx, row.id)
  },
})
