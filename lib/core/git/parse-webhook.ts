import { parseBitbucket } from './providers/bitbucket'
import { parseGeneric } from './providers/generic'
import { parseGitea, parseGithub } from './providers/github'
import { parseGitlab } from './providers/gitlab'
import type { WebhookEvent, WebhookProvider } from './push-event'

/** What a delivery says. `event` is the provider's event header, `payload` the parsed JSON body. Never throws. */
export function parseWebhook(provider: WebhookProvider, event: string, payload: unknown): WebhookEvent {
  switch (provider) {
    case 'github':
      return parseGithub(event, payload)
    case 'gitea':
      return parseGitea(event, payload)
    case 'gitlab':
      return parseGitlab(event, payload)
    case 'bitbucket':
      return parseBitbucket(event, payload)
    case 'generic':
      return parseGeneric(payload)
  }
}
