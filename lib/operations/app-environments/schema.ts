import * as z from 'zod'
import { APP_STATUSES } from '@/lib/core/deployment/status'
import { STRATEGIES } from '@/lib/core/deployment/strategy'
import { id } from '@/lib/core/ids'
import { haltReason } from '@/lib/core/run/halt-reason'
import { OBSERVED } from '@/lib/core/run/observed'
import { ok, time } from '../common-schema'

const memoryMb = z.number().int().min(32, 'must be at least 32 MB').max(1_048_576)
const cpuMillis = z.number().int().min(50, 'must be at least 50 (0.05 CPU)').max(64_000)

/** What a user may set for a process type; absent: as the plan and the environment say, one instance. */
export const processOverride = z.object({
  command: z.string().trim().min(1).max(2000).optional(),
  count: z.number().int().min(0).max(20).optional(),
  memoryMb: memoryMb.optional(),
  cpuMillis: cpuMillis.optional(),
  /** Never two at once. Absent: true for schedulers such as Celery beat. */
  singleton: z.boolean().optional(),
  /** From SIGTERM to SIGKILL. Absent: 30 for web, 60 for others. */
  stopSeconds: z.number().int().min(1, 'must be at least 1 second').max(600).optional(),
})
export const processType = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and dashes')

/** A time limit. */
const minutes = (max: number) =>
  z.number().int().min(1, 'must be at least 1 minute').max(max, `must be at most ${max} minutes`)

/** What should be (`state`), and what the engine says (`observed…`). */
export const instance = z.object({
  id: id('instance'),
  processType: z.string(),
  index: z.number(),
  state: z.enum(['STARTING', 'SERVING', 'STANDBY', 'RETIRING']),
  containerName: z.string(),
  /** null: not looked at yet. */
  observedStatus: z.enum(OBSERVED).nullable(),
  /** Since when it is as observed. */
  observedAt: time.nullable(),
  /** A web instance that came back gets requests when it answers. */
  ready: z.boolean(),
  restartCount: z.number().int(),
  /** Of its last end; null: there was none, or nobody saw it. */
  exitCode: z.number().int().nullable(),
  lastExitAt: time.nullable(),
  /** It, or a process of it, ended last because its memory was used up. */
  oomKilled: z.boolean(),
  lastOomAt: time.nullable(),
  memoryMb: z.number(),
  /** It was stopped because it kept ending. */
  haltedAt: time.nullable(),
  haltReason: haltReason.nullable(),
})
export type Instance = z.infer<typeof instance>

export const appEnvironment = z.object({
  id: id('appEnvironment'),
  appId: id('app'),
  appSlug: z.string(),
  appName: z.string(),
  projectId: id('project'),
  projectSlug: z.string(),
  environmentId: id('environment'),
  environmentSlug: z.string(),
  environmentName: z.string(),
  status: z.enum(APP_STATUSES),
  url: z.string().nullable(),
  /** Visitors get the page that says so. */
  maintenance: z.boolean(),
  branch: z.string().nullable(),
  autoDeploy: z.boolean(),
  port: z.number().nullable(),
  healthPath: z.string().nullable(),
  checkTimeoutSeconds: z.number(),
  releaseCommand: z.string().nullable(),
  /** null: as Berth finds best for each deployment. */
  strategy: z.enum(STRATEGIES).nullable(),
  requireApproval: z.boolean(),
  soakSeconds: z.number(),
  deployTimeoutMinutes: z.number(),
  buildTimeoutMinutes: z.number(),
  buildIdleMinutes: z.number(),
  memoryMb: z.number(),
  cpuMillis: z.number(),
  processes: z.record(z.string(), processOverride),
  variableSetId: id('variableSet'),
  sharedVariableSetId: id('variableSet'),
  /** Variables, process types and settings that differ between the current release and what is saved; 0 without a release. */
  pendingChanges: z.number().int(),
  release: z
    .object({
      id: id('release'),
      number: z.number(),
      commitSha: z.string(),
      commitMessage: z.string().nullable(),
      liveSince: time,
      deploymentNumber: z.number().nullable(),
    })
    .nullable(),
  instances: z.array(instance),
  /** Kept across deployments; `mounts` as in the current release. */
  volumes: z.array(
    z.object({
      name: z.string(),
      createdAt: time,
      mounts: z.array(z.object({ processType: z.string(), path: z.string() })),
    }),
  ),
  activeDeployment: z.object({ id: id('deployment'), number: z.number(), phase: z.string() }).nullable(),
})
export type AppEnvironment = z.infer<typeof appEnvironment>

export const getAppEnvironment = {
  input: z.object({ appEnvironmentId: id('appEnvironment') }),
  output: appEnvironment,
}
/** By the slugs of a page's address. */
export const findAppEnvironment = {
  input: z.object({ project: z.string().max(80), environment: z.string().max(80), app: z.string().max(80) }),
  output: appEnvironment,
}
export const updateAppEnvironment = {
  input: z.object({
    appEnvironmentId: id('appEnvironment'),
    branch: z.string().trim().min(1).max(250).nullable().optional(),
    autoDeploy: z.boolean().optional(),
    port: z.number().int().min(1).max(65535).nullable().optional(),
    healthPath: z
      .string()
      .trim()
      .max(500)
      .regex(/^\/[\x21-\x7e]*$/, 'must start with / and have no spaces')
      .nullable()
      .optional(),
    checkTimeoutSeconds: z.number().int().min(5, 'must be at least 5 seconds').max(1800).optional(),
    releaseCommand: z.string().max(2000).nullable().optional(),
    strategy: z.enum(STRATEGIES).nullable().optional(),
    requireApproval: z.boolean().optional(),
    soakSeconds: z.number().int().min(0).max(60, 'must be at most 60 seconds').optional(),
    deployTimeoutMinutes: minutes(1440).optional(),
    buildTimeoutMinutes: minutes(240).optional(),
    buildIdleMinutes: minutes(120).optional(),
    memoryMb: memoryMb.optional(),
    cpuMillis: cpuMillis.optional(),
    processes: z.record(processType, processOverride).optional(),
    /** Make a release of it at once, without a build. */
    deploy: z.boolean().default(false),
  }),
  output: appEnvironment.extend({
    deployment: z.object({ id: id('deployment'), number: z.number() }).nullable(),
  }),
}
export const stopAppEnvironment = { input: z.object({ appEnvironmentId: id('appEnvironment') }), output: ok }
/** Starts the current release again, with the saved configuration; answers with the deployment. */
export const startAppEnvironment = {
  input: z.object({ appEnvironmentId: id('appEnvironment') }),
  output: z.object({ deploymentId: id('deployment'), number: z.number() }),
}
/** Starts again what was stopped because it kept ending. */
export const restartAppEnvironment = {
  input: z.object({ appEnvironmentId: id('appEnvironment') }),
  output: ok,
}
