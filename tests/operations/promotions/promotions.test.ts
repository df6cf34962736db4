import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateAppEnvironment } from '@/lib/operations/app-environments/update'
import { createApp } from '@/lib/operations/apps/create'
import { listAudit } from '@/lib/operations/audit/list'
import { createDeployment } from '@/lib/operations/deployments/create'
import { listDeployments } from '@/lib/operations/deployments/list'
import { createProject } from '@/lib/operations/projects/create'
import { createPromotion } from '@/lib/operations/promotions/create'
import { previewPromotion } from '@/lib/operations/promotions/preview'
import { updateVariables } from '@/lib/operations/variables/update'
import { person, type TestRuntime, testRuntime } from '../../support/context'
import { type SeededRelease, seedRelease } from '../../support/seed-release'

let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

/** An app in production and staging, of an owner. */
async function shop() {
  const { actor } = await person(at)
  const ctx = at.as(actor)
  const project = await createProject(ctx, { name: 'Shop' })
  const repositoryUrl = 'https://git.example.test/shop.git'
  const app = await createApp(ctx, { projectId: project.id, name: 'Web', repositoryUrl })
  const idOf = (slug: string) =>
    app.environments.find(({ environmentSlug }) => environmentSlug === slug)?.appEnvironmentId ?? ''
  return { ctx, project, app, production: idOf('production'), staging: idOf('staging') }
}
type Shop = Awaited<ReturnType<typeof shop>>

async function save(
  { ctx }: Shop,
  appEnvironmentId: string,
  set: { name: string; value: string; secret?: boolean }[],
  { shared = false } = {},
) {
  const pair = await at.runtime.db.appEnvironment.findUniqueOrThrow({
    where: { id: appEnvironmentId },
    include: { environment: { include: { variableSet: true } }, variableSet: true },
  })
  const { id, revision } = shared ? pair.environment.variableSet : pair.variableSet
  await updateVariables(ctx, { variableSetId: id, revision, set })
}

/** A release that serves. */
const live = (appEnvironmentId: string, release: Partial<SeededRelease> = {}) =>
  seedRelease(at, appEnvironmentId, { phase: 'SUCCEEDED', ...release })

describe('promoting', () => {
  test('makes a deployment of the other environment’s build; nothing of it is built', async () => {
    const { ctx, production, staging } = await shop()
    const { releaseId } = await live(staging)
    const made = await createPromotion(ctx, { appEnvironmentId: production })
    expect(made).toMatchObject({
      kind: 'PROMOTION',
      appEnvironmentId: production,
      commitSha: 'c'.repeat(40),
      commitMessage: 'A change',
      branch: 'main',
      source: {
        environmentSlug: 'staging',
        environmentName: 'Staging',
        releaseNumber: 1,
        deploymentNumber: 1,
      },
    })
    const [row, release] = await Promise.all([
      at.runtime.db.deployment.findUniqueOrThrow({ where: { id: made.id } }),
      at.runtime.db.release.findUniqueOrThrow({ where: { id: releaseId } }),
    ])
    expect(row).toMatchObject({ buildId: release.buildId, sourceReleaseId: releaseId })
    expect(at.jobs).toContain(`deployment.run ${made.id}`)
  })

  test('is in the list and in the audit log under its own name', async () => {
    const { ctx, project, production, staging } = await shop()
    await live(staging)
    await createPromotion(ctx, { appEnvironmentId: production, fromAppEnvironmentId: staging })
    const { deployments } = await listDeployments(ctx, { appEnvironmentId: production })
    expect(deployments[0]).toMatchObject({ kind: 'PROMOTION', source: { environmentName: 'Staging' } })
    const { entries } = await listAudit(ctx, { projectId: project.id })
    expect(entries[0]).toMatchObject({ verb: 'deployment.promote' })
  })

  test('takes an earlier release of the other environment when asked to', async () => {
    const { ctx, production, staging } = await shop()
    const earlier = await live(staging)
    await live(staging)
    const made = await createPromotion(ctx, { appEnvironmentId: production, releaseId: earlier.releaseId })
    expect(made.source).toMatchObject({ releaseNumber: 1 })
  })

  test('works the other way round, too', async () => {
    const { ctx, production, staging } = await shop()
    await live(production)
    const made = await createPromotion(ctx, {
      appEnvironmentId: staging,
      fromAppEnvironmentId: production,
    })
    expect(made.source).toMatchObject({ environmentSlug: 'production' })
  })

  test('is refused while nothing is deployed there, or what was never went live', async () => {
    const { ctx, production, staging } = await shop()
    const promote = (releaseId?: string) =>
      createPromotion(ctx, { appEnvironmentId: production, ...(releaseId ? { releaseId } : {}) })
    await expect(promote()).rejects.toMatchObject({
      code: 'conflict',
      message: 'Nothing is deployed in Staging. Deploy there first.',
    })
    const failed = await seedRelease(at, staging, { phase: 'FAILED' })
    await expect(promote(failed.releaseId)).rejects.toMatchObject({
      code: 'conflict',
      message: 'This release never went live in Staging.',
    })
  })

  test('is refused when the image was removed', async () => {
    const { ctx, production, staging } = await shop()
    const { releaseId } = await live(staging)
    await at.runtime.db.build.updateMany({
      where: { releases: { some: { id: releaseId } } },
      data: { imageId: null },
    })
    await expect(createPromotion(ctx, { appEnvironmentId: production })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('was removed'),
    })
  })

  test('of the image that runs is refused unless forced; so is a second click', async () => {
    const { ctx, production, staging } = await shop()
    await live(production)
    await live(staging)
    await expect(createPromotion(ctx, { appEnvironmentId: production })).rejects.toMatchObject({
      code: 'conflict',
      message: 'Production runs this image already: there is nothing to promote.',
    })
    const forced = await createPromotion(ctx, { appEnvironmentId: production, force: true })
    expect(forced.kind).toBe('PROMOTION')
    await expect(createPromotion(ctx, { appEnvironmentId: production, force: true })).rejects.toMatchObject({
      message: `Deployment #${forced.number} of Production promotes this release already.`,
    })
  })

  test('is refused for an app that is being deleted', async () => {
    const { ctx, app, production, staging } = await shop()
    await live(staging)
    await at.runtime.db.app.update({ where: { id: app.id }, data: { deletingAt: new Date() } })
    await expect(createPromotion(ctx, { appEnvironmentId: production })).rejects.toMatchObject({
      code: 'conflict',
      message: 'Web is being deleted.',
    })
  })
})

describe('ids', () => {
  test('of another app are not found, in the same project as in another', async () => {
    const mine = await shop()
    await live(mine.staging)
    const sibling = await createApp(mine.ctx, {
      projectId: mine.project.id,
      name: 'Other',
      repositoryUrl: 'https://git.example.test/other.git',
    })
    const siblingStaging = sibling.environments[1]?.appEnvironmentId ?? ''
    const other = await shop()
    for (const elsewhere of [siblingStaging, other.staging]) {
      const { releaseId } = await live(elsewhere)
      const asked = [{ releaseId }, { fromAppEnvironmentId: elsewhere }]
      for (const input of asked) {
        for (const operation of [createPromotion, previewPromotion])
          await expect(
            operation(mine.ctx, { appEnvironmentId: mine.production, ...input }),
          ).rejects.toMatchObject({ code: 'not-found' })
      }
    }
    expect(
      await at.runtime.db.deployment.count({
        where: { kind: 'PROMOTION', appEnvironmentId: mine.production },
      }),
    ).toBe(0)
  })

  test('that contradict each other are not found; an own release is for rolling back', async () => {
    const { ctx, production, staging } = await shop()
    const own = await live(production)
    await live(staging)
    await expect(
      createPromotion(ctx, {
        appEnvironmentId: production,
        fromAppEnvironmentId: staging,
        releaseId: own.releaseId,
      }),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      createPromotion(ctx, { appEnvironmentId: production, releaseId: own.releaseId }),
    ).rejects.toMatchObject({ code: 'invalid', extra: { fix: 'Roll back to it instead.' } })
  })
})

describe('the preview', () => {
  test('names what is missing, extra and different; values only of what is readable', async () => {
    const there = await shop()
    const { ctx, production, staging } = there
    const config = {
      values: { API: 'https://s', SAME: '1', TOKEN: 'planted-1', GONE: 'planted-2', DB: 'sqlite' },
      secretNames: ['TOKEN'],
    }
    await live(staging, { config })
    // Readable when the release was made, a secret now.
    await save(there, staging, [{ name: 'GONE', value: 'planted-2', secret: true }])
    await save(there, production, [
      { name: 'API', value: 'https://p' },
      { name: 'SAME', value: '1' },
      { name: 'EXTRA', value: 'only here' },
    ])
    await save(there, production, [{ name: 'TOKEN', value: 'planted-1', secret: true }], { shared: true })
    const { variables } = await previewPromotion(ctx, { appEnvironmentId: production })
    expect(variables).toEqual({
      missing: [
        { name: 'DB', secret: false, value: 'sqlite' },
        { name: 'GONE', secret: true, value: null },
      ],
      onlyInTarget: [{ name: 'EXTRA', secret: false, value: 'only here' }],
      different: [{ name: 'API', source: 'https://s', target: 'https://p' }],
      same: 1,
      secretInBoth: 1,
      unset: [],
    })
    const viewer = at.as((await person(at, { roles: { [there.project.id]: 'VIEWER' } })).actor)
    const seen = await previewPromotion(viewer, { appEnvironmentId: production })
    expect(seen.variables.missing.map(({ name }) => name)).toEqual(['DB', 'GONE'])
    expect(JSON.stringify(seen)).not.toMatch(/planted|sqlite|https:\/\/[sp]"|only here/)
  })

  test('says which missing variable a command that will run needs', async () => {
    const { ctx, production, staging } = await shop()
    await live(staging, { config: { values: { DB: 'x', OTHER: 'y' }, secretNames: [] } })
    await updateAppEnvironment(ctx, {
      appEnvironmentId: production,
      releaseCommand: 'migrate --database "$DB" --log $LOG',
    })
    const preview = await previewPromotion(ctx, { appEnvironmentId: production })
    expect(preview).toMatchObject({
      releaseCommand: 'migrate --database "$DB" --log $LOG',
      variables: { unset: ['DB'] },
    })
  })

  test('of a first promotion, of nothing to promote, and of nothing there', async () => {
    const { ctx, production, staging } = await shop()
    const preview = () => previewPromotion(ctx, { appEnvironmentId: production })
    expect(await preview()).toMatchObject({ allowed: false, source: { release: null } })
    await live(staging)
    expect(await preview()).toMatchObject({
      allowed: true,
      target: { release: null },
      source: { environmentSlug: 'staging', release: { number: 1, isCurrent: true } },
      processes: [],
    })
    await live(production)
    expect(await preview()).toMatchObject({ allowed: false, sameImage: true })
  })

  test('shows which processes will run differently', async () => {
    const { ctx, production, staging } = await shop()
    const plan = { processes: { web: { command: null }, worker: { command: 'celery worker' } } }
    await live(staging, { plan, imageId: 'sha256:1' })
    await live(production)
    const changed = { processes: { web: { count: 2 } }, memoryMb: 640 }
    await updateAppEnvironment(ctx, { appEnvironmentId: production, ...changed })
    const { processes } = await previewPromotion(ctx, { appEnvironmentId: production })
    expect(processes).toMatchObject([
      { processType: 'web', before: { count: 1, memoryMb: 512 }, after: { count: 2, memoryMb: 640 } },
      { processType: 'worker', before: null, after: { count: 1, command: 'celery worker' } },
    ])
  })
})

test('an ordinary deployment has no source', async () => {
  const { ctx, staging } = await shop()
  await updateAppEnvironment(ctx, { appEnvironmentId: staging, branch: 'main' })
  expect((await createDeployment(ctx, { appEnvironmentId: staging })).source).toBeNull()
})
