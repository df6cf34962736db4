import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfAppEnvironment } from '../project-of'
import { presentAppEnvironment } from './present'
import * as schema from './schema'

/** Changes what differs between environments; it takes effect with the next deployment. Absent fields stay. */
export const updateAppEnvironment = defineOperation({
  name: 'app-environments.update',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.updateAppEnvironment,
  async run(ctx, { appEnvironmentId, ...fields }) {
    if (fields.branch) refuseBadBranch(fields.branch)
    const changed = Object.keys(fields)
    await mutate(ctx, async tx => {
      const row = await tx.appEnvironment.update({
        where: { id: appEnvironmentId },
        data: fields,
        include: { app: true, environment: true },
      })
      return {
        result: undefined,
        audit: {
          verb: 'app-environment.update',
          entityType: 'app-environment',
          entityId: appEnvironmentId,
          entityName: `${row.app.name} · ${row.environment.name}`,
          projectId: row.app.projectId,
          detail: { changed },
        },
      }
    })
    await ctx.events.publish(`app-environment:${appEnvironmentId}`)
    return presentAppEnvironment(ctx, appEnvironmentId)
  },
})

/** What git allows as a branch, after git-check-ref-format(1), and nothing that reads as an option. */
function refuseBadBranch(branch: string): void {
  const wrong =
    /^[-/]|[/.]$|\.\.|\/\/|\/\.|^\.|@\{|\.lock(\/|$)|[\p{Cc} ~^:?*[\\]/u.test(branch) || branch === '@'
  if (wrong)
    throw new DomainError('invalid', `${branch} cannot be the name of a branch.`, {
      field: 'branch',
      fix: 'Choose one of the branches of the repository.',
    })
}
