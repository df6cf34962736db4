import { readFile } from 'node:fs/promises'
import { proxyPaths } from '@/lib/core/proxy/nginx-settings'

/** Requests under way are finished, up to the shutdown time of the settings. SIGTERM ends them at once. */
export const GRACEFUL_STOP = 'SIGQUIT'

/** How nginx is started, in the foreground, on a folder that `writeNginxFiles` prepared. */
export function nginxCommand(options: { file: string; dir: string }): { file: string; argv: string[] } {
  const { config, errorLog } = proxyPaths(options.dir)
  return { file: options.file, argv: ['-p', options.dir, '-c', config, '-e', errorLog] }
}

/** The process id of the master that runs on `dir`, or null. A number left over from a dead one is not trusted. */
export async function masterPid(dir: string): Promise<number | null> {
  const { pid: pidFile, config } = proxyPaths(dir)
  const pid = Number(await readOrNull(pidFile))
  if (!Number.isInteger(pid) || pid < 1) return null
  const command = await readOrNull(`/proc/${pid}/cmdline`)
  return command?.includes(config) ? pid : null
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    // ESRCH: the process ended while its command line was read.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) {
      return null
    }
    throw error
  }
}
