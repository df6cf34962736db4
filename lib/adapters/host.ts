import { readFile, statfs } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { HostPort } from '@/lib/ports/host'

/** The machine this process runs on. */
export const host: HostPort = {
  hostname: os.hostname,
  cpus: () => os.cpus().length,
  load1: () => os.loadavg()[0] ?? 0,
  memory: async () => ({ total: os.totalmem(), available: await availableMemory() }),
  async disk(folder) {
    const { bsize, blocks, bfree, bavail } = await statfs(await nearestExisting(folder))
    return { total: blocks * bsize, free: bavail * bsize, used: (blocks - bfree) * bsize }
  },
}

/** MemAvailable counts what caches would give back; os.freemem does not. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8')
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(text)?.[1]
  return kilobytes ? Number(kilobytes) * 1024 : os.freemem()
}

async function nearestExisting(folder: string): Promise<string> {
  try {
    await statfs(folder)
    return folder
  } catch (error) {
    const parent = path.dirname(folder)
    if (parent === folder) throw error
    return nearestExisting(parent)
  }
}
