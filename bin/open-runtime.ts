import type { Context } from '@/lib/operations/context'
import { readEnvironment } from './installation/environment'
import { placesIn } from './installation/places'
import { ROOT } from './root'

export interface Runtime {
  /** As the system itself, which may do everything. */
  ctx: Context
  /** Where the proxy of this installation listens. */
  proxyPort: number
  close(): Promise<void>
}

/** The operations of a running installation, for commands. Loaded only where needed: it is most of Berth. */
export async function openRuntime(dataDir: string): Promise<Runtime> {
  // A container has its settings already; elsewhere `berth up` has written them down.
  const settings = process.env.BERTH_MASTER_KEY ? {} : await readEnvironment(placesIn(dataDir))
  Object.assign(process.env, settings, { BERTH_LOG_LEVEL: 'error' })
  const { workerRuntime } = await import('@/lib/worker-runtime')
  const { ctx, config, close } = workerRuntime(ROOT)
  return { ctx: { ...ctx, actor: { kind: 'system' } }, proxyPort: config.proxyPort, close }
}
