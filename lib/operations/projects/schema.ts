import * as z from 'zod'
import { ROLES } from '@/lib/core/access/roles'
import { APP_STATUSES } from '@/lib/core/deployment/status'
import { id } from '@/lib/core/ids'
import { displayName, ok, time } from '../common-schema'

export const environmentSummary = z.object({
  id: id('environment'),
  slug: z.string(),
  name: z.string(),
  kind: z.enum(['PRODUCTION', 'STAGING', 'CUSTOM']),
  variableSetId: id('variableSet'),
})
export type EnvironmentSummary = z.infer<typeof environmentSummary>

export const projectSummary = z.object({
  id: id('project'),
  slug: z.string(),
  name: z.string(),
  createdAt: time,
  role: z.enum(ROLES),
  appCount: z.number().int(),
  environments: z.array(environmentSummary),
})
export type ProjectSummary = z.infer<typeof projectSummary>

export const appInProject = z.object({
  id: id('app'),
  slug: z.string(),
  name: z.string(),
  repositoryUrl: z.string(),
  environments: z.array(
    z.object({
      appEnvironmentId: id('appEnvironment'),
      environmentId: id('environment'),
      environmentSlug: z.string(),
      status: z.enum(APP_STATUSES),
      url: z.string().nullable(),
      commitSha: z.string().nullable(),
      liveSince: time.nullable(),
    }),
  ),
})
export type AppInProject = z.infer<typeof appInProject>

export const listProjects = { input: z.object({}), output: z.object({ projects: z.array(projectSummary) }) }
export const createProject = { input: z.object({ name: displayName }), output: projectSummary }
/** By id or slug. */
export const getProject = {
  input: z.object({ project: z.string().min(1).max(80) }),
  output: projectSummary.extend({ apps: z.array(appInProject) }),
}
export const renameProject = {
  input: z.object({ projectId: id('project'), name: displayName }),
  output: projectSummary,
}
/** `confirm` is the project's name; only a project without apps can be deleted. */
export const deleteProject = {
  input: z.object({ projectId: id('project'), confirm: z.string() }),
  output: ok,
}
export const createEnvironment = {
  input: z.object({ projectId: id('project'), name: displayName }),
  output: environmentSummary,
}
export const deleteEnvironment = {
  input: z.object({ environmentId: id('environment'), confirm: z.string() }),
  output: ok,
}
/** A project with a Flask app from a repository on this server, deployed to production and staging. */
export const createExample = {
  input: z.object({}),
  output: z.object({
    project: projectSummary,
    appEnvironmentId: id('appEnvironment'),
    deploymentId: id('deployment'),
    appSlug: z.string(),
  }),
}
