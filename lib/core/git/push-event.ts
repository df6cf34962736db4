export type WebhookProvider = 'github' | 'gitlab' | 'gitea' | 'bitbucket' | 'generic'

export interface PushedCommit {
  sha: string
  message: string
  author: string | null
  /** null: the provider does not say. */
  changedPaths: string[] | null
}

/** A branch that was moved to a commit. */
export interface BranchUpdate {
  branch: string
  /** null: the newest commit of the branch (generic webhooks only). */
  sha: string | null
  /** As far as the provider lists them. */
  commits: PushedCommit[]
  /** Of the newest commit. */
  message: string | null
  author: string | null
  /** The newest commit's message asks not to be deployed. */
  skip: boolean
}

export interface PushEvent {
  kind: 'push'
  event: string
  /** Every address the payload gives for the repository; empty for a generic webhook that names none. */
  repositoryUrls: string[]
  updates: BranchUpdate[]
}

export type WebhookEvent =
  | PushEvent
  | { kind: 'ping'; event: string }
  | { kind: 'ignored'; event: string; reason: string }
  | { kind: 'invalid'; event: string; reason: string }

/** `[skip deploy]`, `[skip ci]` or `[ci skip]` in a commit message, in any case. */
export const asksToSkip = (message: string | null): boolean =>
  /\[(?:skip deploy|skip ci|ci skip)\]/i.test(message ?? '')
