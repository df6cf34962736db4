import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { projectOfDeployment } from '../project-of'
import { insertDeployment } from './insert'
import { presentDeployment } from './present'
import * as schema from './schema'

/** The commit of an earlier deployment again, with the saved configuration. */
export const redeploy = defineOperation({
  name: 'deployments.redeploy',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfDeployment(ctx, input.deploymentId),
    what: 'deployment',
  },
  ...schema.redeploy,
  async run(ctx, { deploymentId, force }) {
    const earlier = await presentDeployment(ctx, deploymentId)
    const { allowed, reason } = earlier.actions.redeploy
    if (!allowed) throw new DomainError('conflict', reason ?? 'This cannot be deployed again.')
    const row = await insertDeployment(ctx, {
      appEnvironmentId: earlier.appEnvironmentId,
      kind: 'DEPLOY',
      branch: earlier.branch,
      commitSha: earlier.commitSha,
      commitMessage: earlier.commitMessage,
      commitAuthor: earlier.commitAuthor,
      force,
    })
    return presentDeployment(ctx, row.id)
  },
})
