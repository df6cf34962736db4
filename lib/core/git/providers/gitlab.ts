import * as z from 'zod'
import type { WebhookEvent } from '../push-event'
import { branchPush, commit, ignored, invalid, NOT_AS_EXPECTED, notPush, text, urls } from './parts'

const gitlabPush = z.object({
  object_kind: z.string(),
  ref: z.string(),
  after: z.string(),
  project: z
    .object({ git_http_url: text, git_ssh_url: text, http_url: text, ssh_url: text, web_url: text })
    .nullish(),
  repository: z.object({ git_http_url: text, git_ssh_url: text, homepage: text }).nullish(),
  commits: z.array(commit).nullish(),
})

export function parseGitlab(event: string, payload: unknown): WebhookEvent {
  if (event === 'Tag Push Hook') return ignored(event, 'Tags are not deployed.')
  if (event !== 'Push Hook') return notPush(event)
  const parsed = gitlabPush.safeParse(payload)
  if (!parsed.success || parsed.data.object_kind !== 'push') return invalid(event, NOT_AS_EXPECTED)
  const { ref, after, project, repository, commits } = parsed.data
  return branchPush(event, ref, after, {
    repositoryUrls: urls(
      project?.git_http_url,
      project?.git_ssh_url,
      project?.http_url,
      project?.ssh_url,
      project?.web_url,
      repository?.git_http_url,
      repository?.git_ssh_url,
      repository?.homepage,
    ),
    commits: commits ?? [],
    head: null,
  })
}
