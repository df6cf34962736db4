import { type EngineClient, unless } from '@/lib/adapters/engine/client'
import { containerPath } from './paths'

interface StatsAnswer {
  memory_stats?: { usage?: number; stats?: { total_inactive_file?: number; inactive_file?: number } }
}

/** Memory in use in bytes, as `docker stats` shows it: without file cache that the kernel may take back. */
export async function memoryUsed(engine: EngineClient, name: string): Promise<number | null> {
  const answer = await unless(
    [404, 409],
    null,
    engine.json<StatsAnswer>({
      method: 'GET',
      path: `${containerPath(name)}/stats`,
      query: { stream: false, 'one-shot': true },
    }),
  )
  const { usage, stats } = answer?.memory_stats ?? {}
  // The first of the two is in cgroup v1 only.
  return usage ? usage - (stats?.total_inactive_file ?? stats?.inactive_file ?? 0) : null
}
