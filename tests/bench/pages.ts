import { randomBytes } from 'node:crypto'
import { newId } from '@/lib/operations/new-id'
import { createApp } from '../support/deploying'
import { ADMIN, type Panel, signIn, startPanel } from '../support/panel'
import { percentile, round } from './figures'

const APPS = 1000
const ROUNDS = 20

/** Server time of each main page with 1,000 apps seeded, over all pages, in milliseconds. */
export async function pagesBench(): Promise<Record<string, number>> {
  const panel = await startPanel()
  try {
    const paths = await seed(panel)
    const baseUrl = `http://127.0.0.1:${panel.port}`
    const { cookie } = await signIn(baseUrl, ADMIN)
    const times: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      for (const path of paths) {
        const started = performance.now()
        const answer = await fetch(baseUrl + path, { headers: { cookie } })
        await answer.text()
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
        if (i > 0) times.push(performance.now() - started)
      }
    }
    return {
      p50_ms: round(percentile(times, 0.5)),
      p95_ms: round(percentile(times, 0.95)),
      pages: paths.length,
      apps: APPS,
    }
  } finally {
    await panel.stop()
  }
}

/** One project with 1,000 apps in two environments; returns the addresses of the main pages. */
async function seed(panel: Panel): Promise<string[]> {
  const { app, projectId } = await createApp(panel, { repositoryUrl: 'https://git.example.test/shop.git' })
  const { db } = panel
  const environments = await db.environment.findMany({ where: { projectId } })
  const template = await db.app.findUniqueOrThrow({ where: { id: app.id } })
  const apps = Array.from({ length: APPS - 1 }, (_, i) => ({
    ...template,
    id: newId('app'),
    slug: `app-${i}`,
    name: `App ${i}`,
    buildSettings: {},
  }))
  const pairs = apps.flatMap(({ id }) =>
    environments.map(environment => ({
      id: newId('appEnvironment'),
      appId: id,
      environmentId: environment.id,
      variableSetId: newId('variableSet'),
    })),
  )
  await db.app.createMany({ data: apps })
  await db.variableSet.createMany({ data: pairs.map(({ variableSetId }) => ({ id: variableSetId })) })
  await db.appEnvironment.createMany({ data: pairs })
  await db.domain.createMany({
    data: pairs.map(({ id }) => ({
      id: newId('domain'),
      appEnvironmentId: id,
      hostname: `${randomBytes(8).toString('hex')}.localhost`,
      isPrimary: true,
    })),
  })
  const project = `/projects/${app.projectSlug}`
  const page = `${project}/production/${app.slug}`
  return [
    '/projects',
    project,
    page,
    `${page}/deployments`,
    `${page}/logs`,
    `${page}/variables`,
    `${page}/domains`,
    `${page}/settings`,
    '/activity',
    '/servers',
    '/settings',
  ]
}
