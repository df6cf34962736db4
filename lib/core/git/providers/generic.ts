import * as z from 'zod'
import type { WebhookEvent } from '../push-event'
import { BRANCH_PREFIX, ignored, invalid, isNothing, sha, update, urls } from './parts'

const genericPush = z.object({
  ref: z.string().min(1),
  after: sha.optional(),
  sha: sha.optional(),
  repository: z.string().optional(),
  message: z.string().optional(),
  author: z.string().optional(),
})

/** Berth's own form, for any CI or hook script; see docs/webhooks.md. `ref` may be a bare branch name. */
export function parseGeneric(payload: unknown): WebhookEvent {
  const event = 'push'
  const parsed = genericPush.safeParse(payload)
  if (!parsed.success) {
    return invalid(event, 'The body must be JSON like {"ref": "main", "sha": "<full commit SHA>"}.')
  }
  const { ref, after, repository, message, author } = parsed.data
  if (ref.startsWith('refs/tags/')) return ignored(event, 'Tags are not deployed.')
  if (ref.startsWith('refs/') && !ref.startsWith(BRANCH_PREFIX))
    return invalid(event, 'The pushed ref is not a branch.')
  const branch = ref.replace(/^refs\/heads\//, '')
  const commitSha = after ?? parsed.data.sha ?? null
  if (commitSha && isNothing(commitSha)) return ignored(event, `The branch "${branch}" was deleted.`)
  return {
    kind: 'push',
    event,
    repositoryUrls: urls(repository),
    updates: [update(branch, commitSha, [], message ?? null, author ?? null)],
  }
}
