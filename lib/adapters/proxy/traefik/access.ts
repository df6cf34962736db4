import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { ProxyUnavailable } from '@/lib/core/errors'
import { traefikPaths } from '@/lib/core/proxy/traefik-static'
import { replaceFile } from './replace-file'

const schema = z.object({
  /** Where Traefik listens on this machine. */
  port: z.number().int(),
  options: z.object({
    key: z.string().regex(/^[0-9a-f]{64}$/),
    publicScheme: z.enum(['http', 'https']),
    connectSeconds: z.number().int().min(1),
    readSeconds: z.number().int().min(1),
  }),
})
/** How the driver reaches Traefik, and how its documents are rendered: what worker and start must agree on. */
export type TraefikAccess = z.infer<typeof schema>

/** Throws `ProxyUnavailable` when Traefik was never started on this folder. */
export async function readAccess(dir: string): Promise<TraefikAccess> {
  const found = await readAccessOrNull(dir)
  if (found) return found
  throw new ProxyUnavailable(`Traefik was not started on ${dir} yet. See \`berth doctor\`.`)
}

/** Keeps the key that is there: a worker may be about to use it. */
export async function writeAccess(
  dir: string,
  access: { port: number; options: Omit<TraefikAccess['options'], 'key'> },
): Promise<TraefikAccess> {
  const before = await readAccessOrNull(dir)
  const key = before?.options.key ?? randomBytes(32).toString('hex')
  const written: TraefikAccess = { port: access.port, options: { ...access.options, key } }
  await replaceFile(traefikPaths(dir).access, `${JSON.stringify(written)}\n`)
  return written
}

async function readAccessOrNull(dir: string): Promise<TraefikAccess | null> {
  try {
    return schema.parse(JSON.parse(await readFile(traefikPaths(dir).access, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
