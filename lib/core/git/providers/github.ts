import * as z from 'zod'
import type { WebhookEvent } from '../push-event'
import { branchPush, commit, invalid, NOT_AS_EXPECTED, notPush, text, urls } from './parts'

const githubPush = z.object({
  ref: z.string(),
  after: z.string(),
  deleted: z.boolean().nullish(),
  repository: z.object({
    clone_url: text,
    ssh_url: text,
    git_url: text,
    html_url: text,
    url: text,
    svn_url: text,
  }),
  commits: z.array(commit).nullish(),
  head_commit: commit.nullish(),
})

export function parseGithub(event: string, payload: unknown): WebhookEvent {
  if (event === 'ping') return { kind: 'ping', event }
  return event === 'push' ? parseGithubPush(event, payload) : notPush(event)
}

/** Gitea and Forgejo send what GitHub sends, and no ping: their test delivery is a push. */
export function parseGitea(event: string, payload: unknown): WebhookEvent {
  return event === 'push' ? parseGithubPush(event, payload) : notPush(event)
}

function parseGithubPush(event: string, payload: unknown): WebhookEvent {
  const parsed = githubPush.safeParse(payload)
  if (!parsed.success) return invalid(event, NOT_AS_EXPECTED)
  const { ref, after, deleted, repository, commits, head_commit } = parsed.data
  const { clone_url, ssh_url, html_url, git_url, url } = repository
  return branchPush(event, ref, deleted ? '0' : after, {
    repositoryUrls: urls(clone_url, ssh_url, html_url, git_url?.replace(/^git:/, 'https:'), url),
    commits: commits ?? [],
    head: head_commit ?? null,
  })
}
