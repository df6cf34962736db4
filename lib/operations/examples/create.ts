import { insertApp } from '../apps/insert'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { createDeployment } from '../deployments/create'
import { createProject } from '../projects/create'
import { loadProject } from '../projects/present'
import * as schema from '../projects/schema'
import { updateVariables } from '../variables/update'

const REPOSITORY = 'berth-example://flask'
const BRANCH = 'main'
/** What each environment says, so that one sees them side by side. */
const GREETINGS: Record<string, string> = {
  production: 'Hello from production',
  staging: 'Hello from staging',
}

/** A project with a Flask app from a repository on this server, being deployed to production and staging. */
export const createExample = defineOperation({
  name: 'projects.create-example',
  access: { kind: 'user', write: true },
  ...schema.createExample,
  async run(ctx) {
    const { id: projectId } = await createProject(ctx, { name: 'Example' })
    const appId = await insertApp(ctx, {
      projectId,
      name: 'Flask',
      repositoryUrl: REPOSITORY,
      gitAuth: { kind: 'none' },
      rootDirectory: '',
    })
    const appEnvironmentIds = await prepareEnvironments(ctx, appId)
    const deployments = []
    for (const appEnvironmentId of appEnvironmentIds) {
      deployments.push(await createDeployment(ctx, { appEnvironmentId }))
    }
    const [first] = deployments
    if (!first) throw new Error('a new project has no environment')
    return {
      project: await loadProject(ctx, projectId),
      appEnvironmentId: first.appEnvironmentId,
      deploymentId: first.id,
      appSlug: 'flask',
    }
  },
})

/** Chooses the branch and sets the greeting in each environment; returns the app's rows, production first. */
async function prepareEnvironments(ctx: Context, appId: string): Promise<string[]> {
  await ctx.db.appEnvironment.updateMany({ where: { appId }, data: { branch: BRANCH } })
  const rows = await ctx.db.appEnvironment.findMany({
    where: { appId },
    include: { environment: true },
    orderBy: { environment: { position: 'asc' } },
  })
  for (const { variableSetId, environment } of rows) {
    const value = GREETINGS[environment.slug] ?? 'Hello'
    await updateVariables(ctx, { variableSetId, revision: 0, set: [{ name: 'GREETING', value }] })
  }
  return rows.map(({ id }) => id)
}
