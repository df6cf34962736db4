import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as z from 'zod'
import { freePort, removeFromEngine, visit } from '../support/panel'

export const ROOT = path.resolve(import.meta.dirname, '../..')
export const BERTH = path.join(ROOT, 'bin/berth')

const status = z.object({
  running: z.boolean(),
  processes: z.record(
    z.string(),
    z.object({ phase: z.string(), pid: z.number().nullable(), restarts: z.number() }),
  ),
})
const diagnosis = z.object({
  ok: z.boolean(),
  running: z.boolean(),
  findings: z.array(
    z.object({
      part: z.string(),
      level: z.enum(['ok', 'warning', 'problem']),
      says: z.string(),
      fix: z.string().optional(),
    }),
  ),
})

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** A data directory, a port and a namespace of its own, and the command as an operator uses it. */
export interface Installation {
  dataDir: string
  port: number
  /** Runs one command to its end; the data directory is added. */
  berth(...argv: string[]): Promise<Outcome>
  /** Starts a command and leaves it running. */
  begin(...argv: string[]): Begun
  status(): Promise<z.infer<typeof status>>
  doctor(): Promise<z.infer<typeof diagnosis>>
  get(host: string, pathname?: string): ReturnType<typeof visit>
  /** Ends what runs and removes all traces. */
  remove(): Promise<void>
}

export interface Begun {
  child: ChildProcess
  /** All it has printed so far. */
  output(): string
  ended: Promise<Outcome>
}

export async function newInstallation(): Promise<Installation> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'berth-command-'))
  const port = await freePort()
  const namespace = `t${randomBytes(5).toString('hex')}`
  const env = { ...process.env, BERTH_NAMESPACE: namespace }
  const begin = ([name = '', ...argv]: string[]) => start(BERTH, [name, '--data-dir', dataDir, ...argv], env)
  const berth = (...argv: string[]) => begin(argv).ended
  return {
    dataDir,
    port,
    berth,
    begin: (...argv) => begin(argv),
    status: async () => status.parse(JSON.parse((await berth('status', '--json')).stdout)),
    doctor: async () => diagnosis.parse(JSON.parse((await berth('doctor', '--json')).stdout)),
    get: (host, pathname) => visit({ port }, host, pathname),
    async remove() {
      await berth('down')
      removeFromEngine(namespace)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export function start(file: string, argv: string[], env = process.env): Begun {
  const child = spawn(file, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr }))
  return { child, output: () => stdout, ended }
}

/** Processes that were started with this folder in their command line or environment. */
export function processesOf(dataDir: string): string[] {
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8').replaceAll('\0', ' ')
    } catch {
      // It ended, or is not ours to look at.
      return ''
    }
  }
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => `${read(`/proc/${pid}/cmdline`)} ${read(`/proc/${pid}/environ`)}`.includes(dataDir))
    .map(pid => `${pid} ${read(`/proc/${pid}/cmdline`)}`)
}
