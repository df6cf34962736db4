import { mayPromote } from '@/lib/core/deployment/promotion'
import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { insertDeployment } from '../deployments/insert'
import { presentDeployment } from '../deployments/present'
import { projectOfAppEnvironment } from '../project-of'
import { findPromotion, promotionFacts } from './find-source'
import * as schema from './schema'

/**
 * Makes a release of another environment the version of this one: the same image, with this environment's variables,
 * settings and release command. Nothing is fetched or built, so the target needs no branch.
 */
export const createPromotion = defineOperation({
  name: 'promotions.create',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.createPromotion,
  async run(ctx, { force, ...asked }) {
    const sides = await findPromotion(ctx, asked)
    const { allowed, reason } = mayPromote(await promotionFacts(ctx, sides), { force })
    const { target, source, release } = sides
    if (!allowed || !release || !source)
      throw new DomainError('conflict', reason ?? 'There is nothing to promote.')
    const [made] = release.deployments
    const row = await insertDeployment(ctx, {
      appEnvironmentId: target.id,
      kind: 'PROMOTION',
      branch: made?.branch ?? source.branch,
      commitSha: release.build.commitSha,
      commitMessage: made?.commitMessage ?? null,
      commitAuthor: made?.commitAuthor ?? null,
      buildId: release.buildId,
      sourceReleaseId: release.id,
    })
    return presentDeployment(ctx, row.id)
  },
})
