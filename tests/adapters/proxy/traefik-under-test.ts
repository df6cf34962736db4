import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { findProgram } from '@/bin/machine/find-program'
import { type Daemon, startDaemon } from '@/lib/adapters/process/daemon'
import { checkTraefik, type TraefikCheck } from '@/lib/adapters/proxy/traefik/check'
import { type TraefikFilesOptions, writeTraefikFiles } from '@/lib/adapters/proxy/traefik/files'
import { GRACEFUL_STOP, keepPid, traefikCommand } from '@/lib/adapters/proxy/traefik/process'
import { traefikProxy } from '@/lib/adapters/proxy/traefik/proxy'
import { freePort } from '@/lib/adapters/system/free-port'
import { until } from './client'
import { proxyFolder } from './nginx-under-test'
import { PANEL_HOST, type ProxyUnderTest } from './under-test'

export interface TraefikUnderTest extends ProxyUnderTest {
  dir: string
  pid(): number
  kill(signal: NodeJS.Signals): Promise<void>
  start(): Promise<void>
}

export const findTraefik = (): Promise<TraefikCheck> => checkTraefik(findProgram('traefik'))

/** A real Traefik on a random port of loopback and in a folder of its own. */
export async function startTraefik(options: Partial<TraefikFilesOptions> = {}): Promise<TraefikUnderTest> {
  const traefik = await findTraefik()
  if (!traefik.ok) throw new Error(`${traefik.reason} ${traefik.fix}`)
  const dir = options.dir ?? (await proxyFolder())
  const port = options.port ?? (await freePort())
  const logFile = path.join(dir, 'traefik.log')
  const proxy = traefikProxy({ dir })
  let daemon: Daemon | null = null

  const start = async () => {
    await writeTraefikFiles({
      address: '127.0.0.1',
      panel: { hosts: [PANEL_HOST], target: { host: '127.0.0.1', port: 9 } },
      shutdownSeconds: 5,
      ...options,
      dir,
      port,
    })
    const { file, argv } = traefikCommand({ file: traefik.file, dir })
    daemon = await startDaemon(file, argv, { logFile })
    await keepPid(dir, daemon.pid)
    await until(
      async () => {
        const code = daemon?.exitCode() ?? null
        if (code !== null) throw new Error(`Traefik ended with ${code}: ${await readFile(logFile, 'utf8')}`)
        return proxy.status().catch(() => null)
      },
      status => status !== null,
    )
  }
  const kill = async (signal: NodeJS.Signals) => {
    if (!daemon || daemon.exitCode() !== null) return
    process.kill(daemon.pid, signal)
    await until(
      () => daemon?.exitCode() ?? null,
      code => code !== null,
    )
  }
  await start()
  return {
    proxy,
    origin: `http://127.0.0.1:${port}`,
    dir,
    pid: () => daemon?.pid ?? 0,
    kill,
    start,
    async restart(how) {
      await kill(how === 'killed' ? 'SIGKILL' : GRACEFUL_STOP)
      await start()
    },
    async stop() {
      await kill('SIGKILL')
      await rm(dir, { recursive: true, force: true })
    },
  }
}
