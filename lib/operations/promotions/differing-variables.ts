import { type ComparedSide, compareVariables, namesUsedBy } from '@/lib/core/variables/compare'
import type { ResolvedVariables } from '@/lib/core/variables/resolve'
import type { Context } from '../context'
import { configOf } from '../deployments/run/instances'
import { maySeeValues } from '../variables/find-set'
import { resolveVariables } from '../variables/resolve-variables'
import type { PromotionSides } from './find-source'
import type { VariableDifferences } from './schema'

/**
 * The variables that the source's release runs with, against those that a release of the target would get now.
 * `commands`: those that will run in the target.
 */
export async function differingVariables(
  ctx: Context,
  { target, source, release }: PromotionSides,
  commands: readonly string[],
): Promise<VariableDifferences> {
  const [there, here, visible] = await Promise.all([
    sourceSide(ctx, source, release),
    resolveVariables(ctx, target.id).then(sideOf),
    maySeeValues(ctx, target.app.projectId),
  ])
  const found = compareVariables(there, here)
  const valueIn = (side: ComparedSide, name: string) =>
    visible && !there.secretNames.has(name) && !here.secretNames.has(name)
      ? (side.values.get(name) ?? null)
      : null
  const named = (side: ComparedSide) => (name: string) => ({
    name,
    secret: side.secretNames.has(name),
    value: valueIn(side, name),
  })
  const used = new Set(commands.flatMap(namesUsedBy))
  return {
    ...found,
    missing: found.missing.map(named(there)),
    onlyInTarget: found.onlyInTarget.map(named(here)),
    different: found.different.map(name => ({
      name,
      source: valueIn(there, name),
      target: valueIn(here, name),
    })),
    unset: found.missing.filter(name => used.has(name)),
  }
}

/** What was readable when the release was made may be a secret since: then it is one. */
async function sourceSide(
  ctx: Context,
  source: PromotionSides['source'],
  release: PromotionSides['release'],
): Promise<ComparedSide> {
  if (!source) return sideOf({ values: {}, secretNames: [] })
  const saved = await resolveVariables(ctx, source.id)
  if (!release) return sideOf(saved)
  const { values, secretNames } = configOf(ctx, source.environment.dataKey, release)
  return sideOf({ values, secretNames: [...secretNames, ...saved.secretNames] })
}

const sideOf = ({ values, secretNames }: ResolvedVariables): ComparedSide => ({
  values: new Map(Object.entries(values)),
  secretNames: new Set(secretNames),
})
