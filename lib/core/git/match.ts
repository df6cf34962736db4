import type { BranchUpdate } from './push-event'

/** An app in one environment, as far as a push concerns it. */
export interface PushTarget {
  id: string
  environmentName: string
  branch: string | null
  autoDeploy: boolean
}

export interface PushMatch {
  deploy: { target: PushTarget; update: BranchUpdate }[]
  /** Why nothing, or not everything, is deployed: whole sentences. */
  reasons: string[]
}

/** Which environments follow the pushed branches. Names are equal or not: `feature/x` is not `x`. */
export function matchPush(updates: BranchUpdate[], targets: PushTarget[]): PushMatch {
  const match: PushMatch = { deploy: [], reasons: [] }
  for (const update of updates) {
    const following = targets.filter(target => target.branch === update.branch)
    if (following.length === 0) match.reasons.push(`No environment follows the branch "${update.branch}".`)
    for (const target of following) {
      if (!target.autoDeploy)
        match.reasons.push(`Automatic deployments of ${target.environmentName} are switched off.`)
      else if (update.skip) match.reasons.push('The commit message asks to skip the deployment.')
      else match.deploy.push({ target, update })
    }
  }
  match.reasons = [...new Set(match.reasons)]
  return match
}
