import type * as z from 'zod'
import { buildPlan } from '@/lib/core/build/plan'
import { DomainError } from '@/lib/core/errors'
import { doubledSingletons, type ProcessOverrides } from '@/lib/core/run/formation'
import { authorizeProject } from '../authorize'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { createConfigurationDeployment } from '../deployments/create-configuration'
import { mutate } from '../mutate'
import { projectOfAppEnvironment } from '../project-of'
import { presentAppEnvironment } from './present'
import { refuseBadBranch } from './refuse-bad-branch'
import * as schema from './schema'

/**
 * Changes what differs between environments; it takes effect with the next deployment, which `deploy` starts at once.
 * Absent fields stay.
 */
export const updateAppEnvironment = defineOperation({
  name: 'app-environments.update',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.updateAppEnvironment,
  async run(ctx, { appEnvironmentId, deploy, ...fields }) {
    if (fields.branch) refuseBadBranch(fields.branch)
    const { currentRelease } = await ctx.db.appEnvironment.findUniqueOrThrow({
      where: { id: appEnvironmentId },
      include: { currentRelease: { include: { build: true } } },
    })
    if (fields.processes) refuseDoubledProcesses(fields.processes, currentRelease?.build.plan)
    if (deploy) await requireDeployable(ctx, appEnvironmentId, currentRelease !== null)
    await save(ctx, appEnvironmentId, fields)
    await ctx.events.publish(`app-environment:${appEnvironmentId}`)
    const deployment = deploy ? await createConfigurationDeployment(ctx, { appEnvironmentId }) : null
    return { ...(await presentAppEnvironment(ctx, appEnvironmentId)), deployment }
  },
})

type Fields = Omit<z.output<typeof schema.updateAppEnvironment.input>, 'appEnvironmentId' | 'deploy'>

const save = (ctx: Context, appEnvironmentId: string, fields: Fields) =>
  mutate(ctx, async tx => {
    const row = await tx.appEnvironment.update({
      where: { id: appEnvironmentId },
      data: fields,
      include: { app: true, environment: true },
    })
    return {
      result: undefined,
      audit: {
        verb: 'app-environment.update',
        entityType: 'app-environment',
        entityId: appEnvironmentId,
        entityName: `${row.app.name} · ${row.environment.name}`,
        projectId: row.app.projectId,
        detail: { changed: Object.keys(fields) },
      },
    }
  })

/** Checked before anything is saved: the answer to "save and deploy" is both or neither. */
async function requireDeployable(ctx: Context, appEnvironmentId: string, hasRelease: boolean) {
  const project = () => projectOfAppEnvironment(ctx, appEnvironmentId)
  await authorizeProject(ctx, 'app.deploy', project, 'app environment')
  if (!hasRelease) {
    throw new DomainError('conflict', 'Nothing is deployed here yet.', {
      fix: 'Save the settings, then deploy the app.',
    })
  }
}

/** A process that must not run twice has one instance; `web` cannot be such a one. `plan`: of what runs, when known. */
function refuseDoubledProcesses(overrides: ProcessOverrides, plan: unknown): void {
  if (overrides.web?.singleton) {
    throw new DomainError('invalid', 'web cannot be limited to one at a time.', {
      field: 'processes.web.singleton',
      fix: 'While a new version takes over, the old web process serves until the new one is ready.',
    })
  }
  const [doubled] = doubledSingletons({
    processes: buildPlan.safeParse(plan).data?.processes ?? {},
    overrides,
  })
  if (doubled) {
    throw new DomainError(
      'invalid',
      `${doubled} must not run twice at once, so it has at most one instance.`,
      {
        field: `processes.${doubled}.count`,
        fix: 'Set its instances to 1, or say that it may run more than once.',
      },
    )
  }
}
