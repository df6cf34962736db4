import type { BuildFact, ImageFact, ImageFacts } from './facts'
import { neededBuilds } from './needed-builds'
import type { CleanupItem, CleanupPlan } from './plan'

/** Which images may go and why each other one stays. An image of several builds stays while any of them is needed. */
export function planImages(facts: ImageFacts): CleanupPlan {
  const plan: CleanupPlan = { remove: [], keep: [] }
  const needed = neededBuilds(facts)
  for (const image of facts.images) {
    const builds = facts.builds.filter(build => isOf(image, build))
    const named: Omit<CleanupItem, 'reason'> = {
      kind: 'image',
      id: image.id,
      name: nameOf(image, builds),
      sizeBytes: image.sizeBytes,
    }
    const reason = whyKept(image, builds, needed, facts)
    if (reason !== null) plan.keep.push({ ...named, reason })
    else plan.remove.push({ ...named, reason: whyRemoved(image, builds, facts) })
  }
  return plan
}

/** Its row names the image, or the image its row to be. */
const isOf = ({ id, tags }: ImageFact, { imageIds, tag }: BuildFact) =>
  imageIds.includes(id) || tags.some(name => name === tag || name.startsWith(`${tag}-`))

function whyKept(
  image: ImageFact,
  builds: BuildFact[],
  needed: Map<string, string>,
  { deployments, containers, namespace }: ImageFacts,
): string | null {
  for (const { id } of builds) {
    const reason = needed.get(id)
    if (reason) return reason
  }
  const user = containers.find(({ imageId }) => imageId === image.id)
  if (user) return `The container ${user.name} is made from it.`
  if (image.appId === null) return 'It belongs to no app: Berth did not build it for one.'
  const foreign = image.tags.find(tag => !tag.startsWith(`${namespace}/`))
  if (foreign) return `Somebody named it ${foreign}.`
  // A build names its image last, and its row learns of it later still.
  const building = deployments.find(({ appId, releaseId }) => appId === image.appId && releaseId === null)
  if (building && !builds.some(({ imageIds }) => imageIds.includes(image.id)))
    return `Deployment #${building.number} of ${building.place} may be building it.`
  return null
}

function whyRemoved(image: ImageFact, builds: BuildFact[], { builds: all, policy, releases }: ImageFacts) {
  const owners = builds.filter(({ imageIds }) => imageIds.includes(image.id)).map(({ id }) => id)
  if (releases.some(({ buildId }) => owners.includes(buildId)))
    return `Only releases before the last ${policy.keepReleases} refer to it.`
  if (owners.length > 0) return 'No release refers to it.'
  return all.some(({ appId }) => appId === image.appId)
    ? 'A build left it: its deployment was cancelled, or the image was built again.'
    : 'Its app was deleted.'
}

const nameOf = ({ id, tags }: ImageFact, builds: BuildFact[]) =>
  builds[0]?.name ?? tags[0] ?? id.replace(/^sha256:/, '').slice(0, 12)
