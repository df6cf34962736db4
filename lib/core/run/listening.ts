/** State LISTEN in /proc/net/tcp. */
const LISTEN = '0A'
/** Docker's own resolver listens here in every container of a user-defined network. */
const DOCKER_DNS = '127.0.0.11'

export interface ListeningSocket {
  address: string
  port: number
}

/** Reads /proc/net/tcp and /proc/net/tcp6, in either order, one after the other. */
export function parseListening(text: string): ListeningSocket[] {
  const found = new Map<string, ListeningSocket>()
  for (const line of text.split('\n')) {
    const [, local = '', , state] = line.trim().split(/\s+/)
    const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local)
    if (state !== LISTEN || !match) continue
    const address = addressOf(match[1] ?? '')
    const port = Number.parseInt(match[2] ?? '', 16)
    if (address !== DOCKER_DNS) found.set(`${address} ${port}`, { address, port })
  }
  return [...found.values()]
}

/** The kernel prints each 32-bit word in the byte order of the processor, little-endian on all that Docker runs on. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(word =>
    (word.match(/../g) ?? []).reverse().map(byte => Number.parseInt(byte, 16)),
  )
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.every(byte => byte === 0)) return '::'
  if (bytes.slice(0, 15).every(byte => byte === 0) && bytes[15] === 1) return '::1'
  const mapped = bytes.slice(0, 10).every(byte => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  if (mapped) return `::ffff:${bytes.slice(12).join('.')}`
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  )
  return groups.join(':')
}
