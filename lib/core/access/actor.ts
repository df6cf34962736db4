import type { TokenScope } from './roles'

/** Who asks. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'user'; userId: string; name: string; isAdmin: boolean; sessionId: string }
  | { kind: 'token'; userId: string; name: string; isAdmin: boolean; tokenId: string; scope: TokenScope }
  | { kind: 'webhook'; provider: string; projectId: string; appId: string }
  | { kind: 'worker'; workerId: string }
  | { kind: 'system' }

export const actorName = (actor: Actor): string => {
  switch (actor.kind) {
    case 'anonymous':
      return 'nobody'
    case 'user':
      return actor.name
    case 'token':
      return `${actor.name} (API token)`
    case 'webhook':
      return `${actor.provider} webhook`
    case 'worker':
      return 'worker'
    case 'system':
      return 'Berth'
  }
}
