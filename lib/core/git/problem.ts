export type GitProblemCode =
  | 'git.url-invalid'
  | 'git.unreachable'
  | 'git.auth-failed'
  | 'git.not-found'
  | 'git.branch-missing'
  | 'git.commit-missing'
  | 'git.empty-repository'
  | 'git.too-large'
  | 'git.host-key-changed'
  | 'git.root-directory-missing'
  | 'git.timeout'

/** A repository that cannot be used as it is; `message` is a sentence for the user without any secret. */
export class GitProblem extends Error {
  constructor(
    readonly code: GitProblemCode,
    message: string,
    readonly fix: string,
  ) {
    super(message)
    this.name = 'GitProblem'
  }
}
