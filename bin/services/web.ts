import path from 'node:path'
import { startDaemon } from '@/lib/adapters/process/daemon'
import { webEnvironment } from '../installation/environment'
import type { Installation, Stores } from '../installation/installation'
import type { SystemUser } from '../machine/users'
import { ROOT } from '../root'
import type { Service } from '../supervisor/service'
import { identityOf } from './identity-of'
import { LEAN_ENVIRONMENT, LEAN_FLAGS } from './lean-node'

const HEALTH_TIMEOUT_MS = 2000

/** The process that answers browsers. `user`: whom it runs as; null: as ourselves. */
export function webService(installation: Installation, stores: Stores, user: SystemUser | null): Service {
  const logFile = path.join(installation.places.log, 'web.log')
  return {
    name: 'web',
    async start() {
      const { pid } = await startDaemon(process.execPath, [...LEAN_FLAGS, path.join(ROOT, 'dist/web.mjs')], {
        logFile,
        cwd: ROOT,
        env: { ...webEnvironment(installation, stores), ...LEAN_ENVIRONMENT },
        uid: user?.uid,
        gid: user?.gid,
      })
      return identityOf(pid, 'web')
    },
    isReady: () => isHealthy(installation.webPort),
    readyTimeoutMs: 60_000,
    // Longer than the process itself gives to open requests.
    farewell: [{ signal: 'SIGTERM', waitMs: 10_000 }],
    logFile,
  }
}

/** Whether the web process at this port of loopback says that it is well. */
export async function isHealthy(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS)
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal })
    await answer.body?.cancel()
    return answer.ok
  } catch {
    // Nothing listens yet, or it is too busy to answer.
    return false
  }
}
