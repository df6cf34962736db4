/** The phases of a deployment; docs/deploys.md says what each does. Asserted against the Prisma enum in adapters/db. */
export const PHASES = [
  'QUEUED',
  'PREPARING',
  'BUILDING',
  'RELEASING',
  'STARTING',
  'CHECKING',
  'GATED',
  'SWITCHING',
  'SOAKING',
  'RETIRING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'SUPERSEDED',
  'ROLLED_BACK',
] as const
export type Phase = (typeof PHASES)[number]

const STOPS = ['FAILED', 'CANCELLED'] as const

/**
 * Where each phase may go. From SOAKING on the new release serves; a soak that fails gives the traffic back to the one
 * before, or to nobody (FAILED) where there was none.
 */
export const NEXT: Record<Phase, readonly Phase[]> = {
  QUEUED: ['PREPARING', 'SUPERSEDED', ...STOPS],
  PREPARING: ['BUILDING', 'RELEASING', 'STARTING', ...STOPS],
  BUILDING: ['RELEASING', ...STOPS],
  RELEASING: ['STARTING', ...STOPS],
  STARTING: ['CHECKING', ...STOPS],
  CHECKING: ['GATED', 'SWITCHING', ...STOPS],
  GATED: ['SWITCHING', ...STOPS],
  SWITCHING: ['SOAKING', ...STOPS],
  SOAKING: ['RETIRING', 'ROLLED_BACK', 'FAILED'],
  RETIRING: ['SUCCEEDED'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELLED: [],
  SUPERSEDED: [],
  ROLLED_BACK: [],
}

export const isFinal = (phase: Phase) => NEXT[phase].length === 0
/** Taken by a worker and not at its end. */
export const isActive = (phase: Phase) => phase !== 'QUEUED' && !isFinal(phase)
export const isCancellable = (phase: Phase) => NEXT[phase].includes('CANCELLED')
/** The new version serves already, and the one before is ready to come back. */
export const isRevertible = (phase: Phase) => NEXT[phase].includes('ROLLED_BACK')
export const FINAL_PHASES = PHASES.filter(isFinal)
export const ACTIVE_PHASES = PHASES.filter(isActive)

/** The phases from which `to` may be reached. */
export const sourcesOf = (to: Phase) => PHASES.filter(from => NEXT[from].includes(to))
