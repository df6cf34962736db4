import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { constants } from 'node:os'
import { BASE_ENV } from './run'

export interface DaemonOptions {
  /** Standard output and error are appended to it. */
  logFile: string
  cwd?: string
  /** Added to `BASE_ENV` and NODE_ENV=production; nothing else is inherited. */
  env?: Record<string, string>
  uid?: number
  gid?: number
}

export interface Daemon {
  pid: number
  /** null while it runs; 128 + the signal's number when a signal ended it. */
  exitCode(): number | null
}

/**
 * Starts a server (`file` with `argv`, no shell) that outlives this process: its own session, output to a file.
 * Throws when the program cannot be started.
 */
export async function startDaemon(file: string, argv: string[], options: DaemonOptions): Promise<Daemon> {
  const log = await open(options.logFile, 'a', 0o640)
  try {
    const child = spawn(file, argv, {
      cwd: options.cwd ?? '/',
      env: Object.assign({ NODE_ENV: 'production' as const }, BASE_ENV, options.env),
      uid: options.uid,
      gid: options.gid,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    const { pid } = child
    if (pid === undefined) throw new Error(`${file} could not be started.`)
    child.unref()
    const exitCode = () =>
      child.exitCode ?? (child.signalCode === null ? null : 128 + constants.signals[child.signalCode])
    return { pid, exitCode }
  } finally {
    await log.close()
  }
}
