import type { BuildFact, DeploymentFact, ImageFact, ImageFacts, ReleaseFact } from '@/lib/core/cleanup/facts'

/** Facts about one app, told shortly. Builds are named by a letter; their image is `sha256:<letter>`. */
export const world = (...parts: Partial<ImageFacts>[]): ImageFacts => ({
  policy: parts.find(({ policy }) => policy)?.policy ?? { keepReleases: 2 },
  namespace: 'berth',
  images: parts.flatMap(({ images = [] }) => images),
  builds: parts.flatMap(({ builds = [] }) => builds),
  releases: parts.flatMap(({ releases = [] }) => releases),
  deployments: parts.flatMap(({ deployments = [] }) => deployments),
  instances: parts.flatMap(({ instances = [] }) => instances),
  containers: parts.flatMap(({ containers = [] }) => containers),
})

export const imageId = (letter: string) => `sha256:${letter}`
export const tagOf = (letter: string, app = 'app_a') => `berth/${app}:${letter}`

/** A build and its image, on the engine and in the row. */
export function built(letters: string, app = 'app_a'): Pick<ImageFacts, 'images' | 'builds'> {
  return {
    images: [...letters].map(letter => image(letter, { tags: [tagOf(letter, app)], appId: app })),
    builds: [...letters].map(letter => build(letter, { appId: app, tag: tagOf(letter, app) })),
  }
}

export const build = (letter: string, changes: Partial<BuildFact> = {}): BuildFact => ({
  id: letter,
  appId: 'app_a',
  name: `shop ${letter}`,
  imageIds: [imageId(letter)],
  tag: tagOf(letter),
  ...changes,
})

export const image = (letter: string, changes: Partial<ImageFact> = {}): ImageFact => ({
  id: imageId(letter),
  tags: [],
  appId: 'app_a',
  sizeBytes: 100,
  ...changes,
})

/** Releases 1, 2, … of a place, each of the build with that letter; the last one is live unless told. */
export function released(
  place: string,
  letters: string,
  { current = letters.length, failed = [] }: { current?: number | null; failed?: number[] } = {},
): { releases: ReleaseFact[] } {
  return {
    releases: [...letters].map((letter, index) => ({
      id: `${place}-${index + 1}`,
      appEnvironmentId: place,
      number: index + 1,
      buildId: letter,
      place,
      isCurrent: current === index + 1,
      wentLive: !failed.includes(index + 1),
    })),
  }
}

export const deploying = (changes: Partial<DeploymentFact>): { deployments: DeploymentFact[] } => ({
  deployments: [
    {
      appId: 'app_a',
      number: 9,
      place: 'production',
      buildId: null,
      releaseId: null,
      sourceReleaseId: null,
      ...changes,
    },
  ],
})
