import { formation } from '@/lib/core/run/formation'
import { ensureInstance, startInstance } from './instances'
import type { Run, StepResult } from './run'
import { DeployFailure } from './stop-reasons'

/** State 4: creates and starts every instance of the new release beside the old ones. Makes only what is missing. */
export async function start(run: Run): Promise<StepResult> {
  const { ctx, row, lease, log } = run
  const { release } = row
  if (!release) throw new Error(`deployment ${row.id} is starting without a release`)
  if (!release.build.imageId || !(await ctx.docker.imageExists(release.build.imageId))) throw imageGone()
  const wanted = formation
    .parse(release.formation)
    .flatMap(({ processType, count }) =>
      Array.from({ length: count }, (_, i) => ({ processType, index: i + 1 })),
    )
  log.say(
    'STARTING',
    `Starting ${wanted.map(({ processType, index }) => `${processType}.${index}`).join(', ')}`,
  )
  await Promise.all(
    wanted.map(async process => {
      const instance = await ensureInstance(run, process)
      lease.signal.throwIfAborted()
      await startInstance(ctx, instance)
    }),
  )
  return { to: 'CHECKING' }
}

const imageGone = () =>
  new DeployFailure(
    'start.image-gone',
    'The image of this release is not on the server any more.',
    'Deploy the commit again: the image is built anew.',
    [],
  )
