import type { NewLogEntry } from '@/lib/core/logs/entry'
import { deploymentLogName } from '@/lib/core/logs/names'
import { createRedactor } from '@/lib/core/variables/redact'
import { HeldLines } from '../../logs/held-lines'
import type { WorkerContext } from '../../worker-context'

const FLUSH_MS = 50
/** Characters held while the disk is slow; a build that writes faster is cut short, and told. */
const MAX_HELD = 4_000_000
const TAIL = 50

/** The log of one deployment. Secrets are masked here, before anything is stored. */
export interface DeploymentLog {
  /** Berth's own word. */
  say(source: string, text: string): void
  /** A line a process wrote. */
  line(source: string, stream: 'stdout' | 'stderr', text: string): void
  /** Values to mask from now on. */
  hide(values: string[]): void
  /** The text without those values, for what is told elsewhere. */
  mask(text: string): string
  /** The last lines that processes wrote. */
  tail(count: number): string[]
  /** Resolves when everything said is stored. */
  flush(): Promise<void>
}

/** Opens the log for appending. */
export function openDeploymentLog(ctx: WorkerContext, deploymentId: string): DeploymentLog {
  const name = deploymentLogName(deploymentId)
  const hidden = new Set<string>()
  const held = new HeldLines(MAX_HELD)
  let redact = createRedactor([])
  let recent: string[] = []
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> | null = null

  const write = async () => {
    for (let lines = held.take(); lines.length > 0; lines = held.take()) {
      await ctx.logs.append(
        name,
        lines.map(line => ({ ...line, text: redact(line.text) })),
      )
      await ctx.events.publish(`deployment:${deploymentId}`, 'log')
    }
  }
  const flush = async () => {
    timer = null
    writing ??= write()
      // The deployment matters more than what is said of it.
      .catch((error: unknown) => ctx.log.error({ error, deploymentId }, 'could not store log lines'))
      .finally(() => {
        writing = null
      })
    await writing
  }
  const add = (source: string, stream: NewLogEntry['stream'], text: string) => {
    held.add({ at: ctx.clock.now().toISOString(), source, stream, text })
    timer ??= setTimeout(() => void flush(), FLUSH_MS)
  }
  return {
    say: (source, text) => add(source, 'system', text),
    line(source, stream, text) {
      recent.push(text)
      if (recent.length > 2 * TAIL) recent = recent.slice(-TAIL)
      add(source, stream, text)
    },
    hide(values) {
      const before = hidden.size
      for (const value of values) hidden.add(value)
      if (hidden.size > before) redact = createRedactor([...hidden])
    },
    mask: text => redact(text),
    tail: count => recent.slice(-Math.min(count, TAIL)).map(text => redact(text)),
    async flush() {
      if (timer) clearTimeout(timer)
      // What is being written was taken before the last lines came.
      await flush()
      await flush()
    },
  }
}
