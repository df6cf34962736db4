import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { GitProblem } from '@/lib/core/git/problem'
import type { RepositoryUrl } from '@/lib/core/git/url'

/** Ranges that are not on the public internet: RFC 6890 and its successors. */
const PRIVATE: [address: string, prefix: number, family: 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['::ffff:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const blocked = new BlockList()
for (const [address, prefix, family] of PRIVATE) blocked.addSubnet(address, prefix, family)

/** Whether an IP address is not one of the public internet. IPv4 written as IPv6 counts as private: no git host has one. */
export const isPrivateAddress = (address: string): boolean =>
  blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/**
 * Resolves the host once and throws unless every address of it is public. The addresses are returned so that the
 * connection can be pinned to them: a name that answers differently the second time gains nothing.
 * `proxied`: a forward proxy resolves names, ours may not know them.
 */
export async function publicAddresses(url: RepositoryUrl, proxied: boolean): Promise<string[]> {
  const addresses = isIP(url.host) ? [url.host] : await resolve(url.host, proxied)
  if (!addresses.some(isPrivateAddress)) return addresses
  throw new GitProblem(
    'git.unreachable',
    `${url.host} is an address of this server or of a private network, where Berth does not connect to.`,
    'Use a public address, or have the operator set BERTH_ALLOW_PRIVATE_REPOSITORIES=1.',
  )
}

async function resolve(host: string, proxied: boolean): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(entry => entry.address)
  } catch (cause) {
    if (proxied) return []
    throw Object.assign(
      new GitProblem(
        'git.unreachable',
        `The host name ${host} is not known.`,
        'Check the address of the repository.',
      ),
      { cause },
    )
  }
}
