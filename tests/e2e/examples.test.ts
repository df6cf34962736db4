import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { networkName, resourceLabels } from '@/lib/core/run/names'
import { exampleApps } from '../core/build/support/repository'
import { createApp, deploy, hostOf } from '../support/deploying'
import { DOCKER_HOST } from '../support/docker'
import { createRepository, type ServedRepository } from '../support/git-server'
import { inspect } from '../support/looking'
import { type Panel, startPanel, visit } from '../support/panel'
import { unreachableRegistries } from '../support/registries'

const PLANS = path.resolve(import.meta.dirname, '../core/build/plans')
/** Five at a time are under way; the first build of a stack downloads its packages. */
const TIMEOUT_MS = 600_000

const example = z.strictObject({
  name: z.string(),
  env: z.record(z.string(), z.string()).default({}),
  /** Variable that takes the address of a Postgres database. */
  database: z.string().optional(),
  processes: z.array(z.string()),
  /** The one its plan proposes; the plan's own tests compare them. */
  releaseCommand: z.string().optional(),
  checks: z.array(z.object({ path: z.string(), status: z.number(), contains: z.string().default('') })),
  /** Words each process type writes to its log. */
  logs: z.record(z.string(), z.string()).default({}),
})
type Example = z.infer<typeof example>

const examples = Object.entries(exampleApps()).map(([folder, { 'example.json': text = '', ...files }]) => ({
  folder,
  files,
  promised: example.parse(JSON.parse(text)),
}))

const missing = await unreachableRegistries(['npm', 'pypi'])
const lacksRegistry = (files: object) =>
  (missing.has('npm') && 'package.json' in files) ||
  (missing.has('pypi') && ['requirements.txt', 'pyproject.toml', 'Pipfile'].some(file => file in files))

let panel: Panel
const repositories: ServedRepository[] = []
const databases: string[] = []
beforeAll(async () => {
  // Behind an intercepting proxy, builds trust what this process trusts.
  const extraCa = process.env.NODE_EXTRA_CA_CERTS
  panel = await startPanel(extraCa ? { BERTH_EXTRA_CA: extraCa } : {})
})
afterAll(async () => {
  for (const name of databases) docker(['rm', '-fv', name])
  await Promise.all(repositories.map(repository => repository.close()))
  await panel?.stop()
})

function docker(argv: string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', argv, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`docker ${argv[0]}: ${stderr}`)
  return stdout.trim()
}

for (const { folder, files, promised } of examples) {
  const options = { concurrent: true, timeout: TIMEOUT_MS, skip: lacksRegistry(files) }
  test(`${folder}: ${promised.name}`, options, async () => {
    const repository = await createRepository({ files })
    repositories.push(repository)
    const { app, production } = await createApp(panel, { repositoryUrl: repository.url, name: folder })
    const { releaseCommand } = await expectPlan(app.id, folder)
    await setVariables(production, promised)
    const { steps } = await deploy(panel, production)
    expect(steps.find(({ phase }) => phase === 'RELEASING')?.outcome === 'DONE').toBe(releaseCommand !== null)
    await expectAnswers(production, promised)
    await expectProcesses(production, promised)
  })
}

/** What the set-up page shows is what the unit tests of the plan expect. */
async function expectPlan(appId: string, folder: string): Promise<{ releaseCommand: string | null }> {
  const { plan, branches, defaultBranch } = await inspect(panel, appId)
  const expected = JSON.parse(readFileSync(path.join(PLANS, `${folder}.json`), 'utf8'))
  expect(plan).toMatchObject(expected)
  expect(branches?.map(({ name }) => name)).toEqual(['main'])
  expect(defaultBranch).toBe('main')
  return expected
}

async function setVariables(appEnvironmentId: string, { env, database }: Example) {
  const { variableSetId, projectSlug, environmentSlug } = await panel.call('app-environments.get', {
    appEnvironmentId,
  })
  const values = {
    ...env,
    ...(database && { [database]: await startDatabase(projectSlug, environmentSlug) }),
  }
  const set = Object.entries(values).map(([name, value]) => ({ name, value }))
  if (set.length > 0) await panel.call('variables.update', { variableSetId, revision: 0, set })
}

/** A Postgres in the environment's network, as a database made for the app would be; returns its address. */
async function startDatabase(project: string, environment: string): Promise<string> {
  const namespace = panel.env.BERTH_NAMESPACE ?? ''
  const network = networkName({ namespace, project, environment })
  await dockerAdapter({ dockerHost: DOCKER_HOST, namespace }).ensureNetwork({
    name: network,
    labels: resourceLabels({ namespace }),
  })
  const name = `${network}_database`
  const settings = ['POSTGRES_PASSWORD=only-for-tests', 'POSTGRES_DB=app'].flatMap(pair => ['--env', pair])
  const place = ['--name', name, '--network', network, '--network-alias', 'database']
  docker(['run', '--detach', ...place, ...settings, 'postgres:17'])
  databases.push(name)
  // Over TCP it answers only when it is set up.
  const ask = () => docker(['exec', name, 'pg_isready', '-h', '127.0.0.1', '-d', 'app'])
  await vi.waitFor(ask, { timeout: 60_000, interval: 250 })
  return 'postgresql://postgres:only-for-tests@database:5432/app'
}

async function expectAnswers(appEnvironmentId: string, { checks }: Example) {
  const host = await hostOf(panel, appEnvironmentId)
  for (const check of checks) {
    const answer = await visit(panel, host, check.path)
    const found = { path: check.path, status: answer.status, body: answer.body }
    expect(found).toMatchObject({ path: check.path, status: check.status })
    expect(found.body).toContain(check.contains)
  }
}

async function expectProcesses(appEnvironmentId: string, { processes, logs }: Example) {
  const { status, instances } = await panel.call('app-environments.get', { appEnvironmentId })
  expect(status).toBe('live')
  expect(instances.map(({ processType }) => processType).sort()).toEqual([...processes].sort())
  expect(new Set(instances.map(({ state }) => state))).toEqual(new Set(['SERVING']))
  for (const [processType, words] of Object.entries(logs)) {
    const written = async () => {
      const { entries } = await panel.call('logs.read', { appEnvironmentId, search: words })
      expect(entries.map(({ source }) => source)).toContain(`${processType}.1`)
    }
    await vi.waitFor(written, { timeout: 30_000, interval: 250 })
  }
}
