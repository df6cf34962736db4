/** Why a build failed, in words a user can act on. */
export interface BuildFailure {
  code:
    | 'build.command-failed'
    | 'build.dockerfile-invalid'
    | 'build.base-image-not-found'
    | 'build.dependency-not-found'
    | 'build.lockfile-missing'
    | 'build.syntax-error'
    | 'build.out-of-memory'
    | 'build.disk-full'
    | 'build.network'
    | 'build.timeout'
    | 'build.context-invalid'
  sentence: string
  fix: string
  /** The failing Dockerfile step, where known. */
  step?: string
  exitCode?: number
}
