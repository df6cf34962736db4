import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Clock3,
  LoaderCircle,
  SkipForward,
  TriangleAlert,
} from 'lucide-react'
import { Badge, type Tone } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import type { Phase } from '@/lib/core/deployment/phase'
import type { AppStatus } from '@/lib/core/deployment/status'
import { APP_LOOK, type StatusIcon as IconName, PHASE_LOOK, type StatusLook } from './status'

const ICONS = {
  check: CircleCheck,
  spinner: LoaderCircle,
  waiting: Clock3,
  warning: TriangleAlert,
  cross: CircleX,
  stopped: CirclePause,
  circle: CircleDashed,
  skipped: SkipForward,
} as const

/** The icon alone, for places where the word stands beside it. */
export function StatusIcon({ icon, className }: { icon: IconName; className?: string }) {
  const Icon = ICONS[icon]
  return <Icon aria-hidden className={cn(icon === 'spinner' && 'animate-spin', className)} />
}

function LookBadge({ look, className }: { look: StatusLook; className?: string }) {
  return (
    <Badge tone={look.tone} className={className}>
      <StatusIcon icon={look.icon} />
      {look.word}
    </Badge>
  )
}

export function AppStatusBadge({ status, className }: { status: AppStatus; className?: string }) {
  return <LookBadge look={APP_LOOK[status]} className={className} />
}

/** Beside the status: the app runs, and visitors get another page. */
export function MaintenanceBadge() {
  return <LookBadge look={{ word: 'Maintenance', tone: 'warn', icon: 'warning' }} />
}

/** `live`: the release of this deployment is the one that serves now. */
export function PhaseBadge({
  phase,
  live = false,
  className,
}: {
  phase: Phase
  live?: boolean
  className?: string
}) {
  const look = live && phase === 'SUCCEEDED' ? { ...PHASE_LOOK.SUCCEEDED, word: 'Live' } : PHASE_LOOK[phase]
  return <LookBadge look={look} className={className} />
}

const DOTS: Record<Tone, string> = {
  good: 'bg-good',
  busy: 'animate-pulse bg-busy',
  warn: 'bg-warn',
  bad: 'bg-bad',
  quiet: 'border border-soft',
}

/** A dot for dense lists; the word is there for screen readers and on hover. */
export function StatusDot({ status, className }: { status: AppStatus; className?: string }) {
  const { tone, word } = APP_LOOK[status]
  return (
    <span title={word} className={cn('inline-block size-2 shrink-0 rounded-full', DOTS[tone], className)}>
      <span className="sr-only">{word}</span>
    </span>
  )
}
