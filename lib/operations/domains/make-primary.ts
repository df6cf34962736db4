import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { domainOf, editDomains } from './edit'
import { presentDomain } from './present'
import * as schema from './schema'

/** Makes a hostname the one that is linked to, and that health checks name. */
export const makeDomainPrimary = defineOperation({
  name: 'domains.make-primary',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.makeDomainPrimary,
  async run(ctx, { appEnvironmentId, domainId }) {
    const row = await editDomains(ctx, appEnvironmentId, 'make-primary', async (tx, target) => {
      domainOf(target, domainId)
      await tx.domain.updateMany({ where: { appEnvironmentId }, data: { isPrimary: false } })
      return tx.domain.update({ where: { id: domainId }, data: { isPrimary: true } })
    })
    return presentDomain(ctx, row)
  },
})
