import { readFile, writeFile } from 'node:fs/promises'
import { traefikPaths } from '@/lib/core/proxy/traefik-static'

/** Requests under way are finished, up to the shutdown time of the settings. */
export const GRACEFUL_STOP = 'SIGTERM'

/** How Traefik is started, in the foreground, on a folder that `writeTraefikFiles` prepared. */
export const traefikCommand = (options: { file: string; dir: string }): { file: string; argv: string[] } => ({
  file: options.file,
  argv: [`--configfile=${traefikPaths(options.dir).config}`],
})

/** Keeps the process id for who rotates its logs: Traefik writes none. */
export const keepPid = (dir: string, pid: number) => writeFile(traefikPaths(dir).pid, `${pid}\n`)

/** The process id of the Traefik that runs on `dir`, or null. A number left over from a dead one is not trusted. */
export async function traefikPid(dir: string): Promise<number | null> {
  const { pid: pidFile, config } = traefikPaths(dir)
  const pid = Number(await readOrNull(pidFile))
  if (!Number.isInteger(pid) || pid < 1) return null
  return (await readOrNull(`/proc/${pid}/cmdline`))?.includes(config) ? pid : null
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
