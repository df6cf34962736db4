import type { Instance } from '@/lib/adapters/db/generated/client'
import { type AnswerCount, failsTooOften, since, sumOf } from '@/lib/core/deployment/error-share'
import { ProxyUnavailable } from '@/lib/core/errors'
import { previousInstances } from './previous'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

/**
 * Counts from now on how many answers of the new version have status 5xx. The function it returns throws
 * `DeployFailure` once that is far more often than with the version before. Some proxies do not count: then it never does.
 */
export async function errorWatch(run: Run, fresh: Instance[]): Promise<() => Promise<void>> {
  const before = (await counted(run, await previousInstances(run))) ?? { all: 0, failed: 0 }
  const start = await counted(run, fresh)
  return async () => {
    const now = start && (await counted(run, fresh))
    if (!now) return
    const seen = since(now, start)
    if (failsTooOften(seen, before)) throw serverErrors(seen)
  }
}

/** null: the proxy cannot say. */
async function counted({ ctx }: Run, instances: Instance[]): Promise<AnswerCount | null> {
  const targets = instances.flatMap(({ processType, ip, port }) =>
    processType === 'web' && ip && port ? [{ host: ip, port }] : [],
  )
  try {
    const counts = await Promise.all(targets.map(target => ctx.proxy.answers(target)))
    return sumOf(counts.filter(count => count !== null))
  } catch (error) {
    // A proxy that restarts counts from nothing; whether it is back is not for the soak to say.
    if (error instanceof ProxyUnavailable) return null
    throw error
  }
}

const serverErrors = ({ all, failed }: AnswerCount) =>
  new DeployFailure(
    'soak.server-errors',
    `The new version answered ${failed} of ${all} requests with a server error, far more than the one before.`,
    'See its log for the errors. A health path that shows them would have kept it from taking over.',
  )
