import type { Provider } from '@/lib/operations/webhooks/schema'

/** Names of the git hosts, and where each keeps its webhooks. */
export const PROVIDER_NAMES: Record<Provider, { name: string; where: string }> = {
  github: {
    name: 'GitHub',
    where: 'Settings → Webhooks → Add webhook. Content type application/json, only the push event.',
  },
  gitlab: {
    name: 'GitLab',
    where:
      'Settings → Webhooks → Add new webhook. The secret goes into "Secret token"; trigger: push events.',
  },
  gitea: {
    name: 'Gitea or Forgejo',
    where: 'Settings → Webhooks → Add webhook. Content type application/json, trigger: push events.',
  },
  bitbucket: {
    name: 'Bitbucket',
    where: 'Repository settings → Webhooks → Add webhook. Trigger: repository push.',
  },
  generic: {
    name: 'Anything else',
    where:
      'Send a POST with the body {"ref": "refs/heads/main", "after": "<commit>"} and the header X-Berth-Signature: sha256=<HMAC-SHA256 of the body with the secret>.',
  },
}
