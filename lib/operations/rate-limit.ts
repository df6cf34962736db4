import { DomainError } from '@/lib/core/errors'
import type { Context } from './context'

const FORGET_MS = 24 * 60 * 60_000

/**
 * Counts one attempt under `key` and throws `too-many` when there were more than `limit` in the window. Counted before
 * the attempt is judged, in one statement, so that parallel attempts cannot slip through.
 */
export async function countAttempt(
  ctx: Context,
  { key, limit, windowMs }: { key: string; limit: number; windowMs: number },
): Promise<void> {
  const now = ctx.clock.now()
  const windowStart = new Date(now.getTime() - windowMs)
  const rows = await ctx.db.$queryRaw<{ count: number; windowStart: Date }[]>`
    INSERT INTO "RateCounter" AS c (key, "windowStart", count) VALUES (${key}, ${now}, 1)
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN c."windowStart" <= ${windowStart} THEN 1 ELSE c.count + 1 END,
      "windowStart" = CASE WHEN c."windowStart" <= ${windowStart} THEN ${now} ELSE c."windowStart" END
    RETURNING count, "windowStart"`
  const counter = rows[0]
  if (!counter) return
  if (counter.count === 1) await forgetOld(ctx, now)
  if (counter.count > limit) {
    const minutes = Math.ceil((counter.windowStart.getTime() + windowMs - now.getTime()) / 60_000)
    throw new DomainError('too-many', 'There were too many attempts.', {
      fix: `Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`,
    })
  }
}

/** Starts the count under `key` anew, after an attempt that was right. */
export async function clearAttempts(ctx: Context, key: string): Promise<void> {
  await ctx.db.rateCounter.deleteMany({ where: { key } })
}

async function forgetOld(ctx: Context, now: Date): Promise<void> {
  await ctx.db.rateCounter.deleteMany({ where: { windowStart: { lt: new Date(now.getTime() - FORGET_MS) } } })
}
