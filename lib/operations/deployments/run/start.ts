import type { Strategy } from '@/lib/core/deployment/strategy'
import { type Formation, formation } from '@/lib/core/run/formation'
import { startsBeside, type WantedInstance, wantedInstances } from '@/lib/core/run/wanted'
import { decideStrategy } from './decide-strategy'
import { ensureInstance, networkOf, specOf, startInstance } from './instances'
import type { Run, RunRow, StepResult } from './run'
import { DeployFailure } from './stop-reasons'

/**
 * State 4: creates every instance of the new release and starts those that run beside the old ones. Makes only what is
 * missing, so what the engine refuses is known before anything is taken from the old version.
 */
export async function start(run: Run): Promise<StepResult> {
  const { ctx, row, log } = run
  const { release } = row
  if (!release) throw new Error(`deployment ${row.id} is starting without a release`)
  if (!release.build.imageId || !(await ctx.docker.imageExists(release.build.imageId))) throw imageGone()
  const strategy = await decideStrategy(run)
  const wanted = wantedInstances(formationOfRun(run))
  const beside = wanted.filter(one => startsBeside(one, strategy))
  if (beside.length > 0) log.say('STARTING', `Starting ${beside.map(nameOf).join(', ')}`)
  await Promise.all([
    ...beside.map(one => startWanted(run, one)),
    ...wanted.filter(one => !beside.includes(one)).map(one => createWanted(run, one)),
  ])
  return { to: 'CHECKING' }
}

/** `web.1` */
export const nameOf = ({ processType, index }: { processType: string; index: number }) =>
  `${processType}.${index}`

/** What the release of this deployment runs. */
export const formationOfRun = ({ row }: Run): Formation => formation.parse(row.release?.formation ?? [])

/** How the new version takes over; decided before anything starts. */
export const strategyOf = (row: RunRow): Strategy => row.strategy ?? 'BLUE_GREEN'

/** Makes sure that an instance of this deployment runs. */
export async function startWanted(run: Run, wanted: WantedInstance): Promise<void> {
  const instance = await ensureInstance(run, wanted)
  run.lease.signal.throwIfAborted()
  await startInstance(run.ctx, instance)
}

/** Makes the container of an instance that starts later. */
async function createWanted(run: Run, wanted: WantedInstance): Promise<void> {
  const instance = await ensureInstance(run, wanted)
  run.lease.signal.throwIfAborted()
  await run.ctx.docker.ensureNetwork(networkOf(run.ctx, instance))
  await run.ctx.docker.ensureContainer(specOf(run.ctx, instance))
}

const imageGone = () =>
  new DeployFailure(
    'start.image-gone',
    'The image of this release is not on the server any more.',
    'Deploy the commit again: the image is built anew.',
    [],
  )
