import { chmod, chown, cp, mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, networkInterfaces } from 'node:os'
import { nginxConfig } from '@/lib/core/proxy/nginx-config'
import { type NginxSettings, proxyPaths } from '@/lib/core/proxy/nginx-settings'
import { routeTable } from '@/lib/core/proxy/route-table'
import type { RouteDocument } from '@/lib/core/proxy/routes'
import { pageName } from '../page-name'
import { checkReachable, findWorkerUser, type WorkerUser } from './worker-user'

export interface NginxFilesOptions {
  /** Absolute path of the proxy's folder; made if need be. */
  dir: string
  /** `lib/adapters/proxy/nginx/lua` of the installation. */
  assetsDir: string
  /** From `checkNginx`; none for OpenResty. */
  modules: string[]
  port: number
  /** Addresses to listen on, IPv6 in brackets; by default all. */
  addresses?: string[]
  /** Routed before the first document comes. */
  panel: RouteDocument['panel']
  /** Whom workers run as. By default found when we are root, else nobody else than ourselves (null). */
  workerUser?: WorkerUser | null
  publicScheme?: NginxSettings['publicScheme']
  /** Files of a certificate with its chain and of its key, and the port to speak TLS on. */
  tls?: { port: number; certificate: string; key: string } | null
  workers?: number
  connectSeconds?: number
  readSeconds?: number
  shutdownSeconds?: number
}

/** Writes all that nginx needs into `dir`; to be done before each start. Saved routes are left alone. */
export async function writeNginxFiles(options: NginxFilesOptions): Promise<void> {
  const { dir, assetsDir, modules, port, panel } = options
  const paths = proxyPaths(dir)
  const isRoot = process.getuid?.() === 0
  const workerUser = options.workerUser === undefined && isRoot ? await findWorkerUser() : options.workerUser
  const addresses = options.addresses ?? everyAddress()
  const { tls } = options
  const config = nginxConfig({
    dir,
    listen: addresses.map(address => `${address}:${port}`),
    tls: tls ? { ...tls, listen: addresses.map(address => `${address}:${tls.port}`) } : null,
    modules,
    workers: options.workers ?? availableParallelism(),
    workerUser: workerUser ?? null,
    publicScheme: options.publicScheme ?? 'http',
    connectSeconds: options.connectSeconds ?? 5,
    readSeconds: options.readSeconds ?? 3600,
    shutdownSeconds: options.shutdownSeconds ?? 30,
  })
  await mkdir(dir, { recursive: true, mode: 0o711 })
  await makeFolders(dir, workerUser ?? null)
  if (workerUser) await checkReachable(dir, workerUser)
  await cp(assetsDir, paths.lua, { recursive: true })
  await writeFile(paths.bootTable, routeTable({ generation: 0, panel, routes: [] }, pageName))
  await writeFile(paths.config, config)
}

/** A machine without IPv6 cannot listen on it. */
function everyAddress(): string[] {
  const hasIpv6 = Object.values(networkInterfaces()).some(list =>
    list?.some(({ family }) => family === 'IPv6'),
  )
  return hasIpv6 ? ['0.0.0.0', '[::]'] : ['0.0.0.0']
}

/**
 * Only `state` is the workers' own. Root's master opens the logs, so their folder must not be: a worker taken over
 * could lead root elsewhere by a symlink.
 */
async function makeFolders(dir: string, workerUser: WorkerUser | null) {
  const paths = proxyPaths(dir)
  const modes = {
    [paths.admin]: 0o700,
    [paths.state]: 0o700,
    [paths.pages]: 0o700,
    [paths.logs]: 0o710,
    [paths.temp]: 0o711,
  }
  for (const [folder, mode] of Object.entries(modes)) {
    await mkdir(folder, { recursive: true })
    await chmod(folder, mode)
  }
  if (!workerUser) return
  for (const own of [paths.state, paths.pages]) await chown(own, workerUser.uid, workerUser.gid)
  await chown(paths.logs, 0, workerUser.gid)
}
