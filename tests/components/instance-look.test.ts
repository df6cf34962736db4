import { describe, expect, it } from 'vitest'
import { instanceLook, lastEnd } from '@/components/apps/instance-look'
import type { Instance } from '@/lib/operations/app-environments/schema'

const at = '2026-11-25T12:00:00.000Z'
const serving: Instance = {
  id: `ins_${'0'.repeat(20)}`,
  processType: 'web',
  index: 1,
  state: 'SERVING',
  containerName: 'c',
  observedStatus: 'running',
  observedAt: at,
  ready: true,
  restartCount: 0,
  exitCode: null,
  lastExitAt: null,
  oomKilled: false,
  lastOomAt: null,
  memoryMb: 64,
  haltedAt: null,
  haltReason: null,
}

describe('the word for an instance', () => {
  it.each<[string, Partial<Instance>]>([
    ['Running', {}],
    ['Running', { observedStatus: null }],
    ['Not answering yet', { ready: false }],
    ['Restarting', { observedStatus: 'restarting', ready: false }],
    ['Down', { observedStatus: 'exited', ready: false }],
    ['Gone', { observedStatus: 'missing', ready: false }],
    ['Paused by hand', { observedStatus: 'paused' }],
    ['Stopped: kept ending', { observedStatus: 'exited', haltedAt: at }],
    ['Starting', { state: 'STARTING', observedStatus: null }],
    ['Standing by', { state: 'STANDBY', observedStatus: 'exited' }],
    ['Ending', { state: 'RETIRING' }],
  ])('is %s', (word, change) => {
    expect(instanceLook({ ...serving, ...change }).word).toBe(word)
  })
})

describe('the last end', () => {
  it.each<[string | undefined, Partial<Instance>]>([
    [undefined, {}],
    ['Exit code 1', { lastExitAt: at, exitCode: 1 }],
    ['Exit code 137 (killed)', { lastExitAt: at, exitCode: 137 }],
    ['Ended', { lastExitAt: at }],
    ['Out of memory', { lastExitAt: at, exitCode: 137, oomKilled: true, lastOomAt: at }],
    ['A process of it: out of memory', { oomKilled: true, lastOomAt: at }],
  ])('is %s', (words, change) => {
    expect(lastEnd({ ...serving, ...change })?.words).toBe(words)
  })
})
