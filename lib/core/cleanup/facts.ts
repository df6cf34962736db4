import type { CleanupPolicy } from './policy'

/** A release; `place` names its app and environment for people: `shop in production`. */
export interface ReleaseFact {
  id: string
  appEnvironmentId: string
  number: number
  buildId: string
  place: string
  isCurrent: boolean
  /** A deployment of it succeeded, so that it can be rolled back to. */
  wentLive: boolean
}

/** A deployment that has not ended. */
export interface DeploymentFact {
  appId: string
  number: number
  place: string
  buildId: string | null
  releaseId: string | null
  /** Whose image and configuration it takes; maybe of another environment. */
  sourceReleaseId: string | null
}

export interface InstanceFact {
  releaseId: string
  containerName: string
}

export interface BuildFact {
  id: string
  appId: string
  /** For people: the app and its commit, `shop a1b2c3d`. */
  name: string
  /** Of the images it made; none when they are gone. */
  imageIds: string[]
  /** The tag its image gets, whether it is there or not; those of further images go on after it with a dash. */
  tag: string
}

/** An image on the engine that carries our namespace's label. */
export interface ImageFact {
  id: string
  tags: string[]
  appId: string | null
  /** What it shares with no other; null where nobody asked. */
  sizeBytes: number | null
}

/** What decides about images. */
export interface ImageFacts {
  policy: Pick<CleanupPolicy, 'keepReleases'>
  /** Tags of ours begin with it and a slash. */
  namespace: string
  images: ImageFact[]
  builds: BuildFact[]
  releases: ReleaseFact[]
  deployments: DeploymentFact[]
  instances: InstanceFact[]
  /** Containers of ours by the image they were made from. */
  containers: { name: string; imageId: string }[]
}
