import type { WebhookProvider } from '@/lib/core/git/push-event'
import type { WebhookHeaders } from './signature'

const EVENT_HEADERS: Record<WebhookProvider, string[]> = {
  github: ['x-github-event'],
  gitea: ['x-gitea-event', 'x-forgejo-event'],
  gitlab: ['x-gitlab-event'],
  bitbucket: ['x-event-key'],
  generic: [],
}

/** The provider's name of the event; a generic delivery is always a push. */
export function eventName(provider: WebhookProvider, headers: WebhookHeaders): string {
  const given = EVENT_HEADERS[provider].map(name => headers[name]).find(Boolean)
  return printable(given ?? (provider === 'generic' ? 'push' : 'unknown'), 100)
}

/** The JSON text of a body. GitHub and Gitea send forms, too: `payload=<JSON>`. */
export function payloadText(headers: WebhookHeaders, body: Buffer): string {
  // Postgres stores no NUL, and JSON allows none.
  const text = body.toString('utf8').replaceAll('\0', '\ufffd')
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return isForm ? (new URLSearchParams(text).get('payload') ?? '') : text
}

/** The value of a JSON text, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Text of somebody else's, cut and without control characters. */
export const printable = (text: string, length: number): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, length)
