import { rename, stat } from 'node:fs/promises'
import { traefikPaths } from '@/lib/core/proxy/traefik-static'
import { traefikPid } from './process'

export interface RotateOptions {
  dir: string
  /** A log larger than this is put aside; 50 MB by default. */
  maxBytes?: number
}

const KEEP = 4

/**
 * Puts an access log that has grown aside, as `access.log.1` (the newest) to `.4`, and has Traefik open a new one. True
 * when it did. Its error log Traefik puts aside by itself.
 */
export async function rotateTraefikLogs({ dir, maxBytes = 50_000_000 }: RotateOptions): Promise<boolean> {
  const { accessLog } = traefikPaths(dir)
  const size = await orIfMissing(
    stat(accessLog).then(found => found.size),
    0,
  )
  if (size <= maxBytes) return false
  for (let number = KEEP; number > 1; number--)
    await move(`${accessLog}.${number - 1}`, `${accessLog}.${number}`)
  await move(accessLog, `${accessLog}.1`)
  const pid = await traefikPid(dir)
  if (pid !== null) process.kill(pid, 'SIGUSR1')
  return true
}

const move = (from: string, to: string) => orIfMissing(rename(from, to), undefined)

async function orIfMissing<T>(work: Promise<T>, missing: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return missing
    throw error
  }
}
