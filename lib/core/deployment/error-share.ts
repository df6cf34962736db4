export interface AnswerCount {
  all: number
  /** With status 5xx. */
  failed: number
}

/** Fewer failures than this are no reason: one visitor may meet the same fault again and again. */
const FAILURES = 10
/** Part of all answers that fail, beyond the part that failed before, from which a new version is taken back. */
const SHARE = 0.2

const shareOf = ({ all, failed }: AnswerCount) => (all === 0 ? 0 : failed / all)

/** Whether a new version fails so much more often than the one before that it should not stay. */
export const failsTooOften = (fresh: AnswerCount, before: AnswerCount): boolean =>
  fresh.failed >= FAILURES && shareOf(fresh) > shareOf(before) + SHARE

/** What was counted since `start`. */
export const since = (now: AnswerCount, start: AnswerCount): AnswerCount => ({
  all: now.all - start.all,
  failed: now.failed - start.failed,
})

export const sumOf = (counts: AnswerCount[]): AnswerCount => ({
  all: counts.reduce((sum, { all }) => sum + all, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
})
