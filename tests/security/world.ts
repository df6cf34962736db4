import { randomBytes } from 'node:crypto'
import { deploymentLogName, runtimeLogName } from '@/lib/core/logs/names'
import { createToken } from '@/lib/operations/accounts/create-token'
import { createApp } from '@/lib/operations/apps/create'
import { addDomain } from '@/lib/operations/domains/add'
import { createEnvironment } from '@/lib/operations/environments/create'
import { newId } from '@/lib/operations/new-id'
import { createProject } from '@/lib/operations/projects/create'
import { person, type TestRuntime } from '../support/context'
import { seedRelease } from '../support/seed-release'

/** A project with one of everything that has an id, and its owner. Every name in it contains `marker`. */
export type World = Awaited<ReturnType<typeof buildWorld>>

export async function buildWorld(at: TestRuntime) {
  const marker = `m${randomBytes(5).toString('hex')}`
  const owner = await person(at)
  const ctx = at.as(owner.actor)
  const { db } = at.runtime
  const project = await createProject(ctx, { name: marker })
  const environment = await createEnvironment(ctx, { projectId: project.id, name: `${marker}env` })
  const app = await createApp(ctx, {
    projectId: project.id,
    name: `${marker}app`,
    repositoryUrl: `https://${marker}.example.test/shop.git`,
  })
  const appEnvironmentId =
    app.environments.find(({ environmentId }) => environmentId === environment.id)?.appEnvironmentId ?? ''
  /** The same app somewhere else. */
  const otherAppEnvironmentId =
    app.environments.find(({ environmentId }) => environmentId !== environment.id)?.appEnvironmentId ?? ''
  const pair = await db.appEnvironment.findUniqueOrThrow({ where: { id: appEnvironmentId } })
  const release = await seedRelease(at, appEnvironmentId, { phase: 'SUCCEEDED', serving: 1 })
  const [domain, spareDomain] = await Promise.all(
    ['a', 'b'].map(label => addDomain(ctx, { appEnvironmentId, hostname: `${label}.${marker}.example` })),
  )
  const appId = app.id
  const inspection = await db.inspection.create({ data: { id: newId('inspection'), appId, status: 'DONE' } })
  const comparison = await db.comparison.create({
    data: { id: newId('comparison'), appId, fromSha: 'a'.repeat(40), toSha: 'b'.repeat(40) },
  })
  const delivery = await db.webhookDelivery.create({
    data: {
      id: newId('webhookDelivery'),
      appId,
      provider: 'generic',
      deliveryKey: marker,
      event: 'push',
      outcome: 'ignored',
      detail: marker,
      payload: '{}',
      deploymentIds: [],
    },
  })
  const cleanupRun = await db.cleanupRun.create({
    data: {
      id: newId('cleanupRun'),
      trigger: 'USER',
      requestedBy: marker,
      dryRun: true,
      status: 'DONE',
      plan: { remove: [], keep: [] },
      finishedAt: new Date(),
    },
  })
  const entry = { at: new Date().toISOString(), source: 'web.1', stream: 'stdout' as const, text: marker }
  await at.runtime.logs.append(deploymentLogName(release.deploymentId), [entry])
  await at.runtime.logs.append(runtimeLogName(appEnvironmentId), [entry])
  const { token } = await createToken(ctx, { name: marker, scope: 'READ' })
  return {
    marker,
    owner,
    project,
    environment,
    app,
    appEnvironmentId,
    otherAppEnvironmentId,
    variableSetId: pair.variableSetId,
    ...release,
    domainId: domain?.id ?? '',
    spareDomainId: spareDomain?.id ?? '',
    inspectionId: inspection.id,
    comparisonId: comparison.id,
    webhookDeliveryId: delivery.id,
    tokenId: token.id,
    cleanupRunId: cleanupRun.id,
  }
}
