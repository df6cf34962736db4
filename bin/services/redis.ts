import path from 'node:path'
import { startRedis } from '@/lib/adapters/system/redis'
import type { Installation } from '../installation/installation'
import type { Service } from '../supervisor/service'
import { identityOf } from './identity-of'

/** The private Redis on a unix socket, which the web process's group may use. */
export const redisService = ({ places, users }: Installation, program: string): Service => ({
  name: 'redis',
  async start() {
    const { pid } = await startRedis({
      program,
      dir: places.redis,
      socket: places.redisSocket,
      runAs: users ? { ...users.data, socketGid: users.web.gid } : undefined,
    })
    return identityOf(pid, 'redis')
  },
  // It is started only when it answers.
  isReady: async () => true,
  readyTimeoutMs: 0,
  farewell: [{ signal: 'SIGTERM', waitMs: 15_000 }],
  logFile: path.join(places.redis, 'redis.log'),
})
