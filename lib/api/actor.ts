import type { Actor } from '@/lib/core/access/actor'
import { DomainError } from '@/lib/core/errors'
import { actorOfSession, actorOfToken } from '@/lib/operations/accounts/authenticate'
import type { WebRuntime } from '@/lib/runtime'
import { sessionIdOf } from './session-cookie'

/**
 * Who sends a request: an API token in the Authorization header, else the session in the cookie, else nobody. Never
 * from the address, which ends up in logs. Throws `unauthenticated` for a token that is not valid.
 */
export async function actorOf(runtime: WebRuntime, headers: Headers): Promise<Actor> {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const secret = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
    const actor = secret ? await actorOfToken(runtime, secret) : null
    if (actor) return actor
    throw new DomainError('unauthenticated', 'This API token is not valid, or no longer.', {
      fix: 'Create a token in the settings, and send it as "Authorization: Bearer berth_…".',
    })
  }
  const sessionId = await sessionIdOf(runtime.config, headers)
  const actor = sessionId ? await actorOfSession(runtime, sessionId) : null
  return actor ?? { kind: 'anonymous' }
}
