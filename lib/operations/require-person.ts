import { DomainError } from '@/lib/core/errors'
import type { Context } from './context'

/** The signed-in person. Throws for API tokens: one that leaked must not be able to make itself at home. */
export function requirePerson(ctx: Context): { userId: string; sessionId: string } {
  const { actor } = ctx
  if (actor.kind === 'user') return { userId: actor.userId, sessionId: actor.sessionId }
  throw new DomainError('forbidden', 'Only a signed-in person may do this, not an API token.', {
    fix: 'Sign in to the panel.',
  })
}
