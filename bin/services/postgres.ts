import path from 'node:path'
import { type RunningPostgres, startPostgres } from '@/lib/adapters/system/postgres'
import type { Installation } from '../installation/installation'
import type { Service } from '../supervisor/service'
import { identityOf } from './identity-of'

export interface PostgresService extends Service {
  /** Once it is started. */
  url(): string
}

/** The embedded Postgres. When it has to be started again it keeps its port: others hold its address. */
export function postgresService({ places, secrets, users }: Installation): PostgresService {
  let running: RunningPostgres | undefined
  return {
    name: 'postgres',
    async start() {
      running = await startPostgres({
        dir: places.postgres,
        password: secrets.postgresPassword,
        runAs: users?.data,
        port: running?.port,
      })
      return identityOf(running.pid, 'postgres')
    },
    // It is started only when it answers.
    isReady: async () => true,
    readyTimeoutMs: 0,
    // Fast shutdown: sessions end, the data is complete. Then at once, with recovery at the next start.
    farewell: [
      { signal: 'SIGINT', waitMs: 30_000 },
      { signal: 'SIGQUIT', waitMs: 5000 },
    ],
    logFile: path.join(places.postgres, 'postgres.log'),
    url() {
      if (!running) throw new Error('Postgres is not started.')
      return running.url
    },
  }
}
