/** How a new version takes over; asserted against the Prisma enum in adapters/db. */
export const STRATEGIES = ['BLUE_GREEN', 'ROLLING', 'RECREATE'] as const
export type Strategy = (typeof STRATEGIES)[number]

/** How a new version takes over, as a sentence. */
export const STRATEGY_SENTENCE: Record<Strategy, string> = {
  BLUE_GREEN: 'The new version starts beside the old one.',
  ROLLING: 'Instances are replaced one after the other.',
  RECREATE: 'The old version stops before the new one starts; visitors are asked to wait.',
}

export interface StrategyFacts {
  /** What the settings say; null: whatever is best. */
  wish: Strategy | null
  /** A version serves now. */
  replaces: boolean
  /** What each new instance is expected to take, web instances first. MB. */
  web: number[]
  others: number[]
  /** Of the server, for new processes. MB. */
  availableMb: number
  /** The web process writes to a volume, which two versions at a time would damage. */
  webHasVolume: boolean
}

/** Left to the system and the panel when it is judged whether new instances fit. MB. */
const RESERVE_MB = 96

/** The strategy for one deployment, and why; the reason is shown when it is not the usual one. */
export function chooseStrategy(facts: StrategyFacts): { strategy: Strategy; reason: string | null } {
  const { wish, replaces, web, others, availableMb, webHasVolume } = facts
  if (!replaces) return { strategy: 'BLUE_GREEN', reason: null }
  if (wish) return { strategy: wish, reason: wish === 'BLUE_GREEN' ? null : 'as set for this environment' }
  if (webHasVolume) {
    return {
      strategy: 'RECREATE',
      reason: 'its web process has a volume, which only one version may use at a time',
    }
  }
  const room = availableMb - RESERVE_MB
  const all = sum(web) + sum(others)
  if (all <= room) return { strategy: 'BLUE_GREEN', reason: null }
  const short = `the server has ${Math.max(0, Math.floor(availableMb))} MB of memory left, and the new version is expected to take ${Math.ceil(all)} MB beside the old one`
  if (web.length > 1 && Math.max(...web) <= room) return { strategy: 'ROLLING', reason: short }
  return { strategy: 'RECREATE', reason: short }
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** What an instance is expected to take: as much as the one it replaces and a quarter more, else half its limit. MB. */
export const expectedMemoryMb = (limitMb: number, usedMb: number | null): number =>
  Math.min(limitMb, usedMb === null ? limitMb / 2 : usedMb * 1.25)
