import { DomainError } from '@/lib/core/errors'

/** What git allows as a branch, after git-check-ref-format(1), and nothing that reads as an option. */
export function refuseBadBranch(branch: string): void {
  const wrong =
    /^[-/]|[/.]$|\.\.|\/\/|\/\.|^\.|@\{|\.lock(\/|$)|[\p{Cc} ~^:?*[\\]/u.test(branch) || branch === '@'
  if (wrong)
    throw new DomainError('invalid', `${branch} cannot be the name of a branch.`, {
      field: 'branch',
      fix: 'Choose one of the branches of the repository.',
    })
}
