import type { TraefikDocument } from '@/lib/core/proxy/traefik-document'
import type { Listing } from './ask'

/** How Traefik's API lists what comes from our file. */
const listedName = (name: string) => (name.includes('@') ? name : `${name}@file`)

/** What Traefik lists otherwise than the document says, in words. */
export function differences({ http }: TraefikDocument, listing: Listing): string[] {
  return [
    ...Object.entries(http.routers).flatMap(([name, wanted]) => {
      const found = listing.routers[listedName(name)]
      const same = found?.rule === wanted.rule && found.service === wanted.service
      return same && found.status === 'enabled' ? [] : [say('router', name, found?.error)]
    }),
    ...Object.entries(http.services).flatMap(([name, wanted]) => {
      const found = listing.services[listedName(name)]
      const urls = (servers: { url: string }[] = []) => servers.map(({ url }) => url).join()
      const same = urls(found?.loadBalancer?.servers) === urls(wanted.loadBalancer.servers)
      return same && found?.status === 'enabled' ? [] : [say('service', name, found?.error)]
    }),
    ...unknown('router', http.routers, listing.routers),
    ...unknown('service', http.services, listing.services),
  ]
}

const say = (kind: string, name: string, errors: string[] = ['it is not as it was written']) =>
  `the ${kind} ${name}: ${errors.join(', ')}`

function unknown(kind: string, wanted: object, listed: object): string[] {
  const names = new Set(Object.keys(wanted).map(listedName))
  return Object.keys(listed)
    .filter(name => name.endsWith('@file') && !names.has(name))
    .map(name => `the ${kind} ${name} is not in the document`)
}
