import type { Strategy } from '@/lib/core/deployment/strategy'
import { type Formation, formation } from '@/lib/core/run/formation'
import { startsBeside, type WantedInstance, wantedInstances } from '@/lib/core/run/wanted'
import { carriedOver, decideCarryOver } from './carry-over'
import { decideStrategy } from './decide-strategy'
import { ensureInstance, specOf, startInstance } from './instances'
import { previousInstances } from './previous'
import type { Run, RunRow, StepResult } from './run'
import { onceTypes, retireOnce, runsOnceAgain } from './run-once'
import { startInOrder } from './start-services'
import { DeployFailure } from './stop-reasons'
import { ensureSurroundings } from './surroundings'

/**
 * State 4: creates every instance of the new release and starts those that run beside the old ones. Makes only what is
 * missing, so what the engine refuses is known before anything is taken from the old version.
 */
export async function start(run: Run): Promise<StepResult> {
  const { row, log } = run
  const { release } = row
  if (!release) throw new Error(`deployment ${row.id} is starting without a release`)
  await requireImages(run, release.build.imageId)
  await decideCarryOver(run)
  const { now, later } = await plannedStarts(run, await decideStrategy(run))
  if (now.length > 0) log.say('STARTING', `Starting ${now.map(nameOf).join(', ')}`)
  await startInOrder(run, now, one => startWanted(run, one))
  await Promise.all(later.map(one => createWanted(run, one)))
  return { to: 'CHECKING', write: tx => retireOnce(tx, run) }
}

/**
 * What starts beside the old version, and what when that makes room. A service that is kept has nothing to make room
 * for when it is new; one that is taken over as it runs is in neither.
 */
export async function plannedStarts(
  run: Run,
  strategy = strategyOf(run.row),
): Promise<{ now: WantedInstance[]; later: WantedInstance[] }> {
  const entries = formationOfRun(run)
  const [carried, old] = await Promise.all([carriedOver(run), previousInstances(run)])
  const has = (list: { processType: string }[], type: string) => list.some(one => one.processType === type)
  const done = runsOnceAgain(run.row) ? [] : onceTypes(run)
  const wanted = wantedInstances(entries).filter(
    ({ processType }) => !has(carried, processType) && !done.includes(processType),
  )
  const isNow = (one: WantedInstance) => {
    const service = entries.find(({ processType }) => processType === one.processType)?.service
    if (service?.once || (service?.kept && !has(old, one.processType))) return true
    return startsBeside(one, strategy)
  }
  return { now: wanted.filter(isNow), later: wanted.filter(one => !isNow(one)) }
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
  const spec = specOf(run.ctx, instance)
  await ensureSurroundings(run.ctx, instance.appEnvironment, spec)
  await run.ctx.docker.ensureContainer(spec)
}

/** The image of web, and those of the other services of a Compose file. */
async function requireImages(run: Run, image: string | null): Promise<void> {
  const others = formationOfRun(run).flatMap(({ service }) => service?.image ?? [])
  for (const id of new Set([image, ...others]))
    if (!id || !(await run.ctx.docker.imageExists(id))) throw imageGone()
}

const imageGone = () =>
  new DeployFailure(
    'start.image-gone',
    'The image of this release is not on the server any more.',
    'Deploy the commit again: the image is built anew.',
    [],
  )
