import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import * as z from 'zod'
import { readJson, writeJsonOnce } from './json-file'
import type { Places } from './places'

const schema = z.object({
  masterKey: z.base64().length(44),
  sessionSecret: z.string().min(32),
  postgresPassword: z.string().min(16),
})
export type Secrets = z.infer<typeof schema>

/** The installation's keys, or null when there are none. Throws when the file is damaged. */
export const readSecrets = (places: Places): Promise<Secrets | null> => readJson(places.secrets, schema)

/**
 * The installation's keys; made at the first start. Throws when they are missing beside a database that was made with
 * them: new ones would open nothing.
 */
export async function findSecrets(places: Places): Promise<{ secrets: Secrets; created: boolean }> {
  const found = await readSecrets(places)
  if (found) return { secrets: found, created: false }
  if (existsSync(`${places.postgres}/data`)) {
    throw new Error(
      `${places.secrets} is missing, but there is a database that belongs to it. Restore the file from a backup; without it stored secrets cannot be read.`,
    )
  }
  const secrets: Secrets = {
    masterKey: randomBytes(32).toString('base64'),
    sessionSecret: randomBytes(32).toString('base64url'),
    postgresPassword: randomBytes(24).toString('base64url'),
  }
  if (await writeJsonOnce(places.secrets, secrets, 0o600)) return { secrets, created: true }
  return findSecrets(places)
}
