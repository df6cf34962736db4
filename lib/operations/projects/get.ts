import { type AppFacts, appEnvironmentFacts, factsOfProject, statusOf } from '../app-environments/facts'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { urlOf } from '../domains/app-url'
import { loadProject } from './present'
import { projectByRef } from './project-ref'
import type { AppInProject } from './schema'
import * as schema from './schema'

/** A project with its environments, and each app with how it does in each. A fixed number of queries, however many apps. */
export const getProject = defineOperation({
  name: 'projects.get',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectByRef(ctx, input.project),
    what: 'project',
  },
  ...schema.getProject,
  async run(ctx, { project }) {
    const projectId = await projectByRef(ctx, project)
    const [summary, apps, facts] = await Promise.all([
      loadProject(ctx, projectId),
      ctx.db.app.findMany({
        where: { projectId, deletingAt: null },
        select: { id: true, slug: true, name: true, repositoryUrl: true },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
      }),
      appEnvironmentFacts(ctx, factsOfProject(projectId)),
    ])
    const byApp = new Map<string, AppFacts[]>()
    for (const row of facts) byApp.set(row.appId, [...(byApp.get(row.appId) ?? []), row])
    return {
      ...summary,
      apps: apps.map(app => ({
        ...app,
        environments: (byApp.get(app.id) ?? []).map(row => presentEnvironmentOfApp(ctx, row)),
      })),
    }
  },
})

const presentEnvironmentOfApp = (ctx: Context, row: AppFacts): AppInProject['environments'][number] => ({
  appEnvironmentId: row.id,
  environmentId: row.environmentId,
  environmentSlug: row.environmentSlug,
  status: statusOf(row),
  url: row.hostname ? urlOf(ctx, row.hostname) : null,
  commitSha: row.commitSha,
  liveSince: row.liveSince?.toISOString() ?? null,
})
