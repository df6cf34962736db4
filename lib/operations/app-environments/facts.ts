import * as z from 'zod'
import { Prisma } from '@/lib/adapters/db/generated/client'
import { type AppStatus, appStatus } from '@/lib/core/deployment/status'
import type { Context } from '../context'

/** What the state of an app in an environment is told from. */
export interface AppFacts {
  id: string
  appId: string
  environmentId: string
  environmentSlug: string
  desiredState: 'RUNNING' | 'STOPPED'
  currentReleaseId: string | null
  formation: unknown
  commitSha: string | null
  hostname: string | null
  /** Instances that are up, and of them the web ones. */
  running: number
  webRunning: number
  /** Stopped because they kept ending. */
  halted: number
  lastPhase: string | null
  deploying: boolean
  liveSince: Date | null
  liveDeploymentNumber: number | null
  liveCommitMessage: string | null
}

export const factsOfProject = (projectId: string) =>
  Prisma.sql`a."projectId" = ${projectId} AND a."deletingAt" IS NULL`
export const factsOfAppEnvironment = (appEnvironmentId: string) => Prisma.sql`ae.id = ${appEnvironmentId}`

/** The facts of every app environment that `where` picks, in the order of their environments, by one query. */
export const appEnvironmentFacts = (ctx: Context, where: Prisma.Sql): Promise<AppFacts[]> =>
  ctx.db.$queryRaw<AppFacts[]>`
    SELECT ae.id, ae."appId", ae."environmentId", e.slug AS "environmentSlug",
      ae."desiredState"::text AS "desiredState", ae."currentReleaseId", r.formation, b."commitSha", d.hostname,
      up.running, up."webRunning", up.halted,
      last.phase::text AS "lastPhase",
      (last.id IS NOT NULL AND last."finishedAt" IS NULL)
        OR EXISTS (SELECT 1 FROM "Deployment" WHERE "activeSlot" = ae.id) AS deploying,
      COALESCE(live."finishedAt", live."startedAt", r."createdAt") AS "liveSince",
      live.number AS "liveDeploymentNumber", live."commitMessage" AS "liveCommitMessage"
    FROM "AppEnvironment" ae
    JOIN "App" a ON a.id = ae."appId"
    JOIN "Environment" e ON e.id = ae."environmentId"
    LEFT JOIN "Domain" d ON d."appEnvironmentId" = ae.id AND d."isPrimary"
    LEFT JOIN "Release" r ON r.id = ae."currentReleaseId"
    LEFT JOIN "Build" b ON b.id = r."buildId"
    LEFT JOIN LATERAL (
      SELECT (count(*) FILTER (WHERE is_up))::int AS running,
        (count(*) FILTER (WHERE is_up AND "processType" = 'web'))::int AS "webRunning",
        (count(*) FILTER (WHERE "haltedAt" IS NOT NULL))::int AS halted
      FROM (SELECT "processType", "haltedAt",
          "haltedAt" IS NULL AND COALESCE("observedStatus", 'running') = 'running' AS is_up
        FROM "Instance" WHERE "appEnvironmentId" = ae.id
          AND "releaseId" = ae."currentReleaseId" AND state = 'SERVING') serving) up ON true
    LEFT JOIN LATERAL (SELECT id, phase, "finishedAt" FROM "Deployment"
      WHERE "appEnvironmentId" = ae.id ORDER BY number DESC LIMIT 1) last ON true
    LEFT JOIN LATERAL (SELECT number, "finishedAt", "startedAt", "commitMessage" FROM "Deployment"
      WHERE "appEnvironmentId" = ae.id AND "releaseId" = ae."currentReleaseId"
      ORDER BY number DESC LIMIT 1) live ON ae."currentReleaseId" IS NOT NULL
    WHERE ${where}
    ORDER BY e.position, e."createdAt"`

const counts = z.array(z.object({ count: z.number(), service: z.object({ once: z.boolean() }).optional() }))

/** The one word for an app in an environment. */
export function statusOf(facts: AppFacts): AppStatus {
  const formation = counts.safeParse(facts.formation)
  return appStatus({
    hasRelease: facts.currentReleaseId !== null,
    desiredState: facts.desiredState,
    activeDeployment: facts.deploying,
    lastDeploymentFailed: facts.lastPhase === 'FAILED',
    running: facts.running,
    webRunning: facts.webRunning,
    halted: facts.halted,
    wanted: formation.success ? wantedOf(formation.data) : 1,
  })
}

/** Services that run to their end in each deployment are not meant to be up. */
const wantedOf = (entries: z.infer<typeof counts>) =>
  entries.reduce((sum, { count, service }) => sum + (service?.once ? 0 : count), 0)
