import type { ReactNode } from 'react'
import { Duration } from '@/components/feedback/duration'
import type { StatusIcon as IconName } from '@/components/feedback/status'
import { StatusIcon } from '@/components/feedback/status-badge'
import { cn } from '@/components/ui/cn'
import type { Phase } from '@/lib/core/deployment/phase'
import type { Deployment } from '@/lib/operations/deployments/schema'
import { WHOLE_LOG } from './step-lines'

type Outcome = Deployment['steps'][number]['outcome']

const LABEL: Partial<Record<Phase, string>> = {
  PREPARING: 'Prepare',
  BUILDING: 'Build',
  RELEASING: 'Release command',
  STARTING: 'Start',
  CHECKING: 'Check health',
  GATED: 'Approval',
  SWITCHING: 'Switch traffic',
  SOAKING: 'Watch it live',
  RETIRING: 'Retire the old version',
}

const LOOK: Record<Outcome, { icon: IconName; color: string; word: string }> = {
  RUNNING: { icon: 'spinner', color: 'text-busy', word: 'under way' },
  DONE: { icon: 'check', color: 'text-good', word: 'done' },
  SKIPPED: { icon: 'skipped', color: 'text-soft', word: 'not needed' },
  FAILED: { icon: 'cross', color: 'text-bad', word: 'failed' },
  CANCELLED: { icon: 'stopped', color: 'text-soft', word: 'cancelled' },
}

interface StepListProps {
  deployment: Deployment
  /** A phase, or `WHOLE_LOG`. */
  chosen: string
  onChoose: (step: string) => void
}

/** The steps with state and duration; choosing one shows its part of the log. */
export function StepList({ deployment, chosen, onChoose }: StepListProps) {
  return (
    <section aria-label="Steps">
      <ol className="grid grid-cols-1 gap-1">
        <li>
          <StepButton selected={chosen === WHOLE_LOG} onClick={() => onChoose(WHOLE_LOG)}>
            <StatusIcon icon="circle" className="size-4 text-soft" />
            <span className="font-medium">Whole log</span>
          </StepButton>
        </li>
        {deployment.steps.map(step => (
          <li key={step.phase}>
            <Step
              step={step}
              selected={chosen === step.phase}
              onClick={() => onChoose(chosen === step.phase ? WHOLE_LOG : step.phase)}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Step({
  step,
  selected,
  onClick,
}: {
  step: Deployment['steps'][number]
  selected: boolean
  onClick: () => void
}) {
  const { icon, color, word } = LOOK[step.outcome]
  return (
    <StepButton selected={selected} onClick={onClick}>
      <StatusIcon icon={icon} className={cn('mt-0.5 size-4 shrink-0', color)} />
      <span className="min-w-0 flex-1">
        <span className="flex justify-between gap-2">
          <span className="font-medium">
            {LABEL[step.phase] ?? step.phase}
            <span className="sr-only">, {word}</span>
          </span>
          {step.outcome !== 'SKIPPED' && (
            <Duration from={step.startedAt} to={step.finishedAt} className="text-soft tabular-nums" />
          )}
        </span>
        {step.note && <span className="block truncate text-soft text-xs">{step.note}</span>}
      </span>
    </StepButton>
  )
}

function StepButton({
  selected,
  onClick,
  children,
}: {
  selected: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-pressed={selected}
      onClick={onClick}
      className={cn(
        'flex w-full items-start gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-muted',
        selected && 'bg-muted',
      )}
    >
      {children}
    </button>
  )
}
