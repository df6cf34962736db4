import type { Transaction } from '@/lib/adapters/db/client'
import { buildPlan } from '@/lib/core/build/plan'
import { notFound } from '@/lib/core/errors'
import { formation, formationOf, processOverrides } from '@/lib/core/run/formation'
import { serviceImages } from '@/lib/core/run/service-images'
import { newId } from '../../new-id'
import { resolveVariables } from '../../variables/resolve-variables'
import { recordVolumes, requireVariables } from './release-services'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

/** The port a web process is told to listen on when nothing else says one. */
const DEFAULT_PORT = 8080

/** Numbers and stores the release of this deployment, with its configuration as it is now. Once per deployment. */
export async function createRelease(tx: Transaction, run: Run): Promise<void> {
  const { row } = run
  if (row.releaseId) return
  await tx.$queryRaw`SELECT id FROM "AppEnvironment" WHERE id = ${row.appEnvironmentId} FOR UPDATE`
  const { _max } = await tx.release.aggregate({
    where: { appEnvironmentId: row.appEnvironmentId },
    _max: { number: true },
  })
  const id = newId('release')
  const content = row.kind === 'ROLLBACK' ? await copyOfSource(tx, run, id) : await newContent(run, id)
  await tx.release.create({
    data: {
      id,
      appEnvironmentId: row.appEnvironmentId,
      number: (_max.number ?? 0) + 1,
      createdAt: run.ctx.clock.now(),
      ...content,
    },
  })
  await recordVolumes(tx, run, formation.parse(content.formation))
  await tx.deployment.update({ where: { id: row.id }, data: { releaseId: id, buildId: content.buildId } })
}

async function copyOfSource(tx: Transaction, { ctx, row }: Run, id: string) {
  const source = await tx.release.findFirst({
    where: { id: row.sourceReleaseId ?? '', appEnvironmentId: row.appEnvironmentId },
  })
  if (!source) throw notFound('release')
  const { dataKey } = row.appEnvironment.environment
  const config = ctx.secrets.open(dataKey, `release:${source.id}:config`, source.configSealed)
  return {
    buildId: source.buildId,
    configSealed: ctx.secrets.seal(dataKey, `release:${id}:config`, config),
    formation: source.formation ?? [],
    releaseCommand: source.releaseCommand,
    port: source.port,
    healthPath: source.healthPath,
  }
}

async function newContent({ ctx, row }: Run, id: string) {
  const { build, appEnvironment } = row
  if (!build) throw new Error(`deployment ${row.id} has no build`)
  const plan = buildPlan.parse(build.plan)
  const variables = await resolveVariables(ctx, appEnvironment.id)
  const built = await ctx.db.build.findUniqueOrThrow({ where: { id: build.id } })
  const [image, images] = [built.imageId, serviceImages(built.images)]
  const exposed = image && plan.port === null ? await ctx.docker.exposedPorts(image) : []
  const ownPort = portVariable(variables.values)
  const processes = formationOf({
    processes: plan.processes,
    services: plan.services,
    images,
    overrides: processOverrides.parse(appEnvironment.processes),
    memoryMb: appEnvironment.memoryMb,
    cpuMillis: appEnvironment.cpuMillis,
  })
  requireVariables(processes, variables.values)
  return {
    buildId: build.id,
    configSealed: ctx.secrets.seal(
      appEnvironment.environment.dataKey,
      `release:${id}:config`,
      JSON.stringify(variables),
    ),
    formation: processes,
    releaseCommand: appEnvironment.releaseCommand ?? plan.releaseCommand,
    port:
      appEnvironment.port ??
      ownPort ??
      plan.port ??
      (exposed.length === 1 ? (exposed[0] ?? DEFAULT_PORT) : DEFAULT_PORT),
    healthPath: appEnvironment.healthPath ?? plan.healthPath,
  }
}

/** The port that the variable PORT tells the app to listen on; null without one. */
function portVariable({ PORT }: Record<string, string>): number | null {
  if (PORT === undefined) return null
  const port = /^\d{1,5}$/.test(PORT) ? Number(PORT) : 0
  if (port >= 1 && port <= 65535) return port
  throw new DeployFailure(
    'configuration.port-invalid',
    'The value of the variable PORT is not the number of a port.',
    'Set it to a number from 1 to 65535, or remove it: then Berth chooses the port and tells it to the app.',
    [],
  )
}
