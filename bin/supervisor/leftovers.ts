import { readFileSync } from 'node:fs'
import type { Places } from '../installation/places'
import { endProcess, type Farewell } from './end-process'
import { step } from './events'
import { isAlive } from './process-identity'
import { readState, type ServiceName } from './state'

/** How each is ended, and what its command line has: a last check that it is ours. */
const HOW: Record<ServiceName, { farewell: Farewell; mark: (places: Places) => string | string[] }> = {
  web: { farewell: [{ signal: 'SIGTERM', waitMs: 10_000 }], mark: () => 'dist/web.mjs' },
  worker: { farewell: [{ signal: 'SIGTERM', waitMs: 30_000 }], mark: () => 'dist/worker.mjs' },
  // For nginx; Traefik ends at once.
  proxy: {
    farewell: [{ signal: 'SIGQUIT', waitMs: 5000 }],
    mark: places => [`${places.proxy}/`, `${places.traefik}/`],
  },
  redis: { farewell: [{ signal: 'SIGTERM', waitMs: 15_000 }], mark: places => places.redisSocket },
  postgres: { farewell: [{ signal: 'SIGINT', waitMs: 30_000 }], mark: places => places.postgres },
}

/**
 * Ends those of `names`, in this order, that a supervisor which was killed has left behind. Only with the lock taken.
 * A process counts as ours by number, start time, boot and command line.
 */
export async function endLeftovers(places: Places, names: ServiceName[]): Promise<void> {
  const state = await readState(places)
  for (const name of names) {
    const identity = state?.services[name]?.process
    const { farewell, mark } = HOW[name]
    if (!identity || !isAlive(identity) || !has(commandLine(identity.pid), mark(places))) continue
    await step(`Ended the ${name} process that an earlier start left behind`, () =>
      endProcess(identity, farewell),
    )
  }
}

const has = (text: string, marks: string | string[]) => [marks].flat().some(mark => text.includes(mark))

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return ''
    throw error
  }
}
