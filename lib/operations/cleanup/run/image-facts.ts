import type { Database, Transaction } from '@/lib/adapters/db/client'
import type { ImageFacts } from '@/lib/core/cleanup/facts'
import { imageTag } from '@/lib/core/run/names'
import { serviceImages } from '@/lib/core/run/service-images'
import { readPolicy } from '../policy'

type RowFacts = Omit<ImageFacts, 'images' | 'containers'>

/** What the rows say about images: of all apps, or of one. */
export async function imageFacts(
  db: Database | Transaction,
  namespace: string,
  appId?: string,
): Promise<RowFacts> {
  const ofApp = appId ? { appEnvironment: { appId } } : {}
  // One after the other: in a transaction there is one connection.
  const builds = await loadBuilds(db, namespace, appId)
  const releases = await loadReleases(db, ofApp)
  const deployments = await db.deployment.findMany({ where: { finishedAt: null, ...ofApp }, include: PLACE })
  const instances = await db.instance.findMany({
    where: ofApp,
    select: { releaseId: true, containerName: true },
  })
  const policy = await readPolicy(db)
  return {
    policy,
    namespace,
    builds,
    releases,
    deployments: deployments.map(row => ({
      appId: row.appEnvironment.appId,
      number: row.number,
      place: placeOf(row.appEnvironment),
      buildId: row.buildId,
      releaseId: row.releaseId,
      sourceReleaseId: row.sourceReleaseId,
    })),
    instances,
  }
}

const PLACE = {
  appEnvironment: {
    select: {
      appId: true,
      app: { select: { name: true, project: { select: { name: true } } } },
      environment: { select: { name: true } },
    },
  },
} as const

/** `api (Production, Shop)`: names of projects, apps and environments are not unique alone. */
const placeOf = (at: {
  app: { name: string; project: { name: string } }
  environment: { name: string }
}): string => `${at.app.name} (${at.environment.name}, ${at.app.project.name})`

async function loadBuilds(db: Database | Transaction, namespace: string, appId?: string) {
  const rows = await db.build.findMany({
    where: appId ? { appId } : {},
    select: {
      id: true,
      appId: true,
      key: true,
      commitSha: true,
      imageId: true,
      images: true,
      app: { select: { name: true } },
    },
  })
  return rows.map(({ id, appId: of, key, commitSha, imageId, images, app }) => ({
    id,
    appId: of,
    name: `${app.name} ${commitSha.slice(0, 7)}`,
    // A build whose web image was removed has none that is of use.
    imageIds: imageId ? [...new Set([imageId, ...Object.values(serviceImages(images))])] : [],
    tag: imageTag({ namespace, appId: of, buildKey: key }),
  }))
}

async function loadReleases(db: Database | Transaction, where: { appEnvironment?: { appId: string } }) {
  const rows = await db.release.findMany({
    where,
    select: {
      id: true,
      appEnvironmentId: true,
      number: true,
      buildId: true,
      currentOf: { select: { id: true } },
      deployments: { where: { phase: 'SUCCEEDED' }, select: { id: true }, take: 1 },
      ...PLACE,
    },
  })
  return rows.map(({ currentOf, deployments, appEnvironment, ...row }) => ({
    ...row,
    place: placeOf(appEnvironment),
    isCurrent: currentOf !== null,
    wentLive: deployments.length > 0,
  }))
}
