import * as z from 'zod'
import type { AppEnvironment, Build, Release } from '@/lib/adapters/db/generated/client'
import { buildPlan } from '@/lib/core/build/plan'
import { formation, formationChanges, formationOf, processOverrides } from '@/lib/core/run/formation'
import { serviceImages } from '@/lib/core/run/service-images'
import { diffSize, diffVariables } from '@/lib/core/variables/diff'
import type { Context } from '../context'
import { resolveVariables } from '../variables/resolve-variables'

const config = z.object({ values: z.record(z.string(), z.string()) })

type Target = Pick<
  AppEnvironment,
  'id' | 'processes' | 'memoryMb' | 'cpuMillis' | 'healthPath' | 'releaseCommand' | 'port'
> & {
  environment: { dataKey: string }
  currentRelease: (Release & { build: Pick<Build, 'plan' | 'images'> }) | null
}

/** How many variables, process types and settings differ between what runs and what is saved; 0 when nothing runs. */
export async function pendingChanges(ctx: Context, target: Target): Promise<number> {
  const { currentRelease: release, environment } = target
  if (!release) return 0
  const sealed = ctx.secrets.open(environment.dataKey, `release:${release.id}:config`, release.configSealed)
  const running = new Map(Object.entries(config.parse(JSON.parse(sealed)).values))
  const saved = new Map(Object.entries((await resolveVariables(ctx, target.id)).values))
  return diffSize(diffVariables(running, saved)) + changedSettings(target, release)
}

/** A port that only the image knows cannot be compared here. */
function changedSettings(target: Target, release: NonNullable<Target['currentRelease']>): number {
  const plan = buildPlan.safeParse(release.build.plan).data
  if (!plan) return 0
  const wanted = formationOf({
    processes: plan.processes,
    services: plan.services,
    images: serviceImages(release.build.images),
    overrides: processOverrides.parse(target.processes),
    memoryMb: target.memoryMb,
    cpuMillis: target.cpuMillis,
  })
  const others = [
    target.port !== null && target.port !== release.port,
    (target.healthPath ?? plan.healthPath) !== release.healthPath,
    (target.releaseCommand ?? plan.releaseCommand ?? '') !== (release.releaseCommand ?? ''),
  ]
  return formationChanges(formation.parse(release.formation), wanted).length + others.filter(Boolean).length
}
