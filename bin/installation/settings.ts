import { createHash } from 'node:crypto'
import * as z from 'zod'
import { PROXY_DRIVERS } from '@/lib/core/proxy/driver'
import { readJson, writeJson } from './json-file'
import type { Places } from './places'

const port = z.number().int().min(1).max(65535)
const schema = z.object({
  /** Prefix of containers, networks and images. */
  namespace: z.string(),
  /** The program that is the proxy; absent: nginx. */
  proxy: z.enum(PROXY_DRIVERS).optional(),
  /** The proxy's. */
  port: port.optional(),
  webPort: port.optional(),
  /** Where people open the panel; absent: this machine by name `localhost`. */
  url: z.string().optional(),
  baseDomain: z.string().optional(),
})
export type Settings = z.infer<typeof schema>

const DEFAULT_DATA_DIR = '/var/lib/berth'

/** What was chosen at an earlier start. */
export async function readSettings(places: Places): Promise<Settings> {
  const found = await readJson(places.settings, schema)
  return found ?? { namespace: process.env.BERTH_NAMESPACE || namespaceFor(places.dataDir) }
}

/** Keeps a choice for later starts. */
export const keepSettings = (places: Places, settings: Settings): Promise<void> =>
  writeJson(places.settings, settings, 0o644)

/** Several installations may share an engine: only the usual place gets the plain name. */
const namespaceFor = (dataDir: string) =>
  dataDir === DEFAULT_DATA_DIR
    ? 'berth'
    : `b${createHash('sha256').update(dataDir).digest('hex').slice(0, 10)}`
