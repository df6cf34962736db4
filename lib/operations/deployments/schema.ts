import * as z from 'zod'
import { deploymentFailure } from '@/lib/core/deployment/failure'
import { PHASES } from '@/lib/core/deployment/phase'
import { STRATEGIES } from '@/lib/core/deployment/strategy'
import { id } from '@/lib/core/ids'
import { logPage, logQuery } from '@/lib/core/logs/entry'
import { page, time } from '../common-schema'

/** What may be done with a deployment now; `reason` says why not. From lib/core/deployment/actions.ts. */
export const deploymentActions = z.object({
  cancel: z.object({ allowed: z.boolean(), reason: z.string().nullable() }),
  approve: z.object({ allowed: z.boolean(), reason: z.string().nullable() }),
  redeploy: z.object({ allowed: z.boolean(), reason: z.string().nullable() }),
  rollBack: z.object({ allowed: z.boolean(), reason: z.string().nullable() }),
})

export const deploymentSummary = z.object({
  id: id('deployment'),
  appEnvironmentId: id('appEnvironment'),
  number: z.number().int(),
  kind: z.enum(['DEPLOY', 'ROLLBACK', 'CONFIGURATION', 'START', 'PROMOTION']),
  phase: z.enum(PHASES),
  /** user, token, webhook, system */
  triggerKind: z.string(),
  triggerName: z.string(),
  branch: z.string().nullable(),
  commitSha: z.string().nullable(),
  commitMessage: z.string().nullable(),
  commitAuthor: z.string().nullable(),
  /** For rollbacks and promotions: whose image it is, of this or another environment. */
  source: z
    .object({
      environmentSlug: z.string(),
      environmentName: z.string(),
      releaseNumber: z.number().int(),
      /** The deployment that made it. */
      deploymentNumber: z.number().int().nullable(),
    })
    .nullable(),
  releaseId: id('release').nullable(),
  releaseNumber: z.number().int().nullable(),
  /** Its release is the one that serves. */
  isCurrent: z.boolean(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  failureSentence: z.string().nullable(),
  actions: deploymentActions,
})
export type DeploymentSummary = z.infer<typeof deploymentSummary>

export const deploymentStep = z.object({
  phase: z.enum(PHASES),
  outcome: z.enum(['RUNNING', 'DONE', 'SKIPPED', 'FAILED', 'CANCELLED']),
  note: z.string().nullable(),
  startedAt: time,
  finishedAt: time.nullable(),
})
export const deployment = deploymentSummary.extend({
  steps: z.array(deploymentStep),
  failure: deploymentFailure.nullable(),
  cancelRequested: z.boolean(),
  /** How it takes over when that is not the usual way, and why. */
  strategy: z.object({ name: z.enum(STRATEGIES), reason: z.string() }).nullable(),
  approvedBy: z.string().nullable(),
  /** Deployments of this app environment that run before this one, when queued; and why it waits. */
  queue: z.object({ position: z.number().int(), reason: z.string() }).nullable(),
  url: z.string().nullable(),
  planTitle: z.string().nullable(),
  warnings: z.array(z.string()),
})
export type Deployment = z.infer<typeof deployment>

/** Deploys `commitSha` or the newest commit of the environment's branch. `force` builds again although an image is there. */
export const createDeployment = {
  input: z.object({
    appEnvironmentId: id('appEnvironment'),
    commitSha: z
      .string()
      .regex(/^[0-9a-f]{40}$/, 'must be a full commit SHA')
      .optional(),
    force: z.boolean().default(false),
  }),
  output: deployment,
}
export const listDeployments = {
  input: z.object({ appEnvironmentId: id('appEnvironment'), ...page }),
  output: z.object({ deployments: z.array(deploymentSummary), next: z.string().nullable() }),
}
export const getDeployment = { input: z.object({ deploymentId: id('deployment') }), output: deployment }
/** By the number on its page. */
export const findDeployment = {
  input: z.object({ appEnvironmentId: id('appEnvironment'), number: z.coerce.number().int().min(1) }),
  output: deployment,
}
/** `force`: also while the release command runs, which may leave a migration half done. */
export const cancelDeployment = {
  input: z.object({ deploymentId: id('deployment'), force: z.boolean().default(false) }),
  output: deployment,
}
/** Lets a version that waits at the gate take over. */
export const approveDeployment = { input: z.object({ deploymentId: id('deployment') }), output: deployment }
/** The same commit again, with the saved configuration. */
export const redeploy = {
  input: z.object({ deploymentId: id('deployment'), force: z.boolean().default(false) }),
  output: deployment,
}
/** Makes an earlier release current again: its image and its configuration, nothing is built. */
export const rollBack = {
  input: z.object({ appEnvironmentId: id('appEnvironment'), releaseId: id('release') }),
  output: deployment,
}
export const readDeploymentLog = {
  input: logQuery.extend({ deploymentId: id('deployment') }),
  output: logPage,
}
export const readRuntimeLog = {
  input: logQuery.extend({ appEnvironmentId: id('appEnvironment') }),
  output: logPage,
}
