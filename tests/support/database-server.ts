import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { startPostgres, stopPostgres } from '@/lib/adapters/system/postgres'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of this run's Postgres server; `testDatabase` starts it when a suite first needs it. */
    testPostgresDir: string
  }
}

const USER = process.getuid?.() ?? 0
const PREFIX = `berth-test-postgres-${USER}-`
/** Copied once per machine and version; the data is new for each run. */
export const BINARIES = path.join(os.tmpdir(), `berth-test-postgres-programs-${USER}`)
const PASSWORD = 'test'
/** Test data need not survive a power cut. */
export const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
}
const LOCK_WAIT_MS = 120_000

/** vitest's global set-up: names the server's folder, and ends the server with the run. Costs nothing when unused. */
export default async function setup(project: TestProject) {
  await sweepCrashedRuns()
  const dir = path.join(os.tmpdir(), `${PREFIX}${process.pid}`)
  project.provide('testPostgresDir', dir)
  return () => removeServer(dir)
}

/** URL of the run's server; the first caller of all test processes starts it. */
export async function runTestServer(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o755 })
  return withLock(path.join(dir, 'starting'), async () => {
    const { url } = await startPostgres({
      dir,
      password: PASSWORD,
      binariesDir: BINARIES,
      settings: FAST,
    })
    return url
  })
}

async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + LOCK_WAIT_MS
  for (;;) {
    const handle = await open(file, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST' && Date.now() < deadline) return null
      throw error
    })
    if (handle) {
      await handle.close()
      break
    }
    await sleep(20)
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function removeServer(dir: string) {
  if (!existsSync(dir)) return
  await stopPostgres(dir)
  await rm(dir, { recursive: true, force: true })
}

/** A run that was killed left its server; the folder's name has the process id of the run. */
async function sweepCrashedRuns() {
  for (const name of await readdir(os.tmpdir())) {
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : Number.NaN)
    if (Number.isNaN(pid) || isAlive(pid)) continue
    await removeServer(path.join(os.tmpdir(), name))
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
