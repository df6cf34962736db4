import * as z from 'zod'
import type { WebhookEvent } from '../push-event'
import { ignored, invalid, NOT_AS_EXPECTED, notPush, sha, text, update } from './parts'

const bitbucketTarget = z.object({
  hash: z.string(),
  message: text,
  author: z.object({ raw: text, user: z.object({ display_name: text }).nullish() }).nullish(),
})
const bitbucketPush = z.object({
  repository: z.object({ links: z.object({ html: z.object({ href: z.string() }) }) }),
  push: z.object({
    changes: z.array(
      z.object({
        new: z.object({ type: z.string(), name: z.string(), target: bitbucketTarget }).nullable(),
        commits: z.array(bitbucketTarget).nullish(),
      }),
    ),
  }),
})
type BitbucketTarget = z.infer<typeof bitbucketTarget>

export function parseBitbucket(event: string, payload: unknown): WebhookEvent {
  if (event === 'diagnostics:ping') return { kind: 'ping', event }
  if (event !== 'repo:push') return notPush(event)
  const parsed = bitbucketPush.safeParse(payload)
  if (!parsed.success) return invalid(event, NOT_AS_EXPECTED)
  const { repository, push } = parsed.data
  // One delivery may move many refs; tags and deleted branches (`new: null`) among them are passed over.
  const updates = push.changes.flatMap(change => {
    if (change.new?.type !== 'branch' || !sha.safeParse(change.new.target.hash).success) return []
    const { name, target } = change.new
    const commits = (change.commits ?? []).map(item => ({
      sha: item.hash,
      message: item.message ?? '',
      author: bitbucketAuthor(item),
      changedPaths: null,
    }))
    return [update(name, target.hash, commits, target.message ?? null, bitbucketAuthor(target))]
  })
  if (updates.length === 0)
    return ignored(event, 'No branch was pushed; tags and deletions are not deployed.')
  return { kind: 'push', event, repositoryUrls: [repository.links.html.href], updates }
}

const bitbucketAuthor = ({ author }: BitbucketTarget) =>
  author?.user?.display_name ?? author?.raw?.replace(/\s*<[^>]*>$/, '') ?? null
