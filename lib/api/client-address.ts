import { isIP } from 'node:net'

/**
 * The client's address as our proxy saw it: the last entry of X-Forwarded-For, since whatever stands before it was
 * sent by the client. An IPv6 client is its /64, of which it may use any address; the machine itself is `::1`. null when
 * there is none.
 */
export function clientAddress(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  const version = isIP(last)
  if (version === 4) return last
  if (version !== 6) return null
  if (last === '::1') return last
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(last)?.[1]
  return mapped ?? `${network64(last)}::/64`
}

function network64(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right]
  return groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')
    .replace(/(:0)+$/, '')
}
