import type { Build } from '@/lib/adapters/db/generated/client'
import { buildPlan } from '@/lib/core/build/plan'
import { imageTag, resourceLabels } from '@/lib/core/run/names'
import type { BuildEvent } from '@/lib/ports/builder'
import { withBuildSlot } from './build-slots'
import { createRelease } from './create-release'
import { guardDisk } from './disk-room'
import type { Run, StepResult } from './run'
import { DeployFailure } from './stop-reasons'

const MINUTE_MS = 60_000
const MAX_STEP_NAME = 140

/** State 2: the image, built from the commit, or taken when it is there already. */
export async function build(run: Run): Promise<StepResult> {
  const { row, lease, log } = run
  if (!row.build) throw new Error(`deployment ${row.id} is building without a build`)
  const started = row.build
  const done = { to: 'RELEASING', write: tx => createRelease(tx, run) } satisfies Partial<StepResult>
  return withBuildSlot(started.id, run, async () => {
    if (!row.force && (await imageIsThere(run, started.id))) {
      log.say('BUILDING', 'An image of this commit with these settings is there already; it is used again.')
      return { ...done, note: 'image reused', skipped: true }
    }
    const disk = guardDisk(run)
    const limits = buildLimits(AbortSignal.any([lease.signal, disk.signal]), row.appEnvironment)
    try {
      await buildImage(run, started, limits)
    } catch (error) {
      throw disk.failure() ?? limits.expired() ?? error
    } finally {
      limits.stop()
      disk.stop()
    }
    return done
  })
}

async function imageIsThere({ ctx }: Run, buildId: string): Promise<boolean> {
  const build = await ctx.db.build.findUniqueOrThrow({ where: { id: buildId } })
  return (
    build.status === 'SUCCEEDED' && build.imageId !== null && (await ctx.docker.imageExists(build.imageId))
  )
}

async function buildImage(run: Run, row: Build, limits: BuildLimits) {
  const { ctx, log } = run
  const { app } = run.row.appEnvironment
  const plan = buildPlan.parse(row.plan)
  const tag = imageTag({ namespace: ctx.worker.namespace, appId: app.id, buildKey: row.key })
  const archive = await ctx.git.archive(app.id, row.commitSha, app.rootDirectory, limits.signal)
  for (const warning of archive.warnings) log.say('BUILDING', `Note: ${warning}`)
  const startedAt = ctx.clock.now().getTime()
  const result = await ctx.builder.build({
    tag,
    labels: {
      ...resourceLabels({ namespace: ctx.worker.namespace, appId: app.id }),
      'org.opencontainers.image.revision': row.commitSha,
    },
    dockerfile: plan.dockerfile.text,
    context: archive.tar,
    ignore: plan.ignore,
    buildArgs: {},
    secrets: ctx.worker.extraCa ? { berth_ca: ctx.worker.extraCa } : {},
    noCache: run.row.force,
    signal: limits.signal,
    onEvent(event) {
      limits.heard()
      record(run, event)
    },
  })
  if (!result.ok) {
    await ctx.db.build.update({ where: { id: row.id }, data: { status: 'FAILED' } })
    throw new DeployFailure(result.failure.code, result.failure.sentence, result.failure.fix)
  }
  const durationMs = ctx.clock.now().getTime() - startedAt
  await ctx.db.build.update({
    where: { id: row.id },
    data: {
      status: 'SUCCEEDED',
      imageId: result.imageId,
      imageTag: tag,
      sizeBytes: result.sizeBytes,
      durationMs,
    },
  })
  log.say(
    'BUILDING',
    `Image of ${Math.round(result.sizeBytes / 1e6)} MB built in ${(durationMs / 1000).toFixed(1)} s`,
  )
}

function record({ log }: Run, event: BuildEvent) {
  if (event.type === 'log') return log.line('BUILDING', event.stream, event.text)
  const name = shortName(event.name)
  if (event.state === 'started') log.say('BUILDING', name)
  else if (event.state === 'cached') log.say('BUILDING', `${name} · cached`)
  else if (event.state === 'failed') log.say('BUILDING', `${name} · failed`)
}

/** BuildKit calls a step by its whole command; a script of ten lines hides the rest of the log. */
function shortName(name: string): string {
  const line = name.replace(/\s+/g, ' ')
  return line.length > MAX_STEP_NAME ? `${line.slice(0, MAX_STEP_NAME)}…` : line
}

const inMinutes = (count: number) => `${count} ${count === 1 ? 'minute' : 'minutes'}`

interface BuildLimits {
  signal: AbortSignal
  heard(): void
  expired(): DeployFailure | null
  stop(): void
}

/** Ends a build that takes too long or says nothing for too long. */
function buildLimits(
  parent: AbortSignal,
  limit: { buildTimeoutMinutes: number; buildIdleMinutes: number },
): BuildLimits {
  const controller = new AbortController()
  let failure: DeployFailure | null = null
  const expire = (sentence: string) => () => {
    failure = new DeployFailure(
      'build.timeout',
      sentence,
      'Look at the last step in the log: does it wait for input or for a server? The limit is in the settings.',
    )
    controller.abort(failure)
  }
  const total = setTimeout(
    expire(`The build took longer than ${inMinutes(limit.buildTimeoutMinutes)}.`),
    limit.buildTimeoutMinutes * MINUTE_MS,
  )
  const silentFor = () =>
    setTimeout(
      expire(`The build wrote nothing for ${inMinutes(limit.buildIdleMinutes)}.`),
      limit.buildIdleMinutes * MINUTE_MS,
    )
  let silent = silentFor()
  return {
    signal: AbortSignal.any([parent, controller.signal]),
    heard() {
      clearTimeout(silent)
      silent = silentFor()
    },
    expired: () => failure,
    stop() {
      clearTimeout(total)
      clearTimeout(silent)
    },
  }
}
