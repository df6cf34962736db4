import * as z from 'zod'
import { asksToSkip, type BranchUpdate, type PushedCommit, type WebhookEvent } from '../push-event'

export const sha = z.string().regex(/^[0-9a-f]{40}$/)
export const text = z.string().nullish()
const paths = z.array(z.string()).nullish()
export const commit = z.object({
  id: z.string(),
  message: text,
  author: z.object({ name: text, username: text }).nullish(),
  added: paths,
  removed: paths,
  modified: paths,
})
type Commit = z.infer<typeof commit>

export const urls = (...found: (string | null | undefined)[]) => [
  ...new Set(found.filter((url): url is string => typeof url === 'string' && url !== '')),
]

export const invalid = (event: string, reason: string): WebhookEvent => ({ kind: 'invalid', event, reason })
export const ignored = (event: string, reason: string): WebhookEvent => ({ kind: 'ignored', event, reason })
export const notPush = (event: string) =>
  ignored(
    event,
    /pull|merge/i.test(event)
      ? 'Pull and merge requests are not deployed.'
      : `Only pushes are deployed; this was "${event}".`,
  )
export const NOT_AS_EXPECTED = 'The payload is not what this provider sends for a push.'
export const BRANCH_PREFIX = 'refs/heads/'
export const isNothing = (value: string) => /^0+$/.test(value)

export function branchPush(
  event: string,
  ref: string,
  after: string,
  found: { repositoryUrls: string[]; commits: Commit[]; head: Commit | null },
): WebhookEvent {
  if (ref.startsWith('refs/tags/')) return ignored(event, 'Tags are not deployed.')
  if (!ref.startsWith(BRANCH_PREFIX) || ref.length === BRANCH_PREFIX.length)
    return invalid(event, 'The pushed ref is not a branch.')
  const branch = ref.slice(BRANCH_PREFIX.length)
  if (isNothing(after)) return ignored(event, `The branch "${branch}" was deleted.`)
  if (!sha.safeParse(after).success) return invalid(event, 'The pushed commit is not a full SHA.')
  const head = found.head ?? found.commits.find(item => item.id === after) ?? null
  return {
    kind: 'push',
    event,
    repositoryUrls: found.repositoryUrls,
    updates: [update(branch, after, found.commits.map(pushedCommit), head?.message ?? null, authorOf(head))],
  }
}

export const update = (
  branch: string,
  commitSha: string | null,
  commits: PushedCommit[],
  message: string | null,
  author: string | null,
): BranchUpdate => ({ branch, sha: commitSha, commits, message, author, skip: asksToSkip(message) })

const authorOf = (item: Commit | null) => item?.author?.name ?? item?.author?.username ?? null

function pushedCommit(item: Commit): PushedCommit {
  const { id, message, added, removed, modified } = item
  const told = added ?? removed ?? modified
  return {
    sha: id,
    message: message ?? '',
    author: authorOf(item),
    changedPaths: told ? [...new Set([...(added ?? []), ...(removed ?? []), ...(modified ?? [])])] : null,
  }
}
