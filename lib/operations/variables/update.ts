import type * as z from 'zod'
import type { Transaction } from '@/lib/adapters/db/client'
import { DomainError } from '@/lib/core/errors'
import { authorizeProject } from '../authorize'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { createConfigurationDeployment } from '../deployments/create-configuration'
import { type AuditFact, mutate } from '../mutate'
import { projectOfVariableSet } from '../project-of'
import { type FoundSet, findVariableSet } from './find-set'
import { type EditPlan, planEdit } from './plan-edit'
import { presentVariableSet } from './present'
import * as schema from './schema'
import { openValue } from './sealing'
import { writePlan } from './write-plan'

/** 10,000 variables take about a second. */
const TIMEOUT_MS = 30_000
/** Names of each kind kept in the audit log; counts are always exact. */
const AUDITED_NAMES = 100

/** Saves edits of a variable set, and deploys them when asked to. */
export const updateVariables = defineOperation({
  name: 'variables.update',
  access: {
    kind: 'project',
    permission: 'variables.write',
    project: (ctx, input) => projectOfVariableSet(ctx, input.variableSetId),
    what: 'variable set',
  },
  ...schema.updateVariables,
  async run(ctx, input) {
    const set = await findVariableSet(ctx, input.variableSetId)
    const target = input.deploy ? await deployTarget(ctx, set) : null
    await save(ctx, set, input)
    await Promise.all(set.appEnvironmentIds.map(id => ctx.events.publish(`app-environment:${id}`)))
    const deployment = target ? await createConfigurationDeployment(ctx, target) : null
    return { ...(await presentVariableSet(ctx, set)), deployment }
  },
})

/** Checked before anything is saved: the answer to "save and deploy" is both or neither. */
async function deployTarget(ctx: Context, { app, projectId }: FoundSet) {
  if (!app) {
    throw new DomainError('invalid', 'Shared variables cannot be deployed: they belong to several apps.', {
      field: 'deploy',
      fix: 'Save them, then deploy each app.',
    })
  }
  await authorizeProject(ctx, 'app.deploy', async () => projectId, 'variable set')
  if (!app.hasRelease) {
    throw new DomainError('conflict', 'Nothing is deployed here yet.', {
      fix: 'Save the variables, then deploy the app.',
    })
  }
  return { appEnvironmentId: app.appEnvironmentId }
}

type Input = z.output<typeof schema.updateVariables.input>

const save = (ctx: Context, set: FoundSet, input: Input) =>
  mutate(
    ctx,
    async tx => {
      // Editors of the same set wait for each other here.
      await tx.$queryRaw`SELECT id FROM "VariableSet" WHERE id = ${set.id} FOR UPDATE`
      const { revision } = await tx.variableSet.findUniqueOrThrow({ where: { id: set.id } })
      if (revision !== input.revision) throw await staleRevision(ctx, set, tx)
      const rows = await tx.variable.findMany({ where: { setId: set.id } })
      const stored = rows.map(row => ({ ...row, value: openValue(ctx, set.dataKey, row) }))
      const plan = planEdit(stored, input)
      await writePlan(ctx, tx, set, plan)
      await tx.variableSet.update({ where: { id: set.id }, data: { revision: revision + 1 } })
      return { result: undefined, audit: auditOf(set, plan) }
    },
    { timeoutMs: TIMEOUT_MS },
  )

async function staleRevision(ctx: Context, set: FoundSet, tx: Transaction) {
  const { revision, variables } = await presentVariableSet(ctx, set, tx)
  return new DomainError('conflict', 'Somebody else saved these variables while you edited them.', {
    fix: 'Compare your changes with what is saved now, then save again.',
    details: { revision, variables },
  })
}

function auditOf(set: FoundSet, plan: EditPlan): AuditFact {
  const names = (list: { name: string }[]) => list.slice(0, AUDITED_NAMES).map(({ name }) => name)
  return {
    verb: 'variables.update',
    entityType: 'variable-set',
    entityId: set.id,
    entityName: set.title,
    projectId: set.projectId,
    detail: {
      added: names(plan.added),
      changed: names(plan.changed),
      removed: names(plan.removed),
      count: plan.added.length + plan.changed.length + plan.removed.length,
    },
  }
}
