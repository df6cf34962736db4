import path from 'node:path'
import { startDaemon } from '@/lib/adapters/process/daemon'
import { workerEnvironment } from '../installation/environment'
import type { Installation, Stores } from '../installation/installation'
import { ROOT } from '../root'
import type { Service } from '../supervisor/service'
import { hasHeartbeatSince } from './heartbeat'
import { identityOf } from './identity-of'
import { LEAN_ENVIRONMENT, LEAN_FLAGS } from './lean-node'

/** The process that builds and deploys; the only one that knows the Docker engine. */
export function workerService(installation: Installation, stores: Stores): Service {
  const logFile = path.join(installation.places.log, 'worker.log')
  let startedAt = new Date()
  return {
    name: 'worker',
    async start() {
      startedAt = new Date()
      const { pid } = await startDaemon(
        process.execPath,
        [...LEAN_FLAGS, path.join(ROOT, 'dist/worker.mjs')],
        {
          logFile,
          cwd: ROOT,
          env: { ...workerEnvironment(installation, stores), ...LEAN_ENVIRONMENT },
        },
      )
      return identityOf(pid, 'worker')
    },
    isReady: () => hasHeartbeatSince(stores.databaseUrl, startedAt),
    readyTimeoutMs: 60_000,
    // It hands running deployments over; what cannot be interrupted gets this long.
    farewell: [{ signal: 'SIGTERM', waitMs: 30_000 }],
    logFile,
  }
}
