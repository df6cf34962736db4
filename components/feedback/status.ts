import type { Tone } from '@/components/ui/badge'
import type { Phase } from '@/lib/core/deployment/phase'
import type { AppStatus } from '@/lib/core/deployment/status'

export type StatusIcon =
  | 'check'
  | 'spinner'
  | 'waiting'
  | 'warning'
  | 'cross'
  | 'stopped'
  | 'circle'
  | 'skipped'

export interface StatusLook {
  word: string
  tone: Tone
  icon: StatusIcon
}

/** The one vocabulary for the state of an app in an environment. */
export const APP_LOOK: Record<AppStatus, StatusLook> = {
  'not-deployed': { word: 'Not deployed', tone: 'quiet', icon: 'circle' },
  deploying: { word: 'Deploying', tone: 'busy', icon: 'spinner' },
  live: { word: 'Live', tone: 'good', icon: 'check' },
  degraded: { word: 'Degraded', tone: 'warn', icon: 'warning' },
  crashed: { word: 'Crashed', tone: 'bad', icon: 'cross' },
  stopped: { word: 'Stopped', tone: 'quiet', icon: 'stopped' },
  failed: { word: 'Failed', tone: 'bad', icon: 'cross' },
}

/** The one vocabulary for the phases of a deployment. */
export const PHASE_LOOK: Record<Phase, StatusLook> = {
  QUEUED: { word: 'Queued', tone: 'quiet', icon: 'waiting' },
  PREPARING: { word: 'Preparing', tone: 'busy', icon: 'spinner' },
  BUILDING: { word: 'Building', tone: 'busy', icon: 'spinner' },
  RELEASING: { word: 'Releasing', tone: 'busy', icon: 'spinner' },
  STARTING: { word: 'Starting', tone: 'busy', icon: 'spinner' },
  CHECKING: { word: 'Checking', tone: 'busy', icon: 'spinner' },
  GATED: { word: 'Waits for approval', tone: 'warn', icon: 'waiting' },
  SWITCHING: { word: 'Switching', tone: 'busy', icon: 'spinner' },
  SOAKING: { word: 'Live, being watched', tone: 'busy', icon: 'spinner' },
  RETIRING: { word: 'Retiring the old version', tone: 'busy', icon: 'spinner' },
  SUCCEEDED: { word: 'Succeeded', tone: 'good', icon: 'check' },
  FAILED: { word: 'Failed', tone: 'bad', icon: 'cross' },
  CANCELLED: { word: 'Cancelled', tone: 'quiet', icon: 'stopped' },
  SUPERSEDED: { word: 'Superseded', tone: 'quiet', icon: 'skipped' },
  ROLLED_BACK: { word: 'Rolled back', tone: 'bad', icon: 'cross' },
}
