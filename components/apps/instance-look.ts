import type { Tone } from '@/components/ui/badge'
import type { Observed } from '@/lib/core/run/observed'
import type { Instance } from '@/lib/operations/app-environments/schema'

interface Look {
  word: string
  tone: Tone
}

const STATE_LOOK: Record<Exclude<Instance['state'], 'SERVING'>, Look> = {
  STARTING: { word: 'Starting', tone: 'busy' },
  STANDBY: { word: 'Standing by', tone: 'quiet' },
  RETIRING: { word: 'Ending', tone: 'quiet' },
}

const OBSERVED_LOOK: Record<Observed, Look> = {
  created: { word: 'Starting', tone: 'busy' },
  running: { word: 'Running', tone: 'good' },
  paused: { word: 'Paused by hand', tone: 'warn' },
  restarting: { word: 'Restarting', tone: 'warn' },
  removing: { word: 'Gone', tone: 'warn' },
  exited: { word: 'Down', tone: 'warn' },
  dead: { word: 'Down', tone: 'warn' },
  missing: { word: 'Gone', tone: 'warn' },
}

/** The one word for an instance: what it is there for, and whether the engine says that it is so. */
export function instanceLook({ state, observedStatus, ready, haltedAt }: Instance): Look {
  if (haltedAt) return { word: 'Stopped: kept ending', tone: 'bad' }
  if (state !== 'SERVING') return STATE_LOOK[state]
  if (observedStatus === 'running' && !ready) return { word: 'Not answering yet', tone: 'busy' }
  return OBSERVED_LOOK[observedStatus ?? 'running']
}

const SIGNALS: Record<number, string> = { 137: 'killed', 139: 'segmentation fault', 143: 'terminated' }

/** How it ended last, in words; null when it did not. */
export function lastEnd({ lastExitAt, lastOomAt, exitCode, oomKilled }: Instance) {
  const at = lastExitAt ?? lastOomAt
  if (!at) return null
  if (oomKilled) return { words: lastExitAt ? 'Out of memory' : 'A process of it: out of memory', at }
  if (exitCode === null) return { words: 'Ended', at }
  return { words: `Exit code ${exitCode}${SIGNALS[exitCode] ? ` (${SIGNALS[exitCode]})` : ''}`, at }
}
