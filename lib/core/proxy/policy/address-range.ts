import * as z from 'zod'

/** An address or a range of addresses: `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`. */
export const addressRange = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  'must be an address or a range, such as 203.0.113.7 or 10.0.0.0/8',
)

export interface AddressBytes {
  /** 4 or 16 numbers of 0 to 255. */
  bytes: number[]
  /** How many leading bits count. */
  bits: number
}

/** The bytes of what `addressRange` took, with those beyond the range's length at 0. */
export function addressBytes(range: string): AddressBytes {
  const [address = '', length] = range.split('/')
  const bytes = address.includes(':') ? ipv6Bytes(address) : ipv4Bytes(address)
  const bits = length === undefined ? bytes.length * 8 : Number(length)
  return { bytes: bytes.map((byte, index) => byte & maskByte(bits - index * 8)), bits }
}

const maskByte = (bits: number) => (bits >= 8 ? 255 : bits <= 0 ? 0 : (255 << (8 - bits)) & 255)

const ipv4Bytes = (address: string) => address.split('.').map(Number)

function ipv6Bytes(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const zeros = Array<number>(16 - before.length - after.length).fill(0)
  return [...before, ...(tail === undefined ? [] : zeros), ...after]
}

/** Two bytes per group of hexadecimal digits; an IPv4 address at the end is four. */
const groups = (text: string): number[] =>
  text
    .split(':')
    .filter(group => group !== '')
    .flatMap(group => {
      if (group.includes('.')) return ipv4Bytes(group)
      const value = Number.parseInt(group, 16)
      return [value >> 8, value & 255]
    })
