import { afterAll, beforeAll, expect, test } from 'vitest'
import { getApp } from '@/lib/operations/apps/get'
import { createExample } from '@/lib/operations/examples/create'
import { getProject } from '@/lib/operations/projects/get'
import { listVariables } from '@/lib/operations/variables/list'
import { person, type TestRuntime, testRuntime } from '../../support/context'

let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

test('the example is deployed to both environments, each with its own greeting', async () => {
  const ctx = at.as((await person(at)).actor)
  const example = await createExample(ctx, {})
  const project = await getProject(ctx, { project: example.project.slug })
  expect(project).toMatchObject({ name: 'Example', slug: 'example', apps: [{ slug: example.appSlug }] })
  const app = await getApp(ctx, { appId: project.apps[0]?.id })
  expect(app.repositoryUrl).toBe('berth-example://flask')
  expect(app.environments.map(({ branch }) => branch)).toEqual(['main', 'main'])
  const deployments = await at.runtime.db.deployment.findMany()
  expect(deployments.map(({ appEnvironmentId }) => appEnvironmentId).sort()).toEqual(
    app.environments.map(({ appEnvironmentId }) => appEnvironmentId).sort(),
  )
  expect(at.jobs.filter(job => job.startsWith('deployment.run'))).toHaveLength(2)
  const pairs = await at.runtime.db.appEnvironment.findMany()
  const greetings = await Promise.all(
    pairs.map(async ({ variableSetId }) => (await listVariables(ctx, { variableSetId })).variables[0]?.value),
  )
  expect(greetings.sort()).toEqual(['Hello from production', 'Hello from staging'])
})

test('a second one is a project of its own', async () => {
  const ctx = at.as((await person(at)).actor)
  expect((await createExample(ctx, {})).project.slug).toBe('example-2')
})
