import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { checkNginx } from '@/lib/adapters/proxy/nginx/check'
import { writeNginxFiles } from '@/lib/adapters/proxy/nginx/files'
import { GRACEFUL_STOP, nginxCommand } from '@/lib/adapters/proxy/nginx/master'
import { rotateLogs } from '@/lib/adapters/proxy/nginx/rotate-logs'
import { parseOptions } from '../arguments'
import { ROOT } from '../root'
import { panelHosts } from '../services/panel-hosts'
import { plainScheme, proxyTls } from '../services/proxy-tls'

export const summary = 'run the proxy in the foreground, for containers (berth up does it by itself)'
export const usage = 'BERTH_DATA_DIR=… BERTH_URL=… BERTH_PORT=… BERTH_WEB_PORT=… berth proxy'

const DEFAULT_PORT = 80
const DEFAULT_WEB_PORT = 3100
const ROTATE_MS = 60_000

/** Writes the proxy's files and runs nginx on them until it is told to end; returns its exit code. */
export async function run(argv: string[]): Promise<number> {
  const { dataDir } = parseOptions(argv, {})
  const { BERTH_URL = 'http://localhost', BERTH_PORT, BERTH_WEB_PORT } = process.env
  const dir = path.join(dataDir, 'proxy')
  const nginx = await checkNginx()
  if (!nginx.ok) throw new Error(`${nginx.reason} ${nginx.fix}`)
  const tls = await proxyTls()
  await writeNginxFiles({
    dir,
    assetsDir: path.join(ROOT, 'lib/adapters/proxy/nginx/lua'),
    modules: nginx.modules,
    port: Number(BERTH_PORT) || DEFAULT_PORT,
    panel: {
      hosts: panelHosts(BERTH_URL),
      target: { host: '127.0.0.1', port: Number(BERTH_WEB_PORT) || DEFAULT_WEB_PORT },
    },
    publicScheme: plainScheme(BERTH_URL, tls),
    tls,
  })
  const command = nginxCommand({ file: nginx.file, dir })
  const child = spawn(command.file, command.argv, { stdio: 'inherit' })
  process.on('SIGTERM', () => child.kill(GRACEFUL_STOP))
  process.on('SIGINT', () => child.kill('SIGTERM'))
  const rotating = setInterval(() => void rotate(dir), ROTATE_MS)
  const [code]: unknown[] = await once(child, 'exit')
  clearInterval(rotating)
  return typeof code === 'number' ? code : 1
}

/** A disk that is full or the like must not end the proxy; the next turn tries again. */
const rotate = (dir: string) =>
  rotateLogs({ dir }).catch((error: unknown) =>
    console.error('could not rotate the logs of the proxy:', error),
  )
