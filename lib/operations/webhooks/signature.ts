import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { WebhookProvider } from '@/lib/core/git/push-event'

/** Request headers, names in lower case. */
export type WebhookHeaders = Readonly<Record<string, string>>

/** Headers that may carry the HMAC-SHA256 of the raw body, in hexadecimal, with or without `sha256=` in front. */
const SIGNATURE_HEADERS: Record<Exclude<WebhookProvider, 'gitlab'>, string[]> = {
  github: ['x-hub-signature-256'],
  gitea: ['x-gitea-signature', 'x-forgejo-signature', 'x-hub-signature-256'],
  bitbucket: ['x-hub-signature'],
  generic: ['x-berth-signature'],
}

const MISSING = 'The delivery is not signed: enter the secret at the provider.'
const WRONG = 'The signature does not fit: the secret at the provider is not the one shown here.'

/** Why a delivery is not authentic, as a sentence; null when it is. Compares in constant time, on the bytes as they came. */
export function signatureProblem(
  provider: WebhookProvider,
  secret: string,
  headers: WebhookHeaders,
  body: Buffer,
): string | null {
  if (secret === '') return 'The app has no webhook secret: make a new one.'
  if (provider === 'gitlab') return tokenProblem(secret, headers['x-gitlab-token'])
  const given = SIGNATURE_HEADERS[provider].map(name => headers[name]).find(Boolean)
  if (!given) return MISSING
  const hex = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(given)?.[1]
  if (!hex) return WRONG
  const expected = createHmac('sha256', secret).update(body).digest()
  return timingSafeEqual(expected, Buffer.from(hex, 'hex')) ? null : WRONG
}

/** GitLab sends the secret itself. Digests make the lengths equal. */
function tokenProblem(secret: string, given: string | undefined): string | null {
  if (!given) return MISSING
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(secret), digest(given)) ? null : WRONG
}

/**
 * What makes a delivery unique. Signed bodies are their own key: a header that is not signed could be changed for a
 * replay. GitLab signs nothing, and sends equal bodies for equal pushes, so there its own id counts.
 */
export function deliveryKey(provider: WebhookProvider, headers: WebhookHeaders, body: Buffer): string {
  const own =
    provider === 'gitlab' ? (headers['idempotency-key'] ?? headers['x-gitlab-event-uuid']) : undefined
  return own ? `id:${own.slice(0, 200)}` : `sha256:${createHash('sha256').update(body).digest('hex')}`
}
