import type { Instance } from '@/lib/adapters/db/generated/client'
import { diagnoseCheckFailure } from '@/lib/core/run/diagnose'
import { formation } from '@/lib/core/run/formation'
import { isPass } from '@/lib/core/run/probe-pass'
import { nextProbeDelay } from '@/lib/core/run/probe-schedule'
import type { ContainerState } from '@/lib/ports/docker'
import type { ProbeAnswer } from '@/lib/ports/probe'
import { containerLog } from './container-log'
import type { Run, RunRow } from './run'
import { DeployFailure } from './stop-reasons'

const PROBE_TIMEOUT_MS = 5000
/** A worker that lives this long without a restart counts as started. */
const WORKER_SETTLES_MS = 1000
const SHOWN_LINES = 10

/**
 * Waits until every one of these instances is fit: web ones answer probes from outside, the others stay up. What they
 * write goes into the deployment's log meanwhile. From then on the engine keeps them running. Throws `DeployFailure`.
 */
export async function instancesPass(run: Run, instances: Instance[]): Promise<void> {
  const { ctx, lease } = run
  const others = new AbortController()
  const signal = AbortSignal.any([lease.signal, others.signal])
  const followers = instances.map(({ containerName, processType, index }) =>
    containerLog(run, containerName, `${processType}.${index}`),
  )
  try {
    await Promise.all(
      instances.map(instance =>
        instance.processType === 'web'
          ? webPasses(run, instance, signal)
          : workerStays(run, instance, signal),
      ),
    )
  } finally {
    others.abort()
    for (const follower of followers) follower.stop()
  }
  await Promise.all(instances.map(({ containerName }) => ctx.docker.keepRunning(containerName)))
}

async function webPasses(run: Run, instance: Instance, signal: AbortSignal): Promise<void> {
  const { ctx, row, log } = run
  const startedAt = ctx.clock.now().getTime()
  const needed = row.release?.healthPath ? 2 : 1
  let passed = 0
  let answer: ProbeAnswer = { kind: 'refused' }
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted()
    const state = await ctx.docker.inspect(instance.containerName)
    if (!state || hasEnded(state)) throw await diagnosed(run, instance, { answer, state })
    answer = await probeOnce(run, instance, state, signal)
    passed = isPass(answer, row.release?.healthPath ?? null) ? passed + 1 : 0
    if (passed >= needed && state.health !== 'starting' && state.health !== 'unhealthy') {
      log.say(
        row.phase,
        `web.${instance.index} answers after ${seconds(ctx.clock.now().getTime() - startedAt)}`,
      )
      return
    }
    if (ctx.clock.now().getTime() - startedAt > row.appEnvironment.checkTimeoutSeconds * 1000) {
      throw await diagnosed(run, instance, { answer, state })
    }
    await ctx.clock.sleep(passed > 0 ? 20 : nextProbeDelay(attempt), signal)
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
export const hasEnded = (state: ContainerState) => !state.running || state.restartCount > 0 || state.oomKilled

export async function probeOnce(
  { ctx, row }: Run,
  { port }: Instance,
  state: ContainerState,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const ip = Object.values(state.addresses)[0]
  if (!ip || !port) return { kind: 'refused' }
  return ctx.probe.probe({
    host: ip,
    port,
    path: row.release?.healthPath ?? '/',
    hostHeader: row.appEnvironment.domains[0]?.hostname ?? 'localhost',
    timeoutMs: PROBE_TIMEOUT_MS,
    signal,
  })
}

async function workerStays(run: Run, instance: Instance, signal: AbortSignal): Promise<void> {
  const { ctx } = run
  for (;;) {
    const state = await ctx.docker.inspect(instance.containerName)
    if (!state || hasEnded(state)) throw await diagnosed(run, instance, { answer: null, state })
    const upMs = state.startedAt ? ctx.clock.now().getTime() - state.startedAt.getTime() : 0
    const isFit = state.health === 'none' || state.health === 'healthy'
    if (upMs >= WORKER_SETTLES_MS && isFit) return
    const late = upMs > run.row.appEnvironment.checkTimeoutSeconds * 1000
    if (state.health === 'unhealthy' || late) throw await diagnosed(run, instance, { answer: null, state })
    await ctx.clock.sleep(100, signal)
  }
}

/** Says in words why an instance is not fit to serve. */
export async function diagnosed(
  { ctx, row, log }: Run,
  instance: Instance,
  seen: { answer: ProbeAnswer | null; state: ContainerState | null },
): Promise<DeployFailure> {
  const lastLines: string[] = []
  if (seen.state) {
    // Masked before the diagnosis quotes and cuts them: half a secret is not found again.
    for await (const { text } of ctx.docker.logs(instance.containerName, { tail: 20 }))
      lastLines.push(log.mask(text))
  }
  const listening = seen.state?.running ? await ctx.docker.listeningPorts(instance.containerName) : []
  const { code, sentence, fix } = diagnoseCheckFailure({
    process: `${instance.processType}.${instance.index}`,
    answer: seen.answer,
    state: seen.state,
    listening,
    expectedPort: row.release?.port ?? null,
    healthPath: row.release?.healthPath ?? null,
    lastLines,
    memoryMb: memoryOf(row, instance.processType),
    timeoutSeconds: row.appEnvironment.checkTimeoutSeconds,
  })
  return new DeployFailure(
    code,
    sentence,
    fix,
    lastLines.length > 0 ? lastLines.slice(-SHOWN_LINES) : undefined,
  )
}

/** The memory limit of a process type in this release. */
const memoryOf = ({ release, appEnvironment }: RunRow, type: string) =>
  formation.parse(release?.formation ?? []).find(({ processType }) => processType === type)?.memoryMb ??
  appEnvironment.memoryMb

/**
 * Waits until web instances that come back answer at all, as long as a new version may take for it. One that does not
 * is routed all the same: nothing else is there.
 */
export async function answerAgain(run: Run, instances: Instance[]): Promise<void> {
  const { ctx, row, lease } = run
  const until = ctx.clock.now().getTime() + row.appEnvironment.checkTimeoutSeconds * 1000
  const answers = async (instance: Instance) => {
    for (let attempt = 0; ctx.clock.now().getTime() < until; attempt++) {
      const state = await ctx.docker.inspect(instance.containerName)
      if (!state?.running) return
      const answer = await probeOnce(run, instance, state, lease.uncancellable)
      if (isPass(answer, null)) return
      await ctx.clock.sleep(nextProbeDelay(attempt), lease.uncancellable)
    }
  }
  await Promise.all(instances.filter(({ processType }) => processType === 'web').map(answers))
}
