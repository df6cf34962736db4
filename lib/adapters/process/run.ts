import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'

export interface RunOptions {
  cwd?: string
  /** Added to `BASE_ENV`. Nothing else is inherited: our own environment holds the master key. */
  env?: Record<string, string>
  input?: string | Buffer
  /** Ends the process group: SIGTERM, then SIGKILL after `killAfterMs`. */
  signal?: AbortSignal
  timeoutMs?: number
  /** More standard output than this ends the process. `run` only; default 64 MiB. */
  maxOutputBytes?: number
  killAfterMs?: number
  uid?: number
  gid?: number
}

export interface RunResult {
  stdout: Buffer
  /** The last 64 KiB. */
  stderr: string
  /** 128 + the signal's number when a signal ended it. */
  exitCode: number
}

/** What every child gets, so that no secret of ours reaches one by inheritance. */
export const BASE_ENV: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024
const MAX_STDERR_BYTES = 64 * 1024
const KILL_AFTER_MS = 2000

/** A process that was not let to its end. The text names the program only: never arguments, environment or input. */
export class ProcessFailed extends Error {
  constructor(
    readonly reason: 'not-started' | 'timeout' | 'aborted' | 'output-limit',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'ProcessFailed'
  }
}

/**
 * Runs `file` with `argv` (no shell) to its end. A non-zero exit is a result, not an error.
 * Throws `ProcessFailed` when it cannot start, takes longer than `timeoutMs`, says too much, or is aborted
 * (`cause`: the signal's reason).
 */
export async function run(file: string, argv: string[], options: RunOptions = {}): Promise<RunResult> {
  const limit = options.maxOutputBytes ?? MAX_OUTPUT_BYTES
  const started = start(file, argv, options)
  const chunks: Buffer[] = []
  let size = 0
  started.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    else started.stop(new ProcessFailed('output-limit', `${file} wrote more than ${limit} bytes.`))
  })
  const ended = await started.done
  return { ...ended, stdout: Buffer.concat(chunks) }
}

export interface RunningProcess {
  /** Fails when the process is aborted or timed out; a non-zero exit just ends it: ask `done`. */
  stdout: Readable
  /** Resolves once all output is read. Rejects like `run`; the caller must await or catch it. */
  done: Promise<{ stderr: string; exitCode: number }>
}

/** As `run`, with the standard output as a stream. */
export function stream(
  file: string,
  argv: string[],
  options: Omit<RunOptions, 'maxOutputBytes'> = {},
): RunningProcess {
  const { stdout, done } = start(file, argv, options)
  return { stdout, done }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>
type Started = RunningProcess & { stop(error: ProcessFailed): void }

function start(file: string, argv: string[], options: RunOptions): Started {
  if (options.signal?.aborted) throw aborted(file, options.signal)
  const child = spawnChild(file, argv, options)
  // A destroyed stream is told to its reader by the pipeline and to everyone by `done`.
  child.stdout.on('error', () => undefined)
  const stderr = keepTail(child.stderr)
  const stopping = stopper(child, options.killAfterMs ?? KILL_AFTER_MS)
  feed(child, options.input)
  const unwatch = watch(file, options, stopping.stop)
  const done = ending(file, child)
    .then(exitCode => {
      if (stopping.error()) throw stopping.error()
      return { stderr: stderr(), exitCode }
    })
    .finally(() => {
      unwatch()
      stopping.finish()
    })
  return { stdout: child.stdout, done, stop: stopping.stop }
}

function spawnChild(file: string, argv: string[], { cwd, env, uid, gid }: RunOptions): Child {
  try {
    return spawn(file, argv, {
      cwd,
      // The web framework's types want NODE_ENV in every environment.
      env: { ...BASE_ENV, ...env } as NodeJS.ProcessEnv,
      uid,
      gid,
      // A group of its own, so that helpers it starts (git's ssh, git-remote-https) die with it.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  } catch (error) {
    // Without the cause: node quotes the value it does not like, and that may be a secret in `env`.
    throw new ProcessFailed('not-started', `${file} could not be started (${codeOf(error)}).`)
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'

/** Resolves with the exit code when the process has ended and its output is read. */
async function ending(file: string, child: Child): Promise<number> {
  try {
    // `once` rejects on 'error', which is how a failed start is told.
    const [code, signal]: (number | NodeJS.Signals | null)[] = await once(child, 'close')
    if (typeof code === 'number') return code
    return 128 + (typeof signal === 'string' ? constants.signals[signal] : 0)
  } catch (cause) {
    throw new ProcessFailed('not-started', `${file} could not be started (${codeOf(cause)}).`, { cause })
  }
}

/** Ends the process group once, and remembers why. */
function stopper(child: Child, killAfterMs: number) {
  let error: ProcessFailed | undefined
  let timer: NodeJS.Timeout | undefined
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, signal)
    } catch (cause) {
      // ESRCH: the whole group has ended already, which is what was wanted.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause
    }
  }
  const stop = (reason: ProcessFailed) => {
    if (error) return
    error = reason
    kill('SIGTERM')
    timer = setTimeout(() => kill('SIGKILL'), killAfterMs)
    // A reader must not take the part that arrived for the whole.
    child.stdout.destroy(reason)
    child.stderr.destroy()
  }
  const finish = () => {
    clearTimeout(timer)
    // The leader has ended; helpers that ignored SIGTERM have not.
    if (error) kill('SIGKILL')
  }
  return { stop, error: () => error, finish }
}

/** Calls `stop` on timeout and abort; returns what ends the watch. */
function watch(file: string, options: RunOptions, stop: (error: ProcessFailed) => void): () => void {
  const { signal, timeoutMs } = options
  const abort = () => stop(aborted(file, signal))
  signal?.addEventListener('abort', abort, { once: true })
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(
          () => stop(new ProcessFailed('timeout', `${file} took longer than ${timeoutMs / 1000} s.`)),
          timeoutMs,
        )
  return () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

const aborted = (file: string, signal: AbortSignal | undefined) =>
  new ProcessFailed('aborted', `${file} was stopped.`, { cause: signal?.reason })

function feed(child: Child, input: string | Buffer | undefined) {
  // A process may end before it has read its input; its exit code tells what came of that.
  child.stdin.on('error', () => child.stdin.destroy())
  child.stdin.end(input)
}

/** Reads all of a stream, keeps the last 64 KiB. */
function keepTail(readable: Readable): () => string {
  let tail = Buffer.alloc(0)
  readable.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-MAX_STDERR_BYTES)
  })
  return () => tail.toString('utf8')
}
