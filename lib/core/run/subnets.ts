/** Networks of 254 addresses each, in the upper part of 10.0.0.0/8, where the engine's own pools have none. */
const FIRST = toNumber('10.160.0.0')
const LAST = toNumber('10.223.255.0')
const SIZE = 256

/**
 * The first free /24 for a network, when the engine's own pools are used up (30 networks by default). `used`: subnets
 * of other networks and addresses of the host, as `a.b.c.d/n`. null: none is free.
 */
export function freeSubnet(used: string[]): string | null {
  const ranges = used.flatMap(cidr => rangeOf(cidr) ?? [])
  for (let start = FIRST; start <= LAST; start += SIZE) {
    const end = start + SIZE - 1
    if (!ranges.some(range => range.start <= end && start <= range.end)) return `${toText(start)}/24`
  }
  return null
}

function rangeOf(cidr: string): { start: number; end: number } | null {
  const match = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr)
  if (!match) return null
  const size = 2 ** (32 - Number(match[2]))
  const start = Math.floor(toNumber(match[1] ?? '') / size) * size
  return { start, end: start + size - 1 }
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

const toText = (address: number) =>
  [24, 16, 8, 0].map(bits => Math.floor(address / 2 ** bits) % 256).join('.')
