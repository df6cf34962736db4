import { cn } from '@/components/ui/cn'

interface MeterProps {
  label: string
  /** From 0 to `max`. */
  value: number
  max: number
  /** The same in words: "3.2 GB free of 8 GB". */
  text: string
}

/** How full something is; from 80 % on it warns, from 95 % on it alarms. */
export function Meter({ label, value, max, text }: MeterProps) {
  const percent = max > 0 ? Math.min(100, Math.max(0, (value / max) * 100)) : 0
  return (
    <div>
      <div className="flex justify-between gap-2 text-xs">
        <span className="text-soft">{label}</span>
        <span>{text}</span>
      </div>
      <svg
        aria-hidden
        viewBox="0 0 100 1"
        preserveAspectRatio="none"
        className="mt-1 h-1.5 w-full overflow-hidden rounded-full bg-muted"
      >
        <rect
          width={percent}
          height="1"
          className={cn(percent >= 95 ? 'fill-bad' : percent >= 80 ? 'fill-warn' : 'fill-accent')}
        />
      </svg>
    </div>
  )
}
