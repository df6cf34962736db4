import * as z from 'zod'
import { buildPlan, buildProblem, buildSettings } from '@/lib/core/build/plan'
import { id } from '@/lib/core/ids'
import { displayName, ok, time } from '../common-schema'

const gitAuthInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('token'),
    username: z.string().max(200).optional(),
    token: z.string().min(1).max(1000),
  }),
  z.object({ kind: z.literal('deploy-key') }),
])
const repositoryUrl = z.string().trim().min(1, 'must not be empty').max(500)
const rootDirectory = z.string().trim().max(200)
export const BUILDERS = ['AUTO', 'DOCKERFILE', 'STATIC', 'COMPOSE'] as const

export const app = z.object({
  id: id('app'),
  projectId: id('project'),
  projectSlug: z.string(),
  slug: z.string(),
  name: z.string(),
  repositoryUrl: z.string(),
  gitAuth: z.enum(['none', 'token', 'deploy-key']),
  /** OpenSSH line to add to the repository, when gitAuth is `deploy-key`. */
  deployKeyPublic: z.string().nullable(),
  rootDirectory: z.string(),
  builder: z.enum(BUILDERS),
  dockerfilePath: z.string(),
  buildSettings,
  deleting: z.boolean(),
  createdAt: time,
  environments: z.array(
    z.object({
      appEnvironmentId: id('appEnvironment'),
      environmentId: id('environment'),
      environmentSlug: z.string(),
      environmentName: z.string(),
      branch: z.string().nullable(),
      /** Names of its volumes. */
      volumes: z.array(z.string()),
    }),
  ),
})
export type App = z.infer<typeof app>

/** Makes the app in every environment of the project. The repository is checked by an inspection, not here. */
export const createApp = {
  input: z.object({
    projectId: id('project'),
    name: displayName,
    repositoryUrl,
    gitAuth: gitAuthInput.default({ kind: 'none' }),
    rootDirectory: rootDirectory.default(''),
  }),
  output: app,
}
export const getApp = { input: z.object({ appId: id('app') }), output: app }
/** Absent fields stay. `gitAuth` replaces credentials. */
export const updateApp = {
  input: z.object({
    appId: id('app'),
    name: displayName.optional(),
    repositoryUrl: repositoryUrl.optional(),
    gitAuth: gitAuthInput.optional(),
    rootDirectory: rootDirectory.optional(),
    builder: z.enum(BUILDERS).optional(),
    dockerfilePath: z.string().trim().min(1).max(200).optional(),
    buildSettings: buildSettings.optional(),
  }),
  output: app,
}
/** Everything of the app goes: containers, images, variables, logs, history. `confirm` is its name. */
export const deleteApp = { input: z.object({ appId: id('app'), confirm: z.string() }), output: ok }

export const inspection = z.object({
  id: id('inspection'),
  appId: id('app'),
  status: z.enum(['PENDING', 'DONE', 'FAILED']),
  branch: z.string().nullable(),
  branches: z.array(z.object({ name: z.string(), sha: z.string() })).nullable(),
  defaultBranch: z.string().nullable(),
  commitSha: z.string().nullable(),
  plan: buildPlan.nullable(),
  dockerfile: z.string().nullable(),
  /** Set when the repository or its plan is at fault; `branches` may be there all the same. */
  problem: buildProblem.nullable(),
  createdAt: time,
})
export type Inspection = z.infer<typeof inspection>
/** Asks a worker to list branches and detect the plan of `branch` (default: the repository's). */
export const createInspection = {
  input: z.object({ appId: id('app'), branch: z.string().max(250).optional() }),
  output: inspection,
}
export const getInspection = {
  input: z.object({ appId: id('app'), inspectionId: id('inspection') }),
  output: inspection,
}
