import { copyFile, readdir, rename, stat, truncate } from 'node:fs/promises'
import path from 'node:path'
import { rotateLogs as rotateProxyLogs } from '@/lib/adapters/proxy/nginx/rotate-logs'
import { rotateTraefikLogs } from '@/lib/adapters/proxy/traefik/rotate-logs'
import type { Places } from '../installation/places'

const MAX_BYTES = 20_000_000
const KEEP = 3

/**
 * Puts logs that have grown aside, as `<name>.1` (the newest) to `<name>.3`. Processes go on writing to the file they
 * hold open, so it is copied and emptied; what is written in that moment may be lost. The proxy opens new files instead.
 */
export async function rotateLogs(places: Places): Promise<void> {
  await rotateProxyLogs({ dir: places.proxy })
  await rotateTraefikLogs({ dir: places.traefik })
  for (const file of await logFiles(places)) {
    if ((await stat(file)).size <= MAX_BYTES) continue
    for (let number = KEEP; number > 1; number--) await move(`${file}.${number - 1}`, `${file}.${number}`)
    await copyFile(file, `${file}.1`)
    await truncate(file)
  }
}

async function logFiles(places: Places): Promise<string[]> {
  const files = await Promise.all(
    [places.log, places.postgres, places.redis].map(async dir =>
      (await readdir(dir)).filter(name => name.endsWith('.log')).map(name => path.join(dir, name)),
    ),
  )
  return files.flat()
}

async function move(from: string, to: string) {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
