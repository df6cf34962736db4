import { randomBytes } from 'node:crypto'
import { freeSlug, slugOf } from '@/lib/core/slug'
import { insertAppEnvironments } from '../app-environments/insert'
import type { Context } from '../context'
import { mutate } from '../mutate'
import { newId } from '../new-id'
import { credentialFields, type GitAuthInput } from './credentials'
import { appSecret } from './remote'

/** A new app, already checked. */
export interface NewApp {
  projectId: string
  name: string
  repositoryUrl: string
  gitAuth: GitAuthInput
  rootDirectory: string
}

/** Writes an app, its secrets, and its row in every environment of the project. Returns its id. */
export async function insertApp(ctx: Context, { gitAuth, ...fields }: NewApp): Promise<string> {
  const { projectId, name } = fields
  const id = newId('app')
  return mutate(ctx, async tx => {
    await tx.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR UPDATE`
    const project = await tx.project.findUniqueOrThrow({
      where: { id: projectId },
      include: { environments: { orderBy: { position: 'asc' } }, apps: { select: { slug: true } } },
    })
    const { dataKey } = project
    const taken = project.apps.map(({ slug }) => slug)
    const slug = freeSlug(slugOf(name, 'app'), taken)
    const webhookSecret = randomBytes(32).toString('hex')
    await tx.app.create({
      data: {
        id,
        slug,
        ...fields,
        ...credentialFields(ctx, { id, slug, dataKey }, gitAuth),
        webhookSecretSealed: ctx.secrets.seal(dataKey, appSecret.webhookSecret(id), webhookSecret),
        createdAt: ctx.clock.now(),
      },
    })
    const pairs = project.environments.map(environment => ({ app: { id, slug }, environment }))
    await insertAppEnvironments(ctx, tx, pairs)
    return {
      result: id,
      audit: {
        verb: 'app.create',
        entityType: 'app',
        entityId: id,
        entityName: name,
        projectId,
        detail: { repositoryUrl: fields.repositoryUrl, gitAuth: gitAuth.kind },
      },
    }
  })
}
