import { defineOperation } from '../define'
import { projectById } from '../projects/project-ref'
import { insertApp } from './insert'
import { presentApp } from './present'
import * as schema from './schema'
import { repositoryPath, requireFittingAuth, requireRepository } from './source'

/** Adds an app from a git repository, in every environment of the project. Nothing is deployed. */
export const createApp = defineOperation({
  name: 'apps.create',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectById(ctx, input.projectId),
    what: 'project',
  },
  ...schema.createApp,
  async run(ctx, input) {
    const repository = requireRepository(input.repositoryUrl)
    requireFittingAuth(repository, input.gitAuth.kind)
    const app = {
      ...input,
      repositoryUrl: repository.url,
      rootDirectory: repositoryPath(input.rootDirectory, 'rootDirectory'),
    }
    const id = await insertApp(ctx, app)
    return presentApp(ctx, id)
  },
})
