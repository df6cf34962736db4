import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { domainOf, editDomains } from './edit'
import * as schema from './schema'

/** Removes a hostname. When it was the primary one, the oldest of the rest becomes it. */
export const removeDomain = defineOperation({
  name: 'domains.remove',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.removeDomain,
  async run(ctx, { appEnvironmentId, domainId }) {
    await editDomains(ctx, appEnvironmentId, 'remove', async (tx, target) => {
      const domain = domainOf(target, domainId)
      await tx.domain.delete({ where: { id: domainId } })
      const next = target.domains
        .filter(({ id }) => id !== domainId)
        .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0]
      if (domain.isPrimary && next) {
        await tx.domain.update({ where: { id: next.id }, data: { isPrimary: true } })
      }
      return domain
    })
    return { ok: true as const }
  },
})
