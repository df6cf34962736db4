import type { Instance } from '@/lib/adapters/db/generated/client'
import { isPass } from '@/lib/core/run/probe-pass'
import type { ProbeAnswer } from '@/lib/ports/probe'
import { storedPolicy } from '../../traffic/present'
import { takeOver } from './carry-over'
import { errorWatch } from './error-watch'
import { diagnosed, hasEnded, probeOnce } from './instances-pass'
import { LINGER_MS } from './move'
import { previousInstances } from './previous'
import type { Run, StepResult } from './run'
import { DeployFailure } from './stop-reasons'

const LOOK_EVERY_MS = 500
/** An app that answered its checks answers through the proxy at once; a loaded server gets some time. */
const LIVE_WITHIN_MS = 15_000
/** A single slow answer is no failure. */
const FAILED_PROBES = 3
/** What the proxy itself says when the app does not answer. */
const PROXY_FAILURES = [502, 504]

/**
 * State 8: asks the app through the proxy, as a visitor would, then watches the new instances while the old ones stand
 * by. Throws `DeployFailure` when one ends, restarts, stops answering or answers with errors: then the old version gets
 * the visitors back.
 */
export async function soak(run: Run): Promise<StepResult> {
  const { ctx, row, log, lease } = run
  await answersThroughProxy(run)
  const fresh = await ctx.db.instance.findMany({ where: { deploymentId: row.id, state: 'SERVING' } })
  const until = row.soakUntil?.getTime() ?? 0
  const failed = new Map<string, number>()
  const fewErrors = await errorWatch(run, fresh)
  do {
    await Promise.all(fresh.map(instance => stillFit(run, instance, failed)))
    await fewErrors()
    if (ctx.clock.now().getTime() >= until) break
    await ctx.clock.sleep(LOOK_EVERY_MS, lease.signal)
  } while (!lease.signal.aborted)
  lease.signal.throwIfAborted()
  log.say('SOAKING', 'The new version is well. Retiring the old one.')
  const old = await previousInstances(run)
  const now = ctx.clock.now().getTime()
  return {
    to: 'RETIRING',
    async write(tx) {
      await tx.instance.updateMany({
        where: { id: { in: old.map(({ id }) => id) } },
        data: { state: 'RETIRING', retireAt: new Date(now + LINGER_MS) },
      })
      await takeOver(tx, run)
    },
  }
}

/** "Live" means that a request through the proxy was answered by the app. */
async function answersThroughProxy({ ctx, row, log, lease }: Run): Promise<void> {
  const hostname = row.appEnvironment.domains[0]?.hostname
  if (!hostname) return
  const url = `${ctx.settings.appScheme}://${hostname}${ctx.settings.appPortSuffix}`
  const until = ctx.clock.now().getTime() + LIVE_WITHIN_MS
  for (;;) {
    const answer = await ctx.probe.probe({
      host: '127.0.0.1',
      port: ctx.worker.proxyPort,
      path: row.release?.healthPath ?? '/',
      hostHeader: hostname,
      timeoutMs: 5000,
      signal: lease.signal,
    })
    if (answer.kind === 'status' && !PROXY_FAILURES.includes(answer.status)) {
      const closed = answer.status === 503 && storedPolicy(row.appEnvironment.traffic).maintenance.on
      log.say('SOAKING', closed ? `${url} is in maintenance.` : `${url} answers ${answer.status}. Live.`)
      return
    }
    if (ctx.clock.now().getTime() > until) throw notLive(url, answer)
    await ctx.clock.sleep(LOOK_EVERY_MS, lease.signal)
  }
}

async function stillFit(run: Run, instance: Instance, failed: Map<string, number>): Promise<void> {
  const { ctx, row, lease } = run
  const state = await ctx.docker.inspect(instance.containerName)
  if (!state || hasEnded(state)) throw await diagnosed(run, instance, { answer: null, state })
  if (instance.processType !== 'web') return
  const answer = await probeOnce(run, instance, state, lease.signal)
  const times = isPass(answer, row.release?.healthPath ?? null) ? 0 : (failed.get(instance.id) ?? 0) + 1
  failed.set(instance.id, times)
  if (times >= FAILED_PROBES) throw await diagnosed(run, instance, { answer, state })
}

const notLive = (url: string, answer: ProbeAnswer) =>
  new DeployFailure(
    'soak.not-live',
    `The app answers its checks, but ${url} does not reach it through the proxy (${answer.kind === 'status' ? answer.status : answer.kind}).`,
    'See `berth doctor` on the server: is a firewall between the proxy and the containers?',
    [],
  )
