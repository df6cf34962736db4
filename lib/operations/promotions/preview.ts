import { type BuildPlan, buildPlan } from '@/lib/core/build/plan'
import { isSameImage, mayPromote } from '@/lib/core/deployment/promotion'
import {
  type Formation,
  formation,
  formationChanges,
  formationOf,
  processOverrides,
} from '@/lib/core/run/formation'
import { serviceImages } from '@/lib/core/run/service-images'
import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { differingVariables } from './differing-variables'
import { findPromotion, type PromotionPlace, type PromotionRelease, promotionFacts } from './find-source'
import type { ProcessDifference, PromotedRelease } from './schema'
import * as schema from './schema'

/** What a promotion would change: release, variables, processes, release command; and whether it is possible now. */
export const previewPromotion = defineOperation({
  name: 'promotions.preview',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.previewPromotion,
  async run(ctx, asked) {
    const sides = await findPromotion(ctx, asked)
    const { target, source, others, release } = sides
    const facts = await promotionFacts(ctx, sides)
    const plan = release && buildPlan.safeParse(release.build.plan).data
    const releaseCommand = (target.releaseCommand ?? plan?.releaseCommand)?.trim() || null
    const processes = plan ? formationOfTarget(target, plan, release.build.images) : []
    const commands = [releaseCommand, ...processes.map(({ command }) => command)]
    return {
      appId: target.appId,
      target: {
        ...placeOf(target),
        variableSetId: target.variableSetId,
        release: target.currentRelease && presentRelease(target.currentRelease, target),
      },
      source: source && { ...placeOf(source), release: release && presentRelease(release, source) },
      sources: others.map(other => ({ ...placeOf(other), deployed: other.currentReleaseId !== null })),
      ...mayPromote(facts),
      sameImage: isSameImage(facts),
      variables: await differingVariables(
        ctx,
        sides,
        commands.filter(command => typeof command === 'string'),
      ),
      releaseCommand,
      processes: target.currentRelease && plan ? processChanges(target.currentRelease, processes) : [],
    }
  },
})

const placeOf = ({ id, environment }: PromotionPlace) => ({
  appEnvironmentId: id,
  environmentSlug: environment.slug,
  environmentName: environment.name,
})

const presentRelease = (
  release: PromotionRelease,
  { currentReleaseId }: PromotionPlace,
): PromotedRelease => ({
  id: release.id,
  number: release.number,
  commitSha: release.build.commitSha,
  commitMessage: release.deployments[0]?.commitMessage ?? null,
  createdAt: release.createdAt.toISOString(),
  deploymentNumber: release.deployments[0]?.number ?? null,
  isCurrent: release.id === currentReleaseId,
})

const formationOfTarget = (
  target: PromotionPlace,
  { processes, services }: BuildPlan,
  images: unknown,
): Formation =>
  formationOf({
    processes,
    services,
    images: serviceImages(images),
    overrides: processOverrides.parse(target.processes),
    memoryMb: target.memoryMb,
    cpuMillis: target.cpuMillis,
  })

function processChanges(current: PromotionRelease, next: Formation): ProcessDifference[] {
  const now = formation.safeParse(current.formation).data ?? []
  const viewIn = (processes: Formation, type: string) => {
    const found = processes.find(({ processType }) => processType === type)
    return found ? viewOf(found) : null
  }
  return formationChanges(now, next).map(processType => ({
    processType,
    before: viewIn(now, processType),
    after: viewIn(next, processType),
  }))
}

const viewOf = ({ count, command, memoryMb, cpuMillis }: Formation[number]) => ({
  count,
  memoryMb,
  cpuMillis,
  command: Array.isArray(command) ? command.join(' ') : command,
})
