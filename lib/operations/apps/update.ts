import type { App, Prisma } from '@/lib/adapters/db/generated/client'
import { DomainError } from '@/lib/core/errors'
import type { RepositoryUrl } from '@/lib/core/git/url'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfApp } from '../project-of'
import { credentialFields, type GitAuthInput } from './credentials'
import { presentApp } from './present'
import * as schema from './schema'
import { repositoryPath, requireFittingAuth, requireRepository } from './source'

/** Changes an app's name, source and build settings. Absent fields stay; addresses stay in any case. */
export const updateApp = defineOperation({
  name: 'apps.update',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.updateApp,
  async run(ctx, { appId, repositoryUrl, gitAuth, ...fields }) {
    await mutate(ctx, async tx => {
      await tx.$queryRaw`SELECT id FROM "App" WHERE id = ${appId} FOR UPDATE`
      const app = await tx.app.findUniqueOrThrow({ where: { id: appId }, include: { project: true } })
      if (app.deletingAt) throw new DomainError('conflict', `${app.name} is being deleted.`)
      const data = { ...paths(fields), ...source(ctx, app, repositoryUrl, gitAuth) }
      await tx.app.update({ where: { id: appId }, data })
      return {
        result: undefined,
        audit: {
          verb: 'app.update',
          entityType: 'app',
          entityId: appId,
          entityName: fields.name ?? app.name,
          projectId: app.projectId,
          detail: {
            changed: [
              ...Object.keys(fields),
              ...(repositoryUrl === undefined ? [] : ['repositoryUrl']),
              ...(gitAuth ? ['gitAuth'] : []),
            ],
          },
        },
      }
    })
    return presentApp(ctx, appId)
  },
})

function paths<T extends { rootDirectory?: string | undefined; dockerfilePath?: string | undefined }>(
  fields: T,
) {
  const { rootDirectory, dockerfilePath } = fields
  return {
    ...fields,
    ...(rootDirectory === undefined ? {} : { rootDirectory: repositoryPath(rootDirectory, 'rootDirectory') }),
    ...(dockerfilePath === undefined
      ? {}
      : { dockerfilePath: repositoryPath(dockerfilePath, 'dockerfilePath') || 'Dockerfile' }),
  }
}

const KIND = { NONE: 'none', TOKEN: 'token', DEPLOY_KEY: 'deploy-key' } as const

/** The columns of a changed address or changed credentials. */
function source(
  ctx: Context,
  app: App & { project: { dataKey: string } },
  repositoryUrl: string | undefined,
  gitAuth: GitAuthInput | undefined,
): Prisma.AppUpdateInput {
  if (repositoryUrl === undefined && !gitAuth) return {}
  const url = requireRepository(repositoryUrl ?? app.repositoryUrl, isExample(app, repositoryUrl))
  requireFittingAuth(url, gitAuth?.kind ?? KIND[app.gitAuth])
  if (!gitAuth) refuseTokenElsewhere(app, url)
  const { id, slug, project } = app
  return {
    repositoryUrl: url.url,
    // Saving the source is how a person accepts a host's new key: the next connection learns it again.
    sshKnownHosts: null,
    ...(gitAuth ? credentialFields(ctx, { id, slug, dataKey: project.dataKey }, gitAuth) : {}),
  }
}

/** An app of a bundled example keeps its address, which nobody else can give. */
const isExample = (app: App, repositoryUrl: string | undefined) =>
  repositoryUrl === undefined || repositoryUrl === app.repositoryUrl

/** Else whoever may edit the address could have the stored token sent to a server of theirs. */
function refuseTokenElsewhere(app: App, url: RepositoryUrl): void {
  if (app.gitAuth !== 'TOKEN' || app.repositoryUrl === url.url) return
  throw new DomainError('invalid', 'The address changes, so its token has to be entered again.', {
    field: 'gitAuth',
    fix: 'Enter the token for the new address, or choose no authentication.',
  })
}
