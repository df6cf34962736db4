import * as z from 'zod'
import type { Prisma } from '@/lib/adapters/db/generated/client'
import { notFound } from '@/lib/core/errors'
import { formation } from '@/lib/core/run/formation'
import type { Context } from '../context'
import { urlOf } from '../domains/app-url'
import { storedPolicy } from '../traffic/present'
import { type AppFacts, appEnvironmentFacts, factsOfAppEnvironment, statusOf } from './facts'
import { pendingChanges } from './pending-changes'
import { presentInstance } from './present-instance'
import { type AppEnvironment, processOverride } from './schema'

const PARTS = {
  app: { include: { project: { select: { slug: true } } } },
  environment: true,
  currentRelease: { include: { build: { select: { plan: true, images: true } } } },
  volumes: { orderBy: { name: 'asc' } },
  instances: {
    include: { release: { select: { formation: true } } },
    orderBy: [{ processType: 'asc' }, { index: 'asc' }, { createdAt: 'asc' }],
  },
  deployments: { where: { finishedAt: null }, orderBy: { number: 'desc' }, take: 1 },
} satisfies Prisma.AppEnvironmentInclude
type Row = Prisma.AppEnvironmentGetPayload<{ include: typeof PARTS }>

const overrides = z.record(z.string(), processOverride)

/** An app in one environment, as its pages show it. */
export async function presentAppEnvironment(ctx: Context, appEnvironmentId: string): Promise<AppEnvironment> {
  const [row, [facts]] = await Promise.all([
    ctx.db.appEnvironment.findUnique({ where: { id: appEnvironmentId }, include: PARTS }),
    appEnvironmentFacts(ctx, factsOfAppEnvironment(appEnvironmentId)),
  ])
  if (!row || !facts) throw notFound('app environment')
  const [active] = row.deployments
  return {
    ...names(row),
    ...settings(row),
    status: statusOf(facts),
    url: facts.hostname ? urlOf(ctx, facts.hostname) : null,
    maintenance: storedPolicy(row.traffic).maintenance.on,
    pendingChanges: await pendingChanges(ctx, row),
    release: presentRelease(row, facts),
    instances: row.instances.map(instance => presentInstance(instance, row.memoryMb)),
    volumes: presentVolumes(row),
    activeDeployment: active ? { id: active.id, number: active.number, phase: active.phase } : null,
  }
}

const names = ({ id, app, environment, variableSetId }: Row) => ({
  id,
  appId: app.id,
  appSlug: app.slug,
  appName: app.name,
  projectId: app.projectId,
  projectSlug: app.project.slug,
  environmentId: environment.id,
  environmentSlug: environment.slug,
  environmentName: environment.name,
  variableSetId,
  sharedVariableSetId: environment.variableSetId,
})

const settings = (row: Row) => ({
  branch: row.branch,
  autoDeploy: row.autoDeploy,
  port: row.port,
  healthPath: row.healthPath,
  checkTimeoutSeconds: row.checkTimeoutSeconds,
  releaseCommand: row.releaseCommand,
  strategy: row.strategy,
  requireApproval: row.requireApproval,
  soakSeconds: row.soakSeconds,
  deployTimeoutMinutes: row.deployTimeoutMinutes,
  buildTimeoutMinutes: row.buildTimeoutMinutes,
  buildIdleMinutes: row.buildIdleMinutes,
  memoryMb: row.memoryMb,
  cpuMillis: row.cpuMillis,
  processes: overrides.parse(row.processes),
})

function presentVolumes({ volumes, currentRelease }: Row): AppEnvironment['volumes'] {
  const running = formation.catch([]).parse(currentRelease?.formation)
  const mounts = running.flatMap(({ processType, service }) =>
    (service?.volumes ?? []).map(({ name, path }) => ({ processType, name, path })),
  )
  return volumes.map(({ name, createdAt }) => ({
    name,
    createdAt: createdAt.toISOString(),
    mounts: mounts.flatMap(({ processType, path, ...mount }) =>
      mount.name === name ? [{ processType, path }] : [],
    ),
  }))
}

function presentRelease({ currentRelease }: Row, facts: AppFacts): AppEnvironment['release'] {
  if (!currentRelease || !facts.commitSha || !facts.liveSince) return null
  return {
    id: currentRelease.id,
    number: currentRelease.number,
    commitSha: facts.commitSha,
    commitMessage: facts.liveCommitMessage,
    liveSince: facts.liveSince.toISOString(),
    deploymentNumber: facts.liveDeploymentNumber,
  }
}
