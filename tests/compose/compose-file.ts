import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

export const ROOT = path.resolve(import.meta.dirname, '../..')
const FILE = path.join(ROOT, 'docker-compose.yml')

const scalar = z.union([z.string(), z.number()]).transform(String)
const service = z.object({
  image: z.string(),
  command: z.array(z.string()).default([]),
  user: z.string().optional(),
  restart: z.string(),
  init: z.boolean().default(false),
  read_only: z.boolean().default(false),
  network_mode: z.string().optional(),
  shm_size: z.string().optional(),
  environment: z.record(z.string(), scalar).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).min(2) }).optional(),
})
export type Service = z.infer<typeof service>
const composeFile = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
})

/** The settings an operator has to give, with values of no meaning. */
export const REQUIRED = {
  BERTH_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  BERTH_SESSION_SECRET: 'a-session-secret-of-the-compose-tests',
  BERTH_POSTGRES_PASSWORD: 'postgres-password-of-the-tests',
  BERTH_REDIS_PASSWORD: 'redis-password-of-the-tests',
  BERTH_URL: 'http://panel.example.test',
  BERTH_BASE_DOMAIN: 'apps.example.test',
}

/** docker-compose.yml as Compose sees it with these settings. Throws the file's own message when one is missing. */
export const readCompose = (settings: Record<string, string>) =>
  composeFile.parse(parse(interpolate(readFileSync(FILE, 'utf8'), settings), { merge: true }))

/** The same before its services are checked. */
export const rawCompose = (settings: Record<string, string>) =>
  z.looseObject({}).parse(parse(interpolate(readFileSync(FILE, 'utf8'), settings), { merge: true }))

const VARIABLE = /\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})/g

/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `$$`, as the Compose specification has them. */
export function interpolate(text: string, settings: Record<string, string>): string {
  return text.replace(VARIABLE, (whole, name?: string, kind?: string, word = '') => {
    if (!name) return whole.slice(1)
    const value = settings[name]
    if (value) return value
    if (kind === '?') throw new Error(`${name}: ${word}`)
    return kind === '-' ? word : ''
  })
}
