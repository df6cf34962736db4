import { rename, stat } from 'node:fs/promises'
import { proxyPaths } from '@/lib/core/proxy/nginx-settings'
import { masterPid } from './master'

export interface RotateOptions {
  dir: string
  /** A log larger than this is put aside; 50 MB by default. */
  maxBytes?: number
  /** How many are kept aside, as `access.log.1` (the newest) and so on; 4 by default. */
  keep?: number
}

/** Puts logs that have grown aside and has nginx open new ones; no line is lost. True when it did. */
export async function rotateLogs({ dir, maxBytes = 50_000_000, keep = 4 }: RotateOptions): Promise<boolean> {
  const { accessLog, errorLog } = proxyPaths(dir)
  let rotated = false
  for (const file of [accessLog, errorLog]) {
    if ((await size(file)) <= maxBytes) continue
    for (let number = keep; number > 1; number--) await move(`${file}.${number - 1}`, `${file}.${number}`)
    await move(file, `${file}.1`)
    rotated = true
  }
  const pid = rotated ? await masterPid(dir) : null
  if (pid !== null) process.kill(pid, 'SIGUSR1')
  return rotated
}

async function size(file: string): Promise<number> {
  return (await orIfMissing(stat(file), null))?.size ?? 0
}

const move = (from: string, to: string) => orIfMissing(rename(from, to), undefined)

async function orIfMissing<T, M>(work: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return missing
    throw error
  }
}
