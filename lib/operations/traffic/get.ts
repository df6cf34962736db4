import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { presentTraffic, storedPolicy } from './present'
import * as schema from './schema'

/** What the proxy does for an app in one environment beyond passing requests on. */
export const getTraffic = defineOperation({
  name: 'traffic.get',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.getTraffic,
  async run(ctx, { appEnvironmentId }) {
    const row = await ctx.db.appEnvironment.findUniqueOrThrow({ where: { id: appEnvironmentId } })
    return presentTraffic(ctx, storedPolicy(row.traffic))
  },
})
