import { readFile } from 'node:fs/promises'

/** Of proc(5) and the kernel's tcp_states.h: being opened, open, and closed by the other side only. */
const OPEN_STATES = new Set(['01', '02', '08'])
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6']

/** Open TCP connections from this machine to `host:port`. `host` is an address. */
export async function openConnections({ host, port }: { host: string; port: number }): Promise<number> {
  const wanted = new Set(spellings(host).map(address => `${address}:${hex(port, 4)}`))
  const tables = await Promise.all(TABLES.map(readTable))
  return tables.flat().filter(({ remote, state }) => wanted.has(remote) && OPEN_STATES.has(state)).length
}

async function readTable(file: string) {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // A kernel without IPv6.
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap(line => {
    const [, , remote, state] = line.trim().split(/\s+/)
    return remote && state ? [{ remote, state }] : []
  })
}

/** The kernel prints each four bytes as one number in the machine's own order, which is little-endian here. */
const word = (bytes: number[]) =>
  bytes
    .toReversed()
    .map(byte => hex(byte, 2))
    .join('')
const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, '0')

/** An IPv4 address may be reached by a socket of either kind. */
function spellings(host: string): string[] {
  if (!host.includes(':')) {
    const plain = word(host.split('.').map(Number))
    return [plain, `${word([0, 0, 0, 0]).repeat(2)}${word([0, 0, 255, 255])}${plain}`]
  }
  const bytes = ipv6Bytes(host)
  return [[0, 4, 8, 12].map(start => word(bytes.slice(start, start + 4))).join('')]
}

/** The URL parser writes an address in its one canonical form: no IPv4 at the end, at most one `::`. */
function ipv6Bytes(host: string): number[] {
  const [head = '', tail = ''] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16))
  const zeros = Array<number>(8 - groups(head).length - groups(tail).length).fill(0)
  return [...groups(head), ...zeros, ...groups(tail)].flatMap(group => [group >> 8, group & 255])
}
