import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { ProxyUnavailable } from '@/lib/core/errors'
import { ADMIN_HEADER, ADMIN_HOST, MARKER_PATH } from '@/lib/core/proxy/traefik'
import type { TraefikAccess } from './access'

export interface AskOptions {
  access: TraefikAccess
  timeoutMs: number
  signal?: AbortSignal
}

const listed = z.object({ status: z.string().optional(), error: z.array(z.string()).optional() })
const listing = z.object({
  routers: z.record(z.string(), listed.extend({ rule: z.string(), service: z.string() })),
  services: z.record(
    z.string(),
    listed.extend({
      loadBalancer: z.object({ servers: z.array(z.object({ url: z.string() })).default([]) }).optional(),
    }),
  ),
  middlewares: z.object({
    'marker@file': z.object({ redirectRegex: z.object({ replacement: z.string() }) }),
  }),
})
/** What Traefik's API says it routes by. */
export type Listing = z.infer<typeof listing>

/** An address that ends with a marker. */
const MARKED = /\/(\d+\.[0-9a-f]+)$/

/** The marker of the document that requests go by now; null while Traefik has none of ours. */
export async function askMarker(options: AskOptions): Promise<string | null> {
  const { location } = await ask(MARKER_PATH, options)
  return MARKED.exec(location)?.[1] ?? null
}

export async function askListing(options: AskOptions): Promise<Listing> {
  const { body } = await ask('/api/rawdata', options)
  return listing.parse(JSON.parse(body))
}

/** Which document the listing is of. */
export const markerOf = ({ middlewares }: Listing) =>
  MARKED.exec(middlewares['marker@file'].redirectRegex.replacement)?.[1] ?? null

/** Asks where visitors are answered, too: what this answer comes from is what they get. Throws `ProxyUnavailable`. */
async function ask(path: string, { access, timeoutMs, signal }: AskOptions) {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await new Promise<{ location: string; body: string }>((resolve, reject) => {
      const outgoing = request({
        host: '127.0.0.1',
        port: access.port,
        path,
        agent: false,
        headers: { Host: ADMIN_HOST, [ADMIN_HEADER]: access.options.key },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      outgoing.once('error', reject)
      outgoing.once('response', response =>
        text(response).then(body => resolve({ location: response.headers.location ?? '', body }), reject),
      )
      outgoing.end()
    })
  } catch (cause) {
    signal?.throwIfAborted()
    const why = timeout.aborted ? `did not answer in ${timeoutMs / 1000} s` : 'cannot be reached'
    throw new ProxyUnavailable(
      `Traefik ${why} on port ${access.port}. Is it running? See \`berth doctor\`.`,
      {
        cause,
      },
    )
  }
}
