import { cn } from '@/components/ui/cn'
import { type AnsiColor, parseAnsi } from '@/lib/core/logs/ansi'
import type { LogEntry } from '@/lib/core/logs/entry'
import { MarkedText } from './marked-text'

const COLORS: Record<AnsiColor, string> = {
  black: 'text-soft',
  red: 'text-bad',
  green: 'text-good',
  yellow: 'text-warn',
  blue: 'text-busy',
  magenta: 'text-accent',
  cyan: 'text-accent',
  white: 'text-foreground',
}

interface LogLineProps {
  entry: LogEntry
  search: string
  timestamps: boolean
  showSource: boolean
  wrap: boolean
  linked: boolean
}

/** One line: number (a link to it), time, process, text. */
export function LogLine({ entry, search, timestamps, showSource, wrap, linked }: LogLineProps) {
  return (
    <div
      className={cn(
        'flex gap-3 px-3 py-px hover:bg-muted',
        linked && 'bg-accent-soft hover:bg-accent-soft',
        entry.stream === 'stderr' && 'text-warn',
      )}
    >
      <a
        href={`#L${entry.n}`}
        className="min-w-10 shrink-0 select-none text-right text-soft hover:text-foreground"
      >
        {entry.n}
      </a>
      {timestamps && <time className="shrink-0 select-none text-soft">{entry.at.slice(11, 23)}</time>}
      {showSource && <span className="shrink-0 select-none text-accent">{entry.source}</span>}
      <span
        className={cn(
          wrap ? 'wrap-anywhere min-w-0 whitespace-pre-wrap' : 'whitespace-pre',
          entry.stream === 'system' && 'text-soft',
        )}
      >
        {parseAnsi(entry.text).map(span => (
          <span
            key={span.at}
            className={cn(
              span.color && COLORS[span.color],
              span.bold && 'font-semibold',
              span.dim && 'opacity-70',
            )}
          >
            <MarkedText text={span.text} search={search} />
          </span>
        ))}
      </span>
    </div>
  )
}
