/** The phases of a deployment; docs/deploys.md says what each does. Asserted against the Prisma enum in adapters/db. */
export const PHASES = [
  'QUEUED',
  'PREPARING',
  'BUILDING',
  'RELEASING',
  'STARTING',
  'CHECKING',
  'SWITCHING',
  'RETIRING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'SUPERSEDED',
] as const
export type Phase = (typeof PHASES)[number]

const STOPS = ['FAILED', 'CANCELLED'] as const

/** Where each phase may go. RETIRING is past the point of no return: the new release serves. */
export const NEXT: Record<Phase, readonly Phase[]> = {
  QUEUED: ['PREPARING', 'SUPERSEDED', ...STOPS],
  PREPARING: ['BUILDING', 'RELEASING', 'STARTING', ...STOPS],
  BUILDING: ['RELEASING', ...STOPS],
  RELEASING: ['STARTING', ...STOPS],
  STARTING: ['CHECKING', ...STOPS],
  CHECKING: ['SWITCHING', ...STOPS],
  SWITCHING: ['RETIRING', ...STOPS],
  RETIRING: ['SUCCEEDED'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELLED: [],
  SUPERSEDED: [],
}

export const isFinal = (phase: Phase) => NEXT[phase].length === 0
/** Taken by a worker and not at its end. */
export const isActive = (phase: Phase) => phase !== 'QUEUED' && !isFinal(phase)
export const isCancellable = (phase: Phase) => NEXT[phase].includes('CANCELLED')
export const FINAL_PHASES = PHASES.filter(isFinal)
export const ACTIVE_PHASES = PHASES.filter(isActive)

/** The phases from which `to` may be reached. */
export const sourcesOf = (to: Phase) => PHASES.filter(from => NEXT[from].includes(to))
