import type { Run } from './run'

/** Builds under way in this process, by build id: two deployments of one commit build it once. */
const underWay = new Map<string, Promise<unknown>>()
/** Production's turn comes first, then whoever came first. */
const waiting: { isUrgent: boolean; wake(): void }[] = []
let taken = 0

/** Runs `work` when a slot is free and no other deployment builds the same thing. Rejects with the signal's reason when aborted while waiting. */
export async function withBuildSlot<T>(buildId: string, run: Run, work: () => Promise<T>): Promise<T> {
  const { lease, log, ctx } = run
  for (let same = underWay.get(buildId); same; same = underWay.get(buildId)) {
    log.say('BUILDING', 'Another deployment builds the same commit; waiting for its image.')
    await unlessAborted(settled(same), lease.signal)
  }
  const mine = (async () => {
    await takeSlot(ctx.worker.buildConcurrency, run)
    try {
      return await work()
    } finally {
      taken -= 1
      nextInLine()?.wake()
    }
  })()
  underWay.set(buildId, mine)
  try {
    return await mine
  } finally {
    underWay.delete(buildId)
  }
}

function nextInLine() {
  const first = waiting.findIndex(({ isUrgent }) => isUrgent)
  return waiting.splice(Math.max(0, first), 1)[0]
}

async function takeSlot(limit: number, { row, lease, log }: Run) {
  while (taken >= limit) {
    log.say('BUILDING', `Waiting for a build slot: ${taken} builds are under way.`)
    const isUrgent = row.appEnvironment.environment.kind === 'PRODUCTION'
    await turn(isUrgent, lease.signal)
  }
  taken += 1
}

/** Waits to be woken; one that gives up leaves the line, and hands on the turn it may just have been given. */
async function turn(isUrgent: boolean, signal: AbortSignal): Promise<void> {
  let wake: () => void = () => undefined
  const woken = new Promise<void>(resolve => {
    wake = resolve
  })
  const place = { isUrgent, wake }
  waiting.push(place)
  try {
    await unlessAborted(woken, signal)
    signal.throwIfAborted()
  } catch (error) {
    const at = waiting.indexOf(place)
    if (at >= 0) waiting.splice(at, 1)
    else nextInLine()?.wake()
    throw error
  }
}

/** How the other build ends is for its own deployment. */
const settled = (work: Promise<unknown>) => Promise.allSettled([work])

/** Waits for `work`, but not longer than until the signal aborts: then rejects with its reason. */
async function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  let give: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    give = () => reject(signal.reason)
  })
  signal.addEventListener('abort', give)
  try {
    await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', give)
  }
}
