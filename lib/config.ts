import path from 'node:path'
import * as z from 'zod'
import { PROXY_DRIVERS } from '@/lib/core/proxy/driver'

const port = z.coerce.number().int().min(1).max(65535)
const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform(value => value === '1')
const key32 = z
  .string()
  .refine(value => Buffer.from(value, 'base64').length === 32, 'must be 32 bytes in base64')

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  /** Folder of everything durable: mirrors, logs, proxy state. */
  BERTH_DATA_DIR: z.string().refine(path.isAbsolute, 'must be an absolute path'),
  DATABASE_URL: z.string().min(1),
  /** redis:// URL or the path of a unix socket; without it the queue lives in Postgres. */
  REDIS_URL: z.string().optional(),
  /** Wraps every data key. Losing it loses every stored secret. */
  BERTH_MASTER_KEY: key32,
  /** Signs session cookies. */
  BERTH_SESSION_SECRET: z.string().min(32, 'must be at least 32 characters'),
  /** Where people open the panel. */
  BERTH_URL: z.url().transform(value => value.replace(/\/+$/, '')),
  BERTH_BASE_DOMAIN: z.string().default('localhost'),
  /** `https` when something in front of the proxy ends TLS. */
  BERTH_APP_SCHEME: z.enum(['http', 'https']).default('http'),
  /** The program in front of the panel and every app. */
  BERTH_PROXY: z.enum(PROXY_DRIVERS).default('nginx'),
  /** Port the proxy listens on. */
  BERTH_PORT: port.default(8080),
  /** Address and port the web process listens on; loopback unless the process has a network namespace of its own. */
  BERTH_WEB_HOST: z.string().default('127.0.0.1'),
  BERTH_WEB_PORT: port.default(3100),
  /** Prefix of containers, networks and images, so that two installations share an engine. */
  BERTH_NAMESPACE: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,15}$/, 'must be up to 16 lower-case letters and digits')
    .default('berth'),
  DOCKER_HOST: z.string().default('unix:///var/run/docker.sock'),
  /** PEM file added to what builds trust, for networks with an intercepting proxy. */
  BERTH_EXTRA_CA: z.string().optional(),
  BERTH_MAX_REPOSITORY_MB: z.coerce.number().int().min(1).default(1024),
  BERTH_BUILD_CONCURRENCY: z.coerce.number().int().min(1).default(2),
  /** Total memory of all builds under way, in MB. */
  BERTH_BUILD_MEMORY_MB: z.coerce.number().int().min(256).optional(),
  /** Free space of the disk that builds and apps may not use up. */
  BERTH_DISK_RESERVE_MB: z.coerce.number().int().min(100).default(500),
  /** What one instance of an app may write to its own file system. */
  BERTH_INSTANCE_DISK_MB: z.coerce.number().int().min(50).default(10_240),
  /** Let repositories be on loopback and private addresses. */
  BERTH_ALLOW_PRIVATE_REPOSITORIES: flag,
  BERTH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export type Config = ReturnType<typeof readConfig>

/** The settings, parsed from `env`. Throws an error that names each wrong one and what it should be. */
export function readConfig(env: Record<string, string | undefined>) {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The configuration is not valid. Start with \`berth up\`, or set:\n${lines.join('\n')}`)
  }
  const value = parsed.data
  const dir = (name: string) => path.join(value.BERTH_DATA_DIR, name)
  return {
    production: value.NODE_ENV === 'production',
    dataDir: value.BERTH_DATA_DIR,
    logDir: dir('logs'),
    mirrorDir: dir('mirrors'),
    exampleDir: dir('examples'),
    proxyDriver: value.BERTH_PROXY,
    /** Each driver has a folder of its own. */
    proxyDir: dir(value.BERTH_PROXY === 'traefik' ? 'traefik' : 'proxy'),
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL ?? null,
    masterKey: Buffer.from(value.BERTH_MASTER_KEY, 'base64'),
    sessionSecret: value.BERTH_SESSION_SECRET,
    publicUrl: value.BERTH_URL,
    baseDomain: value.BERTH_BASE_DOMAIN,
    appScheme: value.BERTH_APP_SCHEME,
    proxyPort: value.BERTH_PORT,
    webHost: value.BERTH_WEB_HOST,
    webPort: value.BERTH_WEB_PORT,
    namespace: value.BERTH_NAMESPACE,
    dockerHost: value.DOCKER_HOST,
    extraCaFile: value.BERTH_EXTRA_CA ?? null,
    maxRepositoryMb: value.BERTH_MAX_REPOSITORY_MB,
    buildConcurrency: value.BERTH_BUILD_CONCURRENCY,
    buildMemoryMb: value.BERTH_BUILD_MEMORY_MB ?? null,
    diskReserveMb: value.BERTH_DISK_RESERVE_MB,
    instanceDiskMb: value.BERTH_INSTANCE_DISK_MB,
    allowPrivateRepositories: value.BERTH_ALLOW_PRIVATE_REPOSITORIES,
    logLevel: value.BERTH_LOG_LEVEL,
    childEnv: pick(env, CHILD_VARIABLES),
  }
}

/** What git, ssh and nginx may see of our environment: where programs are, and how this network is reached. */
const CHILD_VARIABLES =
  /^(PATH|LANG|LC_ALL|TZ|GIT_SSL_CAINFO|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|(https?|no|all)_proxy)$/i

const pick = (env: Record<string, string | undefined>, names: RegExp): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && names.test(name) ? [[name, value]] : [],
    ),
  )

let cached: Config | undefined
/** The settings of this process, read once. */
export const config = (): Config => {
  cached ??= readConfig(process.env)
  return cached
}

/** next-auth learns its own address from this variable only; what it would take instead are headers of the request. */
export function tellNextAuth(publicUrl: string): void {
  process.env.NEXTAUTH_URL = publicUrl
}
