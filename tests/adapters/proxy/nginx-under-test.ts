import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Daemon, startDaemon } from '@/lib/adapters/process/daemon'
import { checkNginx } from '@/lib/adapters/proxy/nginx/check'
import { type NginxFilesOptions, writeNginxFiles } from '@/lib/adapters/proxy/nginx/files'
import { GRACEFUL_STOP, nginxCommand } from '@/lib/adapters/proxy/nginx/master'
import { nginxProxy } from '@/lib/adapters/proxy/nginx/proxy'
import { freePort } from '@/lib/adapters/system/free-port'
import { until } from './client'
import { PANEL_HOST, type ProxyUnderTest } from './under-test'

const ASSETS = path.resolve(import.meta.dirname, '../../../lib/adapters/proxy/nginx/lua')

export interface NginxUnderTest extends ProxyUnderTest {
  dir: string
  pid(): number
  kill(signal: NodeJS.Signals): Promise<void>
  start(): Promise<void>
}

export interface NginxTestOptions extends Partial<NginxFilesOptions> {
  /** Runs nginx as this user from the start. */
  runAs?: { uid: number; gid: number }
}

export const proxyFolder = async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-proxy-'))
  await chmod(dir, 0o755)
  return dir
}

/** A real nginx on a random port of loopback and in a folder of its own. */
export async function startNginx(options: NginxTestOptions = {}): Promise<NginxUnderTest> {
  const { runAs, ...files } = options
  const nginx = await checkNginx()
  if (!nginx.ok) throw new Error(`${nginx.reason} ${nginx.fix}`)
  const dir = files.dir ?? (await proxyFolder())
  const port = files.port ?? (await freePort())
  const logFile = path.join(dir, 'nginx.log')
  const proxy = nginxProxy({ dir })
  let daemon: Daemon | null = null

  const start = async () => {
    await writeNginxFiles({
      assetsDir: ASSETS,
      modules: nginx.modules,
      addresses: ['127.0.0.1'],
      panel: { hosts: [PANEL_HOST], target: { host: '127.0.0.1', port: 9 } },
      workers: 2,
      shutdownSeconds: 5,
      ...files,
      dir,
      port,
    })
    const { file, argv } = nginxCommand({ file: nginx.file, dir })
    daemon = await startDaemon(file, argv, { logFile, ...runAs })
    await until(
      async () => {
        const code = daemon?.exitCode() ?? null
        if (code !== null) throw new Error(`nginx ended with ${code}: ${await readFile(logFile, 'utf8')}`)
        return proxy.status().catch(() => null)
      },
      status => status !== null,
    )
  }
  const pid = () => daemon?.pid ?? 0
  const kill = async (signal: NodeJS.Signals) => {
    if (!daemon || daemon.exitCode() !== null) return
    process.kill(daemon.pid, signal)
    await until(
      () => daemon?.exitCode() ?? null,
      code => code !== null,
    )
    // Workers outlive a killed master by a moment.
    await until(
      () =>
        proxy.status().then(
          () => 'answers',
          () => 'silent',
        ),
      answer => answer === 'silent',
    )
  }
  await start()
  return {
    proxy,
    origin: `http://127.0.0.1:${port}`,
    dir,
    pid,
    kill,
    start,
    async restart(how) {
      await kill(how === 'killed' ? 'SIGKILL' : GRACEFUL_STOP)
      await start()
    },
    async stop() {
      await kill('SIGTERM')
      await rm(dir, { recursive: true, force: true })
    },
  }
}
