import { DomainError } from '@/lib/core/errors'
import { matchPush, type PushMatch } from '@/lib/core/git/match'
import { parseWebhook } from '@/lib/core/git/parse-webhook'
import type { PushEvent, WebhookProvider } from '@/lib/core/git/push-event'
import { sameRepository } from '@/lib/core/git/url'
import type { Context } from '../context'
import { createDeployment } from '../deployments/create'
import { parseJson, printable } from './payload'
import type { WebhookDelivery } from './schema'

export type Handled = Pick<WebhookDelivery, 'outcome' | 'detail' | 'deploymentIds'>

interface Delivery {
  app: { id: string; repositoryUrl: string }
  provider: WebhookProvider
  event: string
  /** JSON text. */
  payload: string
}

const DETAIL_LENGTH = 500
const handled = (outcome: Handled['outcome'], detail: string, deploymentIds: string[] = []): Handled => ({
  outcome,
  detail: printable(detail, DETAIL_LENGTH),
  deploymentIds,
})

/** Does what an authentic delivery asks for, as the actor of `ctx`, and says what was done and why. */
export async function handleDelivery(ctx: Context, delivery: Delivery): Promise<Handled> {
  const { app, provider, event, payload } = delivery
  const value = parseJson(payload)
  if (value === undefined) return handled('refused', 'The body is not JSON.')
  const parsed = parseWebhook(provider, event, value)
  if (parsed.kind === 'ping') return handled('ignored', 'A test delivery: the connection works.')
  if (parsed.kind === 'ignored') return handled('ignored', parsed.reason)
  if (parsed.kind === 'invalid') return handled('refused', parsed.reason)
  const foreign = foreignRepository(parsed, provider, app.repositoryUrl)
  if (foreign) return handled('refused', foreign)
  return deployPush(ctx, app.id, parsed)
}

/** Why the push is not one of this app's repository; null when it is. A generic delivery need not name it. */
function foreignRepository(
  { repositoryUrls }: PushEvent,
  provider: WebhookProvider,
  own: string,
): string | null {
  const [first] = repositoryUrls
  if (!first) return provider === 'generic' ? null : 'The delivery names no repository.'
  if (repositoryUrls.some(url => sameRepository(url, own))) return null
  return `The push is to ${printable(first, 150)}, but this app is built from ${own}.`
}

async function deployPush(ctx: Context, appId: string, push: PushEvent): Promise<Handled> {
  const rows = await ctx.db.appEnvironment.findMany({
    where: { appId },
    include: { environment: true },
    orderBy: { environment: { position: 'asc' } },
  })
  const targets = rows.map(({ id, branch, autoDeploy, environment }) => ({
    id,
    branch,
    autoDeploy,
    environmentName: environment.name,
  }))
  const { deploy, reasons } = matchPush(push.updates, targets)
  if (deploy.length === 0) return handled('ignored', reasons.join(' '))
  const started: { id: string; sentence: string }[] = []
  const failures: string[] = []
  for (const item of deploy) {
    const result = await startDeployment(ctx, item)
    if (typeof result === 'string') failures.push(result)
    else started.push(result)
  }
  return handled(
    started.length > 0 ? 'deployed' : 'failed',
    [...started.map(({ sentence }) => sentence), ...failures, ...reasons].join(' '),
    started.map(({ id }) => id),
  )
}

/** The deployment, or the sentence with which it was refused. */
async function startDeployment(
  ctx: Context,
  { target, update }: PushMatch['deploy'][number],
): Promise<{ id: string; sentence: string } | string> {
  const commit = update.sha ? { commitSha: update.sha } : {}
  try {
    const { id, number } = await createDeployment(ctx, { appEnvironmentId: target.id, ...commit })
    const what = update.sha?.slice(0, 7) ?? `the newest commit of ${update.branch}`
    return { id, sentence: `Deploying ${what} to ${target.environmentName} (#${number}).` }
  } catch (error) {
    if (error instanceof DomainError) return `${target.environmentName}: ${error.message}`
    throw error
  }
}
