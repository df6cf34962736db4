import type { Strategy } from '../deployment/strategy'
import type { Formation } from './formation'

/** One instance that a release wants. */
export interface WantedInstance {
  processType: string
  /** From 1. */
  index: number
  singleton: boolean
}

/** Every instance of a formation, in its order. */
export const wantedInstances = (formation: Formation): WantedInstance[] =>
  formation.flatMap(({ processType, count, singleton }) =>
    Array.from({ length: count }, (_, i) => ({ processType, index: i + 1, singleton })),
  )

/** Whether an instance starts beside the old version; the others start while the old one makes room. */
export function startsBeside({ processType, index, singleton }: WantedInstance, strategy: Strategy): boolean {
  if (singleton) return false
  if (strategy === 'BLUE_GREEN') return true
  return strategy === 'ROLLING' && processType === 'web' && index === 1
}
