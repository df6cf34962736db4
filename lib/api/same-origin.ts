import { DomainError } from '@/lib/core/errors'

/**
 * Throws unless a change that a cookie vouches for was asked for by a page of the panel itself. SameSite is not enough:
 * deployed apps live on sibling names, which browsers count as the same site.
 */
export function requireSameOrigin(headers: Headers, publicUrl: string): void {
  if (!isSameOrigin(headers, publicUrl)) {
    throw new DomainError('forbidden', 'This request did not come from a page of the panel.', {
      fix: 'Open the panel and try there. Programs use an API token.',
    })
  }
}

/** Every browser says where a change comes from; a program without a cookie to abuse need not. */
export const isFromBrowser = (headers: Headers) => headers.has('sec-fetch-site') || headers.has('origin')

function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  return origin === new URL(publicUrl).origin || new URL(origin).host === headers.get('host')
}
