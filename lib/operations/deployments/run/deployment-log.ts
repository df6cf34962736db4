import type { NewLogEntry } from '@/lib/core/logs/entry'
import { deploymentLogName } from '@/lib/core/logs/names'
import { createRedactor } from '@/lib/core/variables/redact'
import type { WorkerContext } from '../../worker-context'

const FLUSH_MS = 50
/** Lines held while the disk is slow; a build that writes faster is cut short, and told. */
const MAX_HELD = 50_000

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
  let redact = createRedactor([])
  let held: NewLogEntry[] = []
  let dropped = 0
  let recent: string[] = []
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  const flush = () => {
    timer = null
    if (held.length === 0) return writing
    const batch = held
    if (dropped > 0)
      batch.push(
        entry(
          'BUILDING',
          'system',
          `${dropped} lines were left out: they came faster than they could be stored.`,
        ),
      )
    held = []
    dropped = 0
    writing = writing.then(async () => {
      await ctx.logs.append(name, batch)
      await ctx.events.publish(`deployment:${deploymentId}`, 'log')
    })
    return writing
  }
  const entry = (source: string, stream: NewLogEntry['stream'], text: string): NewLogEntry => ({
    at: ctx.clock.now().toISOString(),
    source,
    stream,
    text: redact(text),
  })
  const add = (item: NewLogEntry) => {
    if (held.length >= MAX_HELD) {
      dropped += 1
      return
    }
    held.push(item)
    timer ??= setTimeout(
      () => void flush().catch(error => ctx.log.error({ error, deploymentId }, 'could not store log lines')),
      FLUSH_MS,
    )
  }
  return {
    say: (source, text) => add(entry(source, 'system', text)),
    line(source, stream, text) {
      const item = entry(source, stream, text)
      recent = [...recent.slice(-49), item.text]
      add(item)
    },
    hide(values) {
      const before = hidden.size
      for (const value of values) hidden.add(value)
      if (hidden.size > before) redact = createRedactor([...hidden])
    },
    mask: text => redact(text),
    tail: count => recent.slice(-count),
    async flush() {
      if (timer) clearTimeout(timer)
      await flush()
    },
  }
}
