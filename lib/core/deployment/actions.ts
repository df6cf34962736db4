import { isCancellable, isFinal, isRevertible, type Phase } from './phase'

/** Whether something may be done now, and why not. */
export interface Verdict {
  allowed: boolean
  reason: string | null
}

const yes: Verdict = { allowed: true, reason: null }
const no = (reason: string): Verdict => ({ allowed: false, reason })

export interface ActionFacts {
  phase: Phase
  cancelRequested: boolean
  commitSha: string | null
  /** The release of this deployment once served. */
  hasLiveRelease: boolean
  isCurrent: boolean
  imageExists: boolean
  appDeleting: boolean
}

/** What a user may do with a deployment; the server decides by it and the buttons show it. */
export function deploymentActions(facts: ActionFacts): {
  cancel: Verdict
  approve: Verdict
  redeploy: Verdict
  rollBack: Verdict
} {
  return {
    cancel: mayCancel(facts),
    approve: mayApprove(facts),
    redeploy: mayRedeploy(facts),
    rollBack: mayRollBack(facts),
  }
}

function mayCancel({ phase, cancelRequested }: ActionFacts): Verdict {
  if (isFinal(phase)) return no('It has ended.')
  if (!isCancellable(phase) && !isRevertible(phase))
    return no('The new version already serves. Roll back instead.')
  return cancelRequested ? no('It is being cancelled.') : yes
}

function mayApprove({ phase, cancelRequested }: ActionFacts): Verdict {
  if (phase !== 'GATED') return no('It does not wait for an approval.')
  return cancelRequested ? no('It is being cancelled.') : yes
}

/** What a cancel may leave behind; then it has to be confirmed. null: nothing. */
export const cancelWarning = (phase: Phase): string | null =>
  phase === 'RELEASING'
    ? 'The release command is running. Ended now, a migration may be left half done; the version that serves may not fit the database then.'
    : null

function mayRedeploy({ phase, commitSha, appDeleting }: ActionFacts): Verdict {
  if (appDeleting) return no('The app is being deleted.')
  if (!isFinal(phase)) return no('It has not ended yet.')
  return commitSha ? yes : no('It ended before its commit was known. Deploy the branch instead.')
}

function mayRollBack({ phase, hasLiveRelease, isCurrent, imageExists, appDeleting }: ActionFacts): Verdict {
  if (appDeleting) return no('The app is being deleted.')
  if (phase !== 'SUCCEEDED' || !hasLiveRelease) return no('It never went live.')
  if (isCurrent) return no('It is the version that serves now.')
  return imageExists ? yes : no('Its image was removed.')
}
