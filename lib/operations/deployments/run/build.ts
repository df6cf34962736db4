import type { Build } from '@/lib/adapters/db/generated/client'
import { buildPlan } from '@/lib/core/build/plan'
import { imageTag } from '@/lib/core/run/names'
import { serviceImages } from '@/lib/core/run/service-images'
import { type BuildLimits, buildOne } from './build-one'
import { buildServices } from './build-services'
import { withBuildSlot } from './build-slots'
import { createRelease } from './create-release'
import { guardDisk } from './disk-room'
import type { Run, StepResult } from './run'
import { DeployFailure } from './stop-reasons'

const MINUTE_MS = 60_000

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
  if (build.status !== 'SUCCEEDED' || build.imageId === null) return false
  const ids = new Set([build.imageId, ...Object.values(serviceImages(build.images))])
  return (await Promise.all([...ids].map(ctx.docker.imageExists))).every(Boolean)
}

async function buildImage(run: Run, row: Build, limits: BuildLimits) {
  const { ctx } = run
  const startedAt = ctx.clock.now().getTime()
  try {
    const made = await imagesOf(run, row, limits)
    const durationMs = ctx.clock.now().getTime() - startedAt
    await ctx.db.build.update({ where: { id: row.id }, data: { status: 'SUCCEEDED', durationMs, ...made } })
  } catch (error) {
    if (error instanceof DeployFailure)
      await ctx.db.build.update({ where: { id: row.id }, data: { status: 'FAILED' } })
    throw error
  }
}

/** The app's one image, or one for each service of its Compose file. */
async function imagesOf(run: Run, row: Build, limits: BuildLimits) {
  const { namespace } = run.ctx.worker
  const { app } = run.row.appEnvironment
  const plan = buildPlan.parse(row.plan)
  const tag = imageTag({ namespace, appId: app.id, buildKey: row.key })
  if (plan.services) {
    const { images, sizeBytes } = await buildServices(run, row, plan.services, limits)
    return { images, sizeBytes, imageId: images.web ?? null, imageTag: tag }
  }
  const { dockerfile, ignore } = plan
  const image = { tag, commitSha: row.commitSha, folder: app.rootDirectory }
  const made = await buildOne(run, limits, { ...image, dockerfile: dockerfile.text, ignore, buildArgs: {} })
  return { ...made, imageTag: tag }
}

const inMinutes = (count: number) => `${count} ${count === 1 ? 'minute' : 'minutes'}`

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
