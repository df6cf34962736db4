import { renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { readJson } from '../installation/json-file'
import type { Places } from '../installation/places'
import { processIdentity } from './process-identity'

/** In the order they are started. */
export const SERVICE_NAMES = ['postgres', 'redis', 'proxy', 'worker', 'web'] as const
export type ServiceName = (typeof SERVICE_NAMES)[number]

const serviceStatus = z.object({
  phase: z.enum(['starting', 'running', 'restarting', 'stopped']),
  process: processIdentity.nullable(),
  startedAt: z.iso.datetime().nullable(),
  restarts: z.number().int(),
})
export type ServiceStatus = z.infer<typeof serviceStatus>

const state = z.object({
  supervisor: processIdentity,
  phase: z.enum(['starting', 'running', 'stopping']),
  url: z.string(),
  startedAt: z.iso.datetime(),
  services: z.partialRecord(z.enum(SERVICE_NAMES), serviceStatus),
})
export type State = z.infer<typeof state>

/** What the supervisor of this data directory last wrote; whether it still runs is for the reader to check. */
export const readState = (places: Places): Promise<State | null> => readJson(places.state, state)

/**
 * Kept up to date with every change, and before anything else is done: after a crash it is how the processes that
 * were left behind are found. Hence without a moment's delay.
 */
export function writeState(places: Places, value: State): void {
  const draft = `${places.state}.new`
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o644 })
  renameSync(draft, places.state)
}
