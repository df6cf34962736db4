import type { Prisma } from '@/lib/adapters/db/generated/client'
import type { Phase } from '@/lib/core/deployment/phase'
import type { WorkerContext } from '../worker-context'

const WATCHED_PARTS = {
  appEnvironment: {
    select: {
      desiredState: true,
      app: { select: { deletingAt: true } },
      deployments: { where: { activeSlot: { not: null } }, select: { phase: true } },
      domains: { where: { isPrimary: true }, select: { hostname: true } },
    },
  },
  release: { select: { healthPath: true } },
} satisfies Prisma.InstanceInclude

/** An instance that serves, or stands by to serve again, with what decides whether it should. */
export type WatchedInstance = Prisma.InstanceGetPayload<{ include: typeof WATCHED_PARTS }>

export const watchedInstances = (ctx: WorkerContext): Promise<WatchedInstance[]> =>
  ctx.db.instance.findMany({
    where: { state: { in: ['SERVING', 'STANDBY'] } },
    include: WATCHED_PARTS,
    orderBy: [{ appEnvironmentId: 'asc' }, { processType: 'asc' }, { index: 'asc' }],
  })

/** In these a deployment itself decides what is routed, started and ended. */
const HANDS_OFF: readonly Phase[] = ['SWITCHING', 'SOAKING']
export const isInOtherHands = (phase: Phase) => HANDS_OFF.includes(phase)

/** Whether it should be up, and seeing to it is nobody else's. One that stands by is its deployment's. */
export function isWanted({ state, appEnvironment }: WatchedInstance): boolean {
  const { desiredState, app, deployments } = appEnvironment
  return (
    state === 'SERVING' &&
    desiredState === 'RUNNING' &&
    !app.deletingAt &&
    !deployments.some(({ phase }) => isInOtherHands(phase))
  )
}

export const nameOf = ({ processType, index }: { processType: string; index: number }) =>
  `${processType}.${index}`
