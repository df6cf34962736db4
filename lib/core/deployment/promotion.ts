import type { Verdict } from './actions'

/** What decides whether a release may be made the version of another environment. */
export interface PromotionFacts {
  appName: string
  appDeleting: boolean
  /** Names of the environments, as people read them. */
  from: string
  to: string
  /** The release to be promoted; null: nothing serves there. `imageId` null: its image was removed. */
  release: { wentLive: boolean; imageId: string | null } | null
  /** Image of what serves in the target; null: nothing does. */
  currentImageId: string | null
  /** Number of the target's deployment that promotes the same release and has not ended. */
  underWay: number | null
}

/** Whether nothing would come of it: the target runs the very image already. */
export const isSameImage = ({ release, currentImageId }: PromotionFacts): boolean =>
  release !== null && release.imageId !== null && release.imageId === currentImageId

/** Whether the release may be promoted now; the server decides by it and the page shows it. `force`: the same image, too. */
export function mayPromote(facts: PromotionFacts, { force = false }: { force?: boolean } = {}): Verdict {
  const { appName, from, to, release, underWay } = facts
  const no = (reason: string): Verdict => ({ allowed: false, reason })
  if (facts.appDeleting) return no(`${appName} is being deleted.`)
  if (!release) return no(`Nothing is deployed in ${from}. Deploy there first.`)
  if (!release.wentLive) return no(`This release never went live in ${from}.`)
  if (release.imageId === null)
    return no('The image of this release was removed. Deploy its commit again, then promote it.')
  if (underWay !== null) return no(`Deployment #${underWay} of ${to} promotes this release already.`)
  if (!force && isSameImage(facts)) return no(`${to} runs this image already: there is nothing to promote.`)
  return { allowed: true, reason: null }
}
