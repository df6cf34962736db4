import type * as z from 'zod'
import type { Prisma } from '@/lib/adapters/db/generated/client'
import { buildPlan } from '@/lib/core/build/plan'
import { deploymentActions } from '@/lib/core/deployment/actions'
import { deploymentFailure } from '@/lib/core/deployment/failure'
import { notFound } from '@/lib/core/errors'
import type { Context } from '../context'
import { appUrl } from '../domains/app-url'
import type { deployment, deploymentSummary } from './schema'

/** The rows that a deployment is shown with. */
export const DEPLOYMENT_PARTS = {
  release: { include: { build: { select: { imageId: true } } } },
  sourceRelease: {
    select: {
      number: true,
      appEnvironment: { select: { environment: { select: { slug: true, name: true } } } },
      deployments: { select: { number: true }, orderBy: { number: 'desc' }, take: 1 },
    },
  },
  appEnvironment: { select: { currentReleaseId: true, app: { select: { deletingAt: true } } } },
} satisfies Prisma.DeploymentInclude

type Row = Prisma.DeploymentGetPayload<{ include: typeof DEPLOYMENT_PARTS }>

/** A deployment as lists show it. */
export function presentSummary(row: Row): z.output<typeof deploymentSummary> {
  const failure = deploymentFailure.safeParse(row.failure)
  const isCurrent = row.releaseId !== null && row.releaseId === row.appEnvironment.currentReleaseId
  return {
    id: row.id,
    appEnvironmentId: row.appEnvironmentId,
    number: row.number,
    kind: row.kind,
    phase: row.phase,
    triggerKind: row.triggerKind,
    triggerName: row.triggerName,
    branch: row.branch,
    commitSha: row.commitSha,
    commitMessage: row.commitMessage,
    commitAuthor: row.commitAuthor,
    source: presentSource(row),
    releaseId: row.releaseId,
    releaseNumber: row.release?.number ?? null,
    isCurrent,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    failureSentence: failure.success ? failure.data.sentence : null,
    actions: deploymentActions({
      phase: row.phase,
      cancelRequested: row.cancelRequestedAt !== null,
      commitSha: row.commitSha,
      hasLiveRelease: row.releaseId !== null,
      isCurrent,
      imageExists: Boolean(row.release?.build.imageId),
      appDeleting: row.appEnvironment.app.deletingAt !== null,
    }),
  }
}

function presentSource({ sourceRelease }: Row): z.output<typeof deploymentSummary>['source'] {
  if (!sourceRelease) return null
  const { slug, name } = sourceRelease.appEnvironment.environment
  return {
    environmentSlug: slug,
    environmentName: name,
    releaseNumber: sourceRelease.number,
    deploymentNumber: sourceRelease.deployments[0]?.number ?? null,
  }
}

/** A deployment as its page shows it. */
export async function presentDeployment(
  ctx: Context,
  deploymentId: string,
): Promise<z.output<typeof deployment>> {
  const row = await ctx.db.deployment.findUnique({
    where: { id: deploymentId },
    include: {
      ...DEPLOYMENT_PARTS,
      steps: { orderBy: { startedAt: 'asc' } },
      build: { select: { plan: true } },
    },
  })
  if (!row) throw notFound('deployment')
  const plan = buildPlan.safeParse(row.build?.plan)
  const failure = deploymentFailure.safeParse(row.failure)
  return {
    ...presentSummary(row),
    steps: row.steps.map(step => ({
      phase: step.phase,
      outcome: step.outcome,
      note: step.note,
      startedAt: step.startedAt.toISOString(),
      finishedAt: step.finishedAt?.toISOString() ?? null,
    })),
    failure: failure.success ? failure.data : null,
    cancelRequested: row.cancelRequestedAt !== null,
    strategy: row.strategy && row.strategyReason ? { name: row.strategy, reason: row.strategyReason } : null,
    approvedBy: row.approvedBy,
    queue: row.phase === 'QUEUED' ? await queuePlace(ctx, row) : null,
    url: await appUrl(ctx, row.appEnvironmentId),
    planTitle: plan.success ? plan.data.title : null,
    warnings: plan.success ? plan.data.warnings.map(warning => `${warning.sentence} ${warning.fix}`) : [],
  }
}

async function queuePlace(ctx: Context, row: Row): Promise<{ position: number; reason: string }> {
  const active = await ctx.db.deployment.findUnique({
    where: { activeSlot: row.appEnvironmentId },
    select: { number: true },
  })
  return active
    ? { position: 1, reason: `Waits for deployment #${active.number} of this environment to end.` }
    : { position: 0, reason: 'Waits for a free worker.' }
}
