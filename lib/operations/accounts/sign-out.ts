import type { Context } from '../context'

/** Ends the session a cookie speaks of; the caller holds the signed cookie, so there is nothing else to check. */
export async function signOut(ctx: Context, sessionId: string): Promise<void> {
  await ctx.db.session.deleteMany({ where: { id: sessionId } })
}
