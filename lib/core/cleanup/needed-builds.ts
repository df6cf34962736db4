import type { ImageFacts, ReleaseFact } from './facts'

type Facts = Pick<ImageFacts, 'policy' | 'releases' | 'deployments' | 'instances'>

/**
 * Builds whose image must stay, each with the first reason found, the strongest first: it serves, a deployment that has
 * not ended uses it, a container of its release is there, one of the newest releases of any environment refers to it.
 */
export function neededBuilds({ policy, releases, deployments, instances }: Facts): Map<string, string> {
  const needed = new Map<string, string>()
  const need = (buildId: string | null | undefined, reason: string) => {
    if (buildId && !needed.has(buildId)) needed.set(buildId, reason)
  }
  const byId = new Map(releases.map(release => [release.id, release]))
  for (const { isCurrent, buildId, place } of releases)
    if (isCurrent) need(buildId, `It is live as ${place}.`)
  for (const { number, place, ...used } of deployments) {
    const reason = `Deployment #${number} of ${place} is under way with it.`
    need(used.buildId, reason)
    for (const id of [used.releaseId, used.sourceReleaseId]) need(byId.get(id ?? '')?.buildId, reason)
  }
  for (const { releaseId, containerName } of instances)
    need(byId.get(releaseId)?.buildId, `The container ${containerName} belongs to it.`)
  for (const { buildId, number, place } of newest(releases, policy.keepReleases))
    need(buildId, `Release ${number} of ${place} is one of the last ${policy.keepReleases}.`)
  return needed
}

/**
 * The last `count` of every app environment, and the last `count` that were live: a series of failed deployments must
 * not cost the releases that can be rolled back to.
 */
function newest(releases: ReleaseFact[], count: number): ReleaseFact[] {
  const places = new Map<string, ReleaseFact[]>()
  for (const release of releases.toSorted((a, b) => b.number - a.number)) {
    const before = places.get(release.appEnvironmentId)
    if (before) before.push(release)
    else places.set(release.appEnvironmentId, [release])
  }
  return [...places.values()].flatMap(all => {
    const live = all.filter(({ wentLive }) => wentLive)
    return [...new Set([...all.slice(0, count), ...live.slice(0, count)])]
  })
}
