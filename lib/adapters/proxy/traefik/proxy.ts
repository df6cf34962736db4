import { setTimeout as sleep } from 'node:timers/promises'
import { ProxyUnavailable } from '@/lib/core/errors'
import { targetName } from '@/lib/core/proxy/route-table'
import type { RouteDocument } from '@/lib/core/proxy/routes'
import type { ProxyPort } from '@/lib/ports/proxy'
import { readAccess } from './access'
import { type AskOptions, askListing, askMarker, markerOf } from './ask'
import { openConnections } from './connections'
import { differences } from './differences'
import { withRoutesLock } from './lock'
import { generationOf, type RenderedDocument, readSaved, render, save } from './saved-document'

export interface TraefikProxyOptions {
  /** The folder that `writeTraefikFiles` prepared. */
  dir: string
  /** For one question to Traefik, and for it to take a document; 10 s by default. */
  timeoutMs?: number
}

const POLL_MS = 5

/**
 * Traefik with its file provider: the whole document replaces the file in one move, and counts as taken when Traefik
 * answers a request with its marker where visitors are answered, too, and lists exactly its routes.
 */
export function traefikProxy({ dir, timeoutMs = 10_000 }: TraefikProxyOptions): ProxyPort {
  const options = async (signal?: AbortSignal): Promise<AskOptions> => ({
    access: await readAccess(dir),
    timeoutMs,
    signal,
  })
  return {
    async apply(document, signal) {
      const asking = await options(signal)
      const rendered = render(document, asking.access.options)
      // One that does not answer gets nothing: what it found at its next start might be withdrawn by then.
      await askMarker(asking)
      await withRoutesLock(dir, timeoutMs, () => replace(dir, document, rendered))
      await acknowledged(dir, rendered, asking)
    },
    async status() {
      const marker = await askMarker(await options())
      if (marker === null) throw new ProxyUnavailable('Traefik has not read its routes. See its error log.')
      return { driver: 'traefik', generation: generationOf(marker) }
    },
    /** No connection to a target is used twice or kept, so those that are open are the requests under way. */
    // Its counts are per pool, and a pool lives on through a switch.
    answers: async () => null,
    async inFlight(target) {
      targetName(target)
      return openConnections(target)
    },
  }
}

/** An older document than the one that is there changes nothing. */
async function replace(dir: string, document: RouteDocument, rendered: RenderedDocument): Promise<void> {
  const saved = await readSaved(dir)
  if (saved && generationOf(saved.marker) > document.generation) return
  try {
    await save(dir, document, rendered)
  } catch (cause) {
    throw new ProxyUnavailable('The routes could not be written. Is the disk full? See `berth doctor`.', {
      cause,
    })
  }
}

/** Waits until requests go by this document, or by one that another worker wrote over it. */
async function acknowledged(dir: string, rendered: RenderedDocument, asking: AskOptions): Promise<void> {
  const generation = generationOf(rendered.marker)
  const deadline = Date.now() + asking.timeoutMs
  for (;;) {
    const marker = await askMarker(asking)
    if (marker === rendered.marker && (await isWhole(rendered, asking))) return
    if (marker !== null && generationOf(marker) > generation) return
    if (marker !== null && marker !== rendered.marker && marker === (await readSaved(dir))?.marker) return
    if (Date.now() > deadline) {
      throw new ProxyUnavailable(`Traefik stayed with the routes ${marker} instead of ${rendered.marker}.`)
    }
    await sleep(POLL_MS, undefined, { signal: asking.signal })
  }
}

/** Whether Traefik lists exactly this document; false when it has another one by now. Throws for one it took in part. */
async function isWhole({ marker, document }: RenderedDocument, asking: AskOptions): Promise<boolean> {
  const listing = await askListing(asking)
  if (markerOf(listing) !== marker) return false
  const [first, ...more] = differences(document, listing)
  if (first === undefined) return true
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`
  throw new ProxyUnavailable(`Traefik did not take all routes: ${first}${others}.`)
}
