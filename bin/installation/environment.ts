import * as z from 'zod'
import { dockerHost } from '../machine/docker-engine'
import { networkVariables } from '../machine/network-variables'
import type { Installation, Stores } from './installation'
import { readJson } from './json-file'
import type { Places } from './places'

export type Environment = Record<string, string>

/** Settings that the operator gives to `berth up` and that go on to the worker as they are. */
const FOR_WORKER = [
  'BERTH_EXTRA_CA',
  'BERTH_MAX_REPOSITORY_MB',
  'BERTH_BUILD_CONCURRENCY',
  'BERTH_BUILD_MEMORY_MB',
  'BERTH_DISK_RESERVE_MB',
  'BERTH_INSTANCE_DISK_MB',
  'BERTH_ALLOW_PRIVATE_REPOSITORIES',
  'BERTH_LOG_LEVEL',
]
const FOR_WEB = ['BERTH_ALLOW_PRIVATE_REPOSITORIES', 'BERTH_MAX_REPOSITORY_MB', 'BERTH_LOG_LEVEL']

/** All that the web process gets: no Docker engine, no certificates to trust, nothing of our own environment. */
export const webEnvironment = (installation: Installation, stores: Stores): Environment => ({
  ...common(installation, stores),
  ...given(FOR_WEB),
})

/** All that the worker gets. Temporary files of git and builds go where ours do. */
export const workerEnvironment = (installation: Installation, stores: Stores): Environment => ({
  ...common(installation, stores),
  ...given([...FOR_WORKER, 'HOME', 'TMPDIR']),
  ...networkVariables(),
  DOCKER_HOST: dockerHost(),
})

function common({ places, secrets, ...rest }: Installation, stores: Stores): Environment {
  return {
    NODE_ENV: 'production',
    BERTH_DATA_DIR: places.dataDir,
    DATABASE_URL: stores.databaseUrl,
    ...(stores.redisUrl === null ? {} : { REDIS_URL: stores.redisUrl }),
    BERTH_MASTER_KEY: secrets.masterKey,
    BERTH_SESSION_SECRET: secrets.sessionSecret,
    BERTH_URL: rest.url,
    BERTH_BASE_DOMAIN: rest.baseDomain,
    BERTH_APP_SCHEME: rest.url.startsWith('https:') ? 'https' : 'http',
    BERTH_PROXY: rest.proxy,
    BERTH_PORT: String(rest.port),
    BERTH_WEB_PORT: String(rest.webPort),
    BERTH_NAMESPACE: rest.namespace,
  }
}

const given = (names: string[]): Environment =>
  Object.fromEntries(
    names.flatMap(name => {
      const value = process.env[name]
      return value ? [[name, value]] : []
    }),
  )

/** What the worker of this data directory was last started with. Throws when Berth was never started there. */
export async function readEnvironment(places: Places): Promise<Environment> {
  const found = await readJson(places.environment, z.record(z.string(), z.string()))
  if (found) return found
  throw new Error(`Berth was not started with the data directory ${places.dataDir} yet. Run: berth up`)
}
