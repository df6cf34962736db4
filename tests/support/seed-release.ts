import type { DeploymentPhase } from '@/lib/adapters/db/generated/client'
import type { BuildPlan } from '@/lib/core/build/plan'
import { FINAL_PHASES } from '@/lib/core/deployment/phase'
import { newId } from '@/lib/operations/new-id'
import type { TestRuntime } from './context'

export interface SeededRelease {
  phase: DeploymentPhase
  /** Instances that serve. */
  serving?: number
  imageId?: string
  commitSha?: string
  config?: { values: Record<string, string>; secretNames: string[] }
  /** Parts of the build's plan that matter. */
  plan?: Partial<BuildPlan>
}

const PLAN: BuildPlan = {
  stack: 'dockerfile',
  title: 'Dockerfile',
  framework: null,
  dockerfile: { kind: 'generated', text: '' },
  processes: { web: { command: null } },
  releaseCommand: null,
  port: null,
  healthPath: null,
  ignore: [],
  evidence: [],
  warnings: [],
}

/** Rows as a deployment leaves them: the deployment in `phase`, and its release, current when it succeeded. */
export async function seedRelease(
  { runtime }: TestRuntime,
  appEnvironmentId: string,
  {
    phase,
    serving = 0,
    imageId = 'sha256:0',
    commitSha = 'c'.repeat(40),
    config = { values: {}, secretNames: [] },
    plan = {},
  }: SeededRelease,
): Promise<{ deploymentId: string; releaseId: string }> {
  const { db, secrets } = runtime
  const target = await db.appEnvironment.findUniqueOrThrow({
    where: { id: appEnvironmentId },
    include: { environment: true, _count: { select: { deployments: true } } },
  })
  const number = target._count.deployments + 1
  const [buildId, releaseId, deploymentId] = [newId('build'), newId('release'), newId('deployment')]
  await db.build.create({
    data: {
      id: buildId,
      appId: target.appId,
      key: buildId,
      commitSha,
      status: 'SUCCEEDED',
      imageId,
      plan: { ...PLAN, ...plan },
      dockerfile: '',
    },
  })
  await db.release.create({
    data: {
      id: releaseId,
      appEnvironmentId,
      number,
      buildId,
      port: 8080,
      formation: [
        {
          processType: 'web',
          command: null,
          count: 1,
          memoryMb: target.memoryMb,
          cpuMillis: target.cpuMillis,
        },
      ],
      configSealed: secrets.seal(
        target.environment.dataKey,
        `release:${releaseId}:config`,
        JSON.stringify(config),
      ),
    },
  })
  const ended = FINAL_PHASES.some(final => final === phase)
  await db.deployment.create({
    data: {
      id: deploymentId,
      appEnvironmentId,
      number,
      kind: 'DEPLOY',
      phase,
      triggerKind: 'user',
      triggerName: 'Ada',
      branch: 'main',
      commitSha,
      commitMessage: 'A change',
      buildId,
      releaseId,
      startedAt: new Date(),
      finishedAt: ended ? new Date() : null,
      ...(ended ? {} : { activeSlot: appEnvironmentId }),
    },
  })
  if (phase === 'SUCCEEDED') {
    await db.appEnvironment.update({ where: { id: appEnvironmentId }, data: { currentReleaseId: releaseId } })
  }
  for (let index = 1; index <= serving; index += 1) {
    await db.instance.create({
      data: {
        id: newId('instance'),
        appEnvironmentId,
        deploymentId,
        releaseId,
        processType: 'web',
        index,
        containerName: `test_${releaseId}_${index}`,
        state: 'SERVING',
      },
    })
  }
  return { deploymentId, releaseId }
}
