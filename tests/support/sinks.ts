import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { call } from '@/lib/api/client'
import { CONTRACT, type OperationName } from '@/lib/api/contract'
import type { Browser } from './browsing'
import type { Panel } from './panel'

/** A text that somebody may read, and where it was. */
export interface Sink {
  where: string
  text: string
}

/** Everything of a panel that has an address. */
export interface Inventory {
  projectIds: string[]
  appIds: string[]
  appEnvironmentIds: string[]
  variableSetIds: string[]
  deploymentIds: string[]
  inspections: { appId: string; inspectionId: string }[]
  comparisons: { appId: string; comparisonId: string }[]
  cleanupRunIds: string[]
  /** `project/environment/app`, by names. */
  places: { project: string; environment: string; app: string }[]
}

export async function inventoryOf({ db }: Panel): Promise<Inventory> {
  const projects = await db.project.findMany()
  const sets = await db.variableSet.findMany()
  const deployments = await db.deployment.findMany()
  const inspections = await db.inspection.findMany()
  const comparisons = await db.comparison.findMany()
  const cleanupRuns = await db.cleanupRun.findMany()
  const pairs = await db.appEnvironment.findMany({
    include: { app: { include: { project: true } }, environment: true },
  })
  return {
    projectIds: projects.map(({ id }) => id),
    appIds: [...new Set(pairs.map(({ appId }) => appId))],
    appEnvironmentIds: pairs.map(({ id }) => id),
    variableSetIds: sets.map(({ id }) => id),
    deploymentIds: deployments.map(({ id }) => id),
    inspections: inspections.map(({ id, appId }) => ({ appId, inspectionId: id })),
    comparisons: comparisons.map(({ id, appId }) => ({ appId, comparisonId: id })),
    cleanupRunIds: cleanupRuns.map(({ id }) => id),
    places: pairs.map(({ app, environment }) => ({
      project: app.project.slug,
      environment: environment.slug,
      app: app.slug,
    })),
  }
}

/** Inputs with which every reading operation of the contract is called. A new one has to be added here. */
const READS: Partial<Record<OperationName, (all: Inventory) => Record<string, unknown>[]>> = {
  'setup.status': () => [{}],
  'account.get': () => [{}],
  'sessions.list': () => [{}],
  'tokens.list': () => [{}],
  'projects.list': () => [{}],
  'projects.get': all => all.projectIds.map(project => ({ project })),
  'apps.get': all => all.appIds.map(appId => ({ appId })),
  'inspections.get': all => all.inspections,
  'comparisons.get': all => all.comparisons,
  'promotions.preview': all => all.appEnvironmentIds.map(appEnvironmentId => ({ appEnvironmentId })),
  'cleanup.policy': () => [{}],
  'cleanup.list-runs': () => [{}],
  'cleanup.get-run': all => all.cleanupRunIds.map(cleanupRunId => ({ cleanupRunId })),
  'webhooks.get': all => all.appIds.map(appId => ({ appId })),
  'webhooks.deliveries': all => all.appIds.map(appId => ({ appId })),
  'app-environments.get': all => all.appEnvironmentIds.map(appEnvironmentId => ({ appEnvironmentId })),
  'app-environments.find': all => all.places,
  'variables.list': all => all.variableSetIds.map(variableSetId => ({ variableSetId })),
  'domains.list': all => all.appEnvironmentIds.map(appEnvironmentId => ({ appEnvironmentId })),
  'deployments.list': all => all.appEnvironmentIds.map(appEnvironmentId => ({ appEnvironmentId })),
  'deployments.get': all => all.deploymentIds.map(deploymentId => ({ deploymentId })),
  'deployments.find': all => all.appEnvironmentIds.map(appEnvironmentId => ({ appEnvironmentId, number: 1 })),
  'deployments.log': all => all.deploymentIds.map(deploymentId => ({ deploymentId, limit: 5000 })),
  'logs.read': all => all.appEnvironmentIds.map(appEnvironmentId => ({ appEnvironmentId, limit: 5000 })),
  'audit.list': () => [{ limit: 200 }],
  'system.status': () => [{}],
  'traffic.get': all => all.appEnvironmentIds.map(appEnvironmentId => ({ appEnvironmentId })),
}

/** Answers of every reading operation, to a browser: it may read what tokens may not. */
export async function apiAnswers(panel: Panel, { headers }: Browser, all: Inventory): Promise<Sink[]> {
  const names = (Object.keys(CONTRACT) as OperationName[]).filter(name => CONTRACT[name].method === 'GET')
  const missing = names.filter(name => !READS[name])
  if (missing.length > 0) throw new Error(`say in tests/support/sinks.ts how to read ${missing.join(', ')}`)
  const baseUrl = `http://127.0.0.1:${panel.port}`
  const sinks: Sink[] = []
  for (const name of names) {
    for (const input of READS[name]?.(all) ?? []) {
      const answer = await call(name, input as never, { baseUrl, headers }).catch((error: Error) => error)
      const said = answer instanceof Error ? { ...answer, message: answer.message } : answer
      sinks.push({ where: `${name} ${JSON.stringify(input)}`, text: JSON.stringify(said) })
    }
  }
  return sinks
}

/** HTML of every page for every app in every environment. */
export async function pages(browser: Browser, all: Inventory, appDirectory: string): Promise<Sink[]> {
  const patterns = readdirSync(appDirectory, { recursive: true, encoding: 'utf8' })
    .filter(file => path.basename(file) === 'page.tsx')
    .map(file => `/${path.dirname(file)}`.replace(/\/\([^)]*\)/g, '') || '/')
  const paths = patterns.flatMap(pattern =>
    all.places.map(place =>
      pattern.replace(
        /\[(\w+)\]/g,
        (_, name: string) => Reflect.get({ number: '1', ...place }, name) ?? name,
      ),
    ),
  )
  const sinks: Sink[] = []
  for (const where of new Set(paths)) sinks.push({ where, text: (await browser.open(where)).html })
  return sinks
}

/** What event streams say in their first second or until they end. */
export async function streams(panel: Panel, { headers }: Browser, all: Inventory): Promise<Sink[]> {
  const paths = [
    ...all.deploymentIds.map(id => `/api/v1/deployments/${id}/events`),
    ...all.appEnvironmentIds.map(id => `/api/v1/app-environments/${id}/log/events`),
  ]
  return Promise.all(
    paths.map(async where => {
      const stop = new AbortController()
      const url = `http://127.0.0.1:${panel.port}${where}`
      const response = await fetch(url, { headers, signal: stop.signal })
      const timer = setTimeout(() => stop.abort(), 3000)
      let text = ''
      try {
        for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString()
      } catch (error) {
        if (!stop.signal.aborted) throw error
      } finally {
        clearTimeout(timer)
      }
      return { where, text }
    }),
  )
}

/** Every row of every table. */
export async function databaseRows({ db }: Panel): Promise<Sink[]> {
  const tables = await db.$queryRaw<{ schema: string; name: string }[]>`
    SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`
  return Promise.all(
    tables.map(async ({ schema, name }) => {
      const rows = await db.$queryRawUnsafe<{ row: string }[]>(
        `SELECT to_jsonb(t)::text AS row FROM "${schema}"."${name}" t`,
      )
      return { where: `table ${name}`, text: rows.map(({ row }) => row).join('\n') }
    }),
  )
}

const docker = (...argv: string[]) =>
  spawnSync('docker', argv, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 }).stdout

/** What the engine tells of the panel's images, networks and containers; of these without the variables of its own app. */
export function engineObjects({ env }: Panel): Sink[] {
  const filter = ['--filter', `label=berth.namespace=${env.BERTH_NAMESPACE}`]
  const ids = (...argv: string[]) =>
    docker(...argv, ...filter)
      .split('\n')
      .filter(Boolean)
  const images = [...new Set(ids('image', 'ls', '-q'))]
  const containers = ids('ps', '-aq', '--no-trunc')
  return [
    ...images.flatMap(id => [
      { where: `image ${id}`, text: docker('image', 'inspect', id) },
      { where: `history of image ${id}`, text: docker('history', '--no-trunc', id) },
    ]),
    ...ids('network', 'ls', '-q').map(id => ({
      where: `network ${id}`,
      text: docker('network', 'inspect', id),
    })),
    ...containers.map(id => {
      const [found] = JSON.parse(docker('inspect', id)) as { Name: string; Config: { Env: string[] } }[]
      if (!found) throw new Error(`container ${id} is gone`)
      const Env = found.Config.Env.filter(pair => !pair.startsWith('PLANTED_'))
      return {
        where: `container ${found.Name}`,
        text: JSON.stringify({ ...found, Config: { ...found.Config, Env } }),
      }
    }),
  ]
}

/** What processes of this machine are called with, while `work` runs. */
export async function commandLinesDuring<T>(work: Promise<T>): Promise<{ lines: string[]; result: T }> {
  const lines = new Set<string>()
  let over = false
  const looking = (async () => {
    while (!over) {
      for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) lines.add(commandLine(pid))
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  })()
  try {
    return { result: await work, lines: [...lines] }
  } finally {
    over = true
    await looking
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch (error) {
    // It ended meanwhile.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return ''
    throw error
  }
}
