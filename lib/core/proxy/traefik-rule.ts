/**
 * Rules of Traefik's routers, put together from checked parts. Traefik itself takes a rule that is broken and only
 * leaves the router out, so nothing enters one that could end its quotes.
 */

/** Names and addresses as a checked document has them, IPv6 without brackets; never a backtick, a star or a space. */
const HOST = /^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$|^[0-9a-f:.]{2,45}$/
const HEADER_NAME = /^[A-Za-z0-9-]{1,64}$/
/** All that may stand between backticks; braces are left out because the file is a Go template. */
const QUOTED = /^[A-Za-z0-9 .,:;!?@#%&=~_'"^$*+|()[\]<>/\\-]*$/

/** Requests for one of `hosts`, of which there is at least one. */
export const hostRule = (hosts: string[]) =>
  anyOf(hosts.map(host => `Host(${quoted(matching(HOST, withoutBrackets(host), 'a hostname'))})`))

export const headerRule = (name: string, value: string) =>
  `Header(${quoted(matching(HEADER_NAME, name, 'a header'))}, ${quoted(value)})`

export const headerPattern = (name: string, pattern: string) =>
  `HeaderRegexp(${quoted(matching(HEADER_NAME, name, 'a header'))}, ${quoted(pattern)})`

export const pathPrefix = (path: string) => `PathPrefix(${quoted(path)})`
export const pathPattern = (pattern: string) => `PathRegexp(${quoted(pattern)})`
export const methodRule = (method: string) => `Method(${quoted(matching(/^[A-Z]+$/, method, 'a method'))})`
export const clientRule = (range: string) =>
  `ClientIP(${quoted(matching(/^[0-9a-f.:]{2,45}(?:\/\d{1,3})?$/, range, 'a range of addresses'))})`

/** Each part is a rule made here. Throws for none: an empty rule would not be one. */
export const anyOf = (parts: string[]) =>
  parts.length === 1 ? some(parts).join() : `(${some(parts).join(' || ')})`
export const allOf = (parts: string[]) => some(parts).join(' && ')

function some(parts: string[]): string[] {
  if (parts.length === 0) throw new Error('A rule needs at least one part.')
  return parts
}

const quoted = (text: string) => `\`${matching(QUOTED, text, 'a text for a rule')}\``

/** Traefik compares an IPv6 address without the brackets that a Host header has. */
const withoutBrackets = (host: string) => (host.startsWith('[') ? host.slice(1, -1) : host)

function matching(pattern: RegExp, value: string, what: string): string {
  if (pattern.test(value)) return value
  throw new Error(`Not ${what}: ${JSON.stringify(value).slice(0, 100)}`)
}
