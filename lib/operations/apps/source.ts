import { DomainError } from '@/lib/core/errors'
import { credentialsProblem, parseRepositoryUrl, type RepositoryUrl } from '@/lib/core/git/url'

/** The checked repository address. Throws `invalid` on the field `repositoryUrl`. */
export function requireRepository(text: string, allowExample = false): RepositoryUrl {
  const parsed = parseRepositoryUrl(text, { allowExample })
  if (parsed.ok) return parsed.url
  throw new DomainError('invalid', parsed.sentence, { field: 'repositoryUrl', fix: parsed.fix })
}

/** Throws unless these credentials work with this address. */
export function requireFittingAuth(url: RepositoryUrl, kind: 'none' | 'token' | 'deploy-key'): void {
  const problem = credentialsProblem(url, kind)
  if (problem) throw new DomainError('invalid', problem.sentence, { field: 'gitAuth', fix: problem.fix })
}

/**
 * A path inside the repository as it is stored: no slash at either end, no empty, `.` or `..` part. Throws `invalid`
 * on the field `field`. Whether it is there is seen when the repository is read.
 */
export function repositoryPath(text: string, field: string): string {
  const parts = text.split('/').filter(part => part !== '' && part !== '.')
  if (parts.includes('..') || /[\p{Cc}\\]/u.test(text) || parts.some(part => part.startsWith('-'))) {
    throw new DomainError('invalid', `${field}: must be a folder or file inside the repository`, {
      field,
      fix: 'Write it like backend or services/web, without "..", backslashes or a leading dash.',
    })
  }
  return parts.join('/')
}
