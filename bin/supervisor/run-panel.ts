import path from 'node:path'
import { setInterval as ticks } from 'node:timers/promises'
import { deployMigrations } from '@/lib/adapters/db/migrate'
import { readConfig } from '@/lib/config'
import { workerEnvironment } from '../installation/environment'
import type { Installation, Stores } from '../installation/installation'
import { writeJson } from '../installation/json-file'
import type { Places } from '../installation/places'
import { findProgram } from '../machine/find-program'
import { whyWebStaysRoot } from '../machine/web-user'
import { ROOT } from '../root'
import { postgresService } from '../services/postgres'
import { proxyService } from '../services/proxy'
import { redisService } from '../services/redis'
import { traefikService } from '../services/traefik'
import { webService } from '../services/web'
import { workerService } from '../services/worker'
import type { UpOptions } from '../up-options'
import { step, tell } from './events'
import { endLeftovers } from './leftovers'
import type { Panel } from './panel'
import { prepareInstallation } from './prepare-installation'
import { prepareMachine } from './prepare-machine'
import { rotateLogs } from './rotate-logs'

const ROTATE_MS = 60_000

/** Brings everything up, in order, and keeps it running until `signal` aborts. Throws what keeps it from starting. */
export async function runPanel(
  options: UpOptions,
  places: Places,
  panel: Panel,
  signal: AbortSignal,
): Promise<void> {
  await endLeftovers(places, ['web', 'worker', 'proxy'])
  const installation = await prepareInstallation(options, places)
  panel.url = installation.url
  panel.publish()
  await prepareMachine(installation)
  const stores = await startStores(installation, panel, signal)
  const environment = workerEnvironment(installation, stores)
  readConfig(environment)
  await writeJson(places.environment, environment, 0o600)
  await migrate(stores.databaseUrl)
  await startProcesses(installation, stores, panel, signal)
  panel.isReady()
  await keepLogsSmall(places, signal)
}

async function startStores(installation: Installation, panel: Panel, signal: AbortSignal): Promise<Stores> {
  const { DATABASE_URL, REDIS_URL } = process.env
  const databaseUrl =
    DATABASE_URL || (await panel.start(postgresService(installation), 'Postgres (embedded)', signal)).url()
  if (REDIS_URL) return { databaseUrl, redisUrl: REDIS_URL }
  const program = findProgram('valkey-server', 'redis-server')
  if (!program) return { databaseUrl, redisUrl: null }
  await panel.start(redisService(installation, program), 'Redis (private)', signal)
  return { databaseUrl, redisUrl: installation.places.redisSocket }
}

const migrate = (databaseUrl: string) =>
  step(
    'Migrating the database',
    () => deployMigrations(databaseUrl, path.join(ROOT, 'prisma/migrations')),
    applied =>
      applied.length === 0 ? 'Database is up to date' : `Database migrated (${applied.length} new)`,
  )

/** They do not wait for each other. When one fails, the others have come to their end before the error is told. */
async function startProcesses(
  installation: Installation,
  stores: Stores,
  panel: Panel,
  signal: AbortSignal,
): Promise<void> {
  const web = installation.users?.web ?? null
  const problem = web && (await whyWebStaysRoot(web))
  if (problem) tell({ kind: 'note', text: `The web process stays root. ${problem}` })
  const results = await Promise.allSettled([
    panel.start(proxyOf(installation), `Proxy on port ${installation.port}`, signal),
    panel.start(workerService(installation, stores), 'Worker', signal),
    panel.start(webService(installation, stores, problem ? null : web), 'Web', signal),
  ])
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

const proxyOf = (installation: Installation) =>
  installation.proxy === 'traefik' ? traefikService(installation) : proxyService(installation)

async function keepLogsSmall(places: Places, signal: AbortSignal): Promise<void> {
  for await (const _ of ticks(ROTATE_MS, undefined, { signal })) {
    await rotateLogs(places).catch((error: unknown) => {
      // Nothing depends on it, and the next minute tries again.
      tell({ kind: 'note', text: `The logs could not be rotated: ${error}` })
    })
  }
}
