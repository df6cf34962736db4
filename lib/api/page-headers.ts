/** Request header in which proxy.ts tells pages their own address. */
export const PATH_HEADER = 'x-berth-path'

/**
 * The content security policy of a page. Scripts need the nonce; styles may be inline, since component libraries
 * place floating elements by style attributes. In development React evaluates code and reloads over a socket.
 */
export function pagePolicy(nonce: string, { production }: { production: boolean }): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${production ? '' : " 'unsafe-eval'"}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${production ? '' : ' ws:'}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
