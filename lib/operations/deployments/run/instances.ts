import * as z from 'zod'
import type { Instance, Prisma, Release } from '@/lib/adapters/db/generated/client'
import { fillService } from '@/lib/core/compose/fill'
import type { ContainerSpec } from '@/lib/core/run/container-spec'
import { formation } from '@/lib/core/run/formation'
import { containerName } from '@/lib/core/run/names'
import { serviceSpec } from '@/lib/core/run/service-spec'
import { containerSpecFor } from '@/lib/core/run/spec-for'
import { stopSeconds } from '../../instances/ending'
import { newId } from '../../new-id'
import type { WorkerContext } from '../../worker-context'
import type { Run } from './run'
import { appNetwork, ensureSurroundings, environmentNetwork, volumeOf } from './surroundings'

const releaseConfig = z.object({ values: z.record(z.string(), z.string()), secretNames: z.array(z.string()) })
export type ReleaseConfig = z.infer<typeof releaseConfig>

/** What a container of a release is made from. */
export const INSTANCE_PARTS = {
  appEnvironment: { include: { app: { include: { project: true } }, environment: true } },
  release: { include: { build: true } },
} satisfies Prisma.InstanceInclude

export type InstanceRow = Prisma.InstanceGetPayload<{ include: typeof INSTANCE_PARTS }>

/** The variables a release runs with. */
export function configOf(
  ctx: Pick<WorkerContext, 'secrets'>,
  dataKey: string,
  release: Release,
): ReleaseConfig {
  return releaseConfig.parse(
    JSON.parse(ctx.secrets.open(dataKey, `release:${release.id}:config`, release.configSealed)),
  )
}

/** The values of a release that must not be shown. */
export const secretsOf = (config: ReleaseConfig): string[] =>
  config.secretNames.flatMap(name => config.values[name] ?? [])

/** Finds or makes the row of one container of this deployment; the row is there before the container. */
export async function ensureInstance(
  run: Run,
  process: { processType: string; index: number },
): Promise<InstanceRow> {
  const { ctx, row } = run
  if (!row.release) throw new Error(`deployment ${row.id} has no release`)
  const { app, environment } = row.appEnvironment
  const name = containerName({
    namespace: ctx.worker.namespace,
    project: app.project.slug,
    app: app.slug,
    environment: environment.slug,
    process: process.processType,
    index: process.index,
    number: row.number,
  })
  return ctx.db.instance.upsert({
    where: { containerName: name },
    create: {
      id: newId('instance'),
      appEnvironmentId: row.appEnvironmentId,
      deploymentId: row.id,
      releaseId: row.release.id,
      containerName: name,
      processType: process.processType,
      index: process.index,
    },
    update: {},
    include: INSTANCE_PARTS,
  })
}

/** The rows of these instances of the deployment, as far as they are there. */
export async function ofDeployment(
  { ctx, row }: Run,
  wanted: { processType: string; index: number }[],
): Promise<Instance[]> {
  const rows = await ctx.db.instance.findMany({
    where: { deploymentId: row.id, state: { not: 'RETIRING' } },
    orderBy: [{ processType: 'asc' }, { index: 'asc' }],
  })
  return rows.filter(row =>
    wanted.some(one => one.processType === row.processType && one.index === row.index),
  )
}

/** The container of an instance: everything it is given comes from its release. */
export function specOf(ctx: WorkerContext, instance: InstanceRow, command?: string): ContainerSpec {
  const { release, appEnvironment, processType } = instance
  const { app, environment } = appEnvironment
  if (!release.build.imageId) throw new Error(`release ${release.id} has no image`)
  const isRelease = processType === 'release'
  const entries = formation.parse(release.formation)
  const entry = entries.find(one => one.processType === processType)
  const service = isRelease ? entries.find(one => one.processType === 'web')?.service : entry?.service
  const variables = configOf(ctx, environment.dataKey, release).values
  const base = containerSpecFor({
    name: instance.containerName,
    namespace: ctx.worker.namespace,
    image: release.build.imageId,
    processType,
    index: instance.index,
    command: command ?? entry?.command ?? null,
    memoryMb: entry?.memoryMb ?? appEnvironment.memoryMb,
    cpuMillis: entry?.cpuMillis ?? appEnvironment.cpuMillis,
    port: release.port,
    variables,
    commitSha: release.build.commitSha,
    network: environmentNetwork(ctx, appEnvironment).name,
    appSlug: app.slug,
    environment: { slug: environment.slug, kind: environment.kind },
    ids: {
      appId: app.id,
      appEnvironmentId: appEnvironment.id,
      releaseId: release.id,
      deploymentId: instance.deploymentId,
      instanceId: instance.id,
    },
  })
  if (!service) return base
  const filled = fillService(service, base.command, variables)
  if (!filled.ok) throw new Error(`release ${release.id} lacks the variable ${filled.missing.name}`)
  return serviceSpec(base, {
    service,
    filled: filled.value,
    appNetwork: appNetwork(ctx, appEnvironment).name,
    volume: name => volumeOf(ctx, appEnvironment, name),
    isRelease,
  })
}

/** Waits for the end of a singleton's predecessors that retire: of it, never two run at once. */
async function noOtherRuns(ctx: WorkerContext, instance: InstanceRow): Promise<void> {
  const { appEnvironmentId, processType, release } = instance
  const entry = formation.parse(release.formation).find(one => one.processType === processType)
  if (!entry?.singleton) return
  const leaving = await ctx.db.instance.findMany({
    where: { appEnvironmentId, processType, id: { not: instance.id }, state: 'RETIRING' },
  })
  for (const one of leaving) await ctx.docker.stop(one.containerName, await stopSeconds(ctx, one))
}

/** Makes sure that the container of an instance exists and runs, and that its address is known. */
export async function startInstance(ctx: WorkerContext, instance: InstanceRow): Promise<void> {
  const spec = specOf(ctx, instance)
  await ensureSurroundings(ctx, instance.appEnvironment, spec)
  await noOtherRuns(ctx, instance)
  await ctx.docker.ensureContainer(spec)
  await ctx.docker.start(spec.name)
  const state = await ctx.docker.inspect(spec.name)
  await ctx.db.instance.updateMany({
    where: { id: instance.id },
    data: {
      ip: state?.addresses[spec.network] ?? null,
      port: instance.processType === 'web' ? instance.release.port : null,
    },
  })
}

/** Makes sure that the container of an instance runs; returns its row with the address it has now. */
export async function startInstanceAgain({ ctx, lease }: Run, { id }: Instance): Promise<Instance> {
  lease.signal.throwIfAborted()
  const instance = await ctx.db.instance.findUniqueOrThrow({ where: { id }, include: INSTANCE_PARTS })
  await startInstance(ctx, instance)
  return ctx.db.instance.findUniqueOrThrow({ where: { id } })
}
