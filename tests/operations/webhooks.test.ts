import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handleWebhook } from '@/lib/api/webhook-route'
import { updateAppEnvironment } from '@/lib/operations/app-environments/update'
import { createApp } from '@/lib/operations/apps/create'
import { createProject } from '@/lib/operations/projects/create'
import { getWebhook } from '@/lib/operations/webhooks/get'
import { listWebhookDeliveries } from '@/lib/operations/webhooks/list-deliveries'
import { MAX_WEBHOOK_BYTES } from '@/lib/operations/webhooks/receive'
import { redeliverWebhook } from '@/lib/operations/webhooks/redeliver'
import { rotateWebhookSecret } from '@/lib/operations/webhooks/rotate'
import type { Provider } from '@/lib/operations/webhooks/schema'
import * as payloads from '../core/git/payloads'
import { person, type TestRuntime, testRuntime } from '../support/context'

let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

const REPOSITORIES: Record<Provider, string> = {
  github: 'https://github.com/ada/shop',
  gitea: 'ssh://git@gitea.example.test:2222/ada/shop.git',
  gitlab: 'git@gitlab.example.test:team/web/ada/shop.git',
  bitbucket: 'https://bitbucket.org/ada/shop.git',
  generic: 'https://git.example.test/ada/shop.git',
}

/** An app whose production and staging follow `main` and `next`. */
async function makeApp(repositoryUrl = REPOSITORIES.github) {
  const { actor } = await person(at)
  const ctx = at.as(actor)
  const project = await createProject(ctx, { name: 'Shop' })
  const app = await createApp(ctx, {
    projectId: project.id,
    name: 'Shop',
    repositoryUrl,
    gitAuth: repositoryUrl.startsWith('http') ? { kind: 'none' } : { kind: 'deploy-key' },
  })
  const [production = '', staging = ''] = ['production', 'staging'].map(
    slug => app.environments.find(({ environmentSlug }) => environmentSlug === slug)?.appEnvironmentId,
  )
  await updateAppEnvironment(ctx, { appEnvironmentId: production, branch: 'main' })
  await updateAppEnvironment(ctx, { appEnvironmentId: staging, branch: 'next' })
  const { secret } = await getWebhook(ctx, { appId: app.id })
  return { ctx, appId: app.id, projectId: project.id, production, staging, secret }
}

const hmac = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex')

/** Headers and body as the provider sends them. */
const SENT: Record<Provider, (secret: string, body: string) => Record<string, string>> = {
  github: (secret, body) => ({
    'X-GitHub-Event': 'push',
    'X-Hub-Signature-256': `sha256=${hmac(secret, body)}`,
  }),
  gitea: (secret, body) => ({ 'X-Gitea-Event': 'push', 'X-Gitea-Signature': hmac(secret, body) }),
  gitlab: secret => ({ 'X-Gitlab-Event': 'Push Hook', 'X-Gitlab-Token': secret }),
  bitbucket: (secret, body) => ({
    'X-Event-Key': 'repo:push',
    'X-Hub-Signature': `sha256=${hmac(secret, body)}`,
  }),
  generic: (secret, body) => ({ 'X-Berth-Signature': `sha256=${hmac(secret, body)}` }),
}
const BODIES: Record<Provider, (changes?: object) => object> = {
  github: payloads.github,
  gitea: payloads.gitea,
  gitlab: payloads.gitlab,
  bitbucket: payloads.bitbucket,
  generic: changes => ({ ref: 'main', sha: payloads.SHA, ...changes }),
}

interface Answer {
  status: number
  body: { outcome?: string; detail?: string; error?: { message: string } }
}

/** Sends bytes to the webhook's address, as the internet does. */
async function post(
  appId: string,
  provider: string,
  body: string,
  headers: Record<string, string>,
): Promise<Answer> {
  const request = new Request(`http://localhost:8080/api/webhooks/${provider}/${appId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  const response = await handleWebhook(at.runtime, request, { provider, appId })
  return { status: response.status, body: await response.json() }
}

const deliver = (
  { appId, secret }: { appId: string; secret: string },
  provider: Provider,
  changes: object = {},
  headers: Record<string, string> = {},
) => {
  const body = JSON.stringify(BODIES[provider](changes))
  return post(appId, provider, body, { ...SENT[provider](secret, body), ...headers })
}

const deploymentsOf = (appId: string) =>
  at.runtime.db.deployment.findMany({ where: { appEnvironment: { appId } }, orderBy: { number: 'asc' } })
const deliveriesOf = (appId: string) =>
  at.runtime.db.webhookDelivery.findMany({ where: { appId }, orderBy: { receivedAt: 'asc' } })

describe('a push', () => {
  test.each(['github', 'gitea', 'gitlab', 'bitbucket', 'generic'] as const)(
    'from %s deploys the pushed commit to the environments that follow the branch',
    async provider => {
      const app = await makeApp(REPOSITORIES[provider])
      const answer = await deliver(app, provider)
      expect(answer).toEqual({
        status: 202,
        body: { outcome: 'deployed', detail: 'Deploying 4f1d3e8 to Production (#1).' },
      })
      const deployments = await deploymentsOf(app.appId)
      expect(deployments).toMatchObject([
        {
          appEnvironmentId: app.production,
          commitSha: payloads.SHA,
          branch: 'main',
          triggerKind: 'webhook',
          triggerName: `${provider} webhook`,
        },
      ])
      expect(at.jobs).toContain(`deployment.run ${deployments[0]?.id}`)
      const { deliveries } = await listWebhookDeliveries(app.ctx, { appId: app.appId })
      expect(deliveries).toMatchObject([
        { provider, outcome: 'deployed', deploymentIds: [deployments[0]?.id], redeliveredFromId: null },
      ])
    },
  )

  test('sent as a form, as GitHub does unless told otherwise, is read too', async () => {
    const app = await makeApp()
    const body = new URLSearchParams({ payload: JSON.stringify(payloads.github()) }).toString()
    const answer = await post(app.appId, 'github', body, {
      ...SENT.github(app.secret, body),
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(answer.body.outcome).toBe('deployed')
  })

  test('to a branch two environments follow goes to both', async () => {
    const app = await makeApp()
    await updateAppEnvironment(app.ctx, { appEnvironmentId: app.staging, branch: 'main' })
    await deliver(app, 'github')
    expect(await deploymentsOf(app.appId)).toHaveLength(2)
  })

  test.each([
    ['to another branch', { ref: 'refs/heads/feature/main' }, 'No environment follows'],
    ['of a tag', { ref: 'refs/tags/v1' }, 'Tags'],
    ['that deletes a branch', { deleted: true, after: '0'.repeat(40) }, 'deleted'],
    [
      'that asks to be skipped',
      { head_commit: { ...payloads.commit, message: '[skip ci]' } },
      'asks to skip',
    ],
  ])('%s deploys nothing and is listed with the reason', async (_, changes, reason) => {
    const app = await makeApp()
    const answer = await deliver(app, 'github', changes)
    expect(answer).toMatchObject({ status: 202, body: { outcome: 'ignored' } })
    expect(answer.body.detail).toContain(reason)
    expect(await deploymentsOf(app.appId)).toEqual([])
    expect(await deliveriesOf(app.appId)).toMatchObject([{ outcome: 'ignored' }])
  })

  test('to an environment without automatic deployments is ignored', async () => {
    const app = await makeApp()
    await updateAppEnvironment(app.ctx, { appEnvironmentId: app.production, autoDeploy: false })
    const answer = await deliver(app, 'github')
    expect(answer.body).toEqual({
      outcome: 'ignored',
      detail: 'Automatic deployments of Production are switched off.',
    })
  })

  test.each([
    'https://github.com/evil/ada/shop.git',
    'https://github.com/ada/shop2.git',
    'https://github.com.evil.test/ada/shop.git',
    'https://evil.test/github.com/ada/shop.git',
    'https://github.com/ada/shop.git.git',
  ])('of the repository %s is refused', async clone_url => {
    const app = await makeApp()
    const repository = { clone_url, full_name: 'ada/shop' }
    const answer = await deliver(app, 'github', { repository })
    expect(answer).toMatchObject({ status: 202, body: { outcome: 'refused' } })
    expect(await deploymentsOf(app.appId)).toEqual([])
  })

  test('that is a test delivery says that the connection works', async () => {
    const app = await makeApp()
    const answer = await deliver(app, 'github', {}, { 'X-GitHub-Event': 'ping' })
    expect(answer.body.detail).toContain('the connection works')
  })

  test('of a fork comes as a pull request, which deploys nothing', async () => {
    const app = await makeApp()
    const answer = await deliver(app, 'github', {}, { 'X-GitHub-Event': 'pull_request' })
    expect(answer.body.outcome).toBe('ignored')
    expect(await deploymentsOf(app.appId)).toEqual([])
  })
})

describe('what is not authentic', () => {
  const body = JSON.stringify(payloads.github())
  const event = { 'X-GitHub-Event': 'push' }

  test.each([
    ['no signature', () => ({})],
    ['an empty signature', () => ({ 'X-Hub-Signature-256': '' })],
    [
      'half a signature',
      (secret: string) => ({ 'X-Hub-Signature-256': `sha256=${hmac(secret, body).slice(0, 32)}` }),
    ],
    ['the signature of another secret', () => ({ 'X-Hub-Signature-256': `sha256=${hmac('other', body)}` })],
    ['the signature of an empty secret', () => ({ 'X-Hub-Signature-256': `sha256=${hmac('', body)}` })],
    [
      'the signature of another body',
      (secret: string) => ({ 'X-Hub-Signature-256': `sha256=${hmac(secret, `${body} `)}` }),
    ],
    [
      'the old SHA-1 header only',
      (secret: string) => ({ 'X-Hub-Signature': `sha256=${hmac(secret, body)}` }),
    ],
    ['the secret itself', (secret: string) => ({ 'X-Gitlab-Token': secret })],
  ])('is refused: %s', async (_, headers) => {
    const app = await makeApp()
    const answer = await post(app.appId, 'github', body, { ...event, ...headers(app.secret) })
    expect(answer.status).toBe(401)
    expect(await deploymentsOf(app.appId)).toEqual([])
    expect(await deliveriesOf(app.appId)).toMatchObject([{ outcome: 'refused', payload: '' }])
  })

  test.each(['gitlab', 'gitea', 'bitbucket', 'generic'] as const)(
    'is refused from %s without and with a wrong secret',
    async provider => {
      const app = await makeApp(REPOSITORIES[provider])
      const sent = JSON.stringify(BODIES[provider]())
      const signed = SENT[provider]('wrong', sent)
      expect((await post(app.appId, provider, sent, signed)).status).toBe(401)
      expect((await post(app.appId, provider, sent, { 'X-Gitlab-Event': 'Push Hook' })).status).toBe(401)
      expect(await deploymentsOf(app.appId)).toEqual([])
    },
  )

  test('includes a body that was written anew with the same meaning', async () => {
    const app = await makeApp()
    const again = JSON.stringify(JSON.parse(body), null, 1)
    const answer = await post(app.appId, 'github', again, { ...event, ...SENT.github(app.secret, body) })
    expect(answer.status).toBe(401)
  })

  test('of an app that does not exist is answered in the same way', async () => {
    const app = await makeApp()
    const wrong = await post(app.appId, 'github', body, { ...event, ...SENT.github('wrong', body) })
    const unknown = await post(`app_${'0'.repeat(20)}`, 'github', body, {
      ...event,
      ...SENT.github('wrong', body),
    })
    expect(unknown.status).toBe(wrong.status)
    expect(unknown.body.error?.message).toBe(wrong.body.error?.message)
  })

  test('with the secret of another app is refused', async () => {
    const [one, other] = [await makeApp(), await makeApp()]
    const answer = await post(one.appId, 'github', body, { ...event, ...SENT.github(other.secret, body) })
    expect(answer.status).toBe(401)
  })

  test('leaves at most twenty rows, and the flood keeps out no real delivery', async () => {
    const app = await makeApp()
    for (let index = 0; index < 30; index += 1) await post(app.appId, 'github', `${index}`, event)
    expect(await deliveriesOf(app.appId)).toHaveLength(20)
    expect((await deliver(app, 'github')).body.outcome).toBe('deployed')
  })

  test.each([
    ['github', 'not-an-id', 400],
    ['nobody', `app_${'0'.repeat(20)}`, 400],
  ])('at /%s/%s is answered with %i', async (provider, appId, status) => {
    expect((await post(appId, provider, body, event)).status).toBe(status)
  })
})

describe('odd but signed bodies', () => {
  test.each([
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{}',
    '{"ref":1}',
    '\u0000',
    'a=b&c=d',
    '{"ref":"refs/heads/\\ud800"}',
    '{"ref":"refs/heads/\\u0000main"}',
  ])('%j are refused or ignored', async body => {
    const app = await makeApp(REPOSITORIES.generic)
    const answer = await post(app.appId, 'generic', body, SENT.generic(app.secret, body))
    expect(answer.status).toBe(202)
    expect(['refused', 'ignored']).toContain(answer.body.outcome)
    expect(await deploymentsOf(app.appId)).toEqual([])
  })

  test('larger than 5 MB are answered with 413', async () => {
    const app = await makeApp()
    const body = ' '.repeat(MAX_WEBHOOK_BYTES + 1)
    const answer = await post(app.appId, 'github', body, SENT.github(app.secret, body))
    expect(answer.status).toBe(413)
  })
})

describe('a delivery', () => {
  test('is handled once, whatever unsigned headers a replay carries', async () => {
    const app = await makeApp()
    await deliver(app, 'github', {}, { 'X-GitHub-Delivery': '1' })
    const replay = await deliver(app, 'github', {}, { 'X-GitHub-Delivery': '2' })
    expect(replay.body).toMatchObject({ outcome: 'ignored', detail: expect.stringContaining('before') })
    expect(await deploymentsOf(app.appId)).toHaveLength(1)
    expect(await deliveriesOf(app.appId)).toHaveLength(1)
  })

  test('that comes many times at once is handled once', async () => {
    const app = await makeApp()
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(app, 'github')))
    expect(answers.filter(({ body }) => body.outcome === 'deployed')).toHaveLength(1)
    expect(await deploymentsOf(app.appId)).toHaveLength(1)
  })

  test('of GitLab is told from an equal one by its id', async () => {
    const app = await makeApp(REPOSITORIES.gitlab)
    const first = await deliver(app, 'gitlab', {}, { 'X-Gitlab-Event-UUID': 'a' })
    const second = await deliver(app, 'gitlab', {}, { 'X-Gitlab-Event-UUID': 'b' })
    const replay = await deliver(app, 'gitlab', {}, { 'X-Gitlab-Event-UUID': 'b' })
    expect([first, second, replay].map(({ body }) => body.outcome)).toEqual([
      'deployed',
      'deployed',
      'ignored',
    ])
  })

  test('whose handling broke off is handled when it comes again', async () => {
    const app = await makeApp()
    await deliver(app, 'github')
    await at.runtime.db.webhookDelivery.updateMany({
      where: { appId: app.appId },
      data: { outcome: 'failed' },
    })
    expect((await deliver(app, 'github')).body.outcome).toBe('ignored')
    at.advance(61_000)
    expect((await deliver(app, 'github')).body.outcome).toBe('deployed')
    expect(await deliveriesOf(app.appId)).toMatchObject([{ outcome: 'deployed' }])
  })

  test('can be redelivered by hand, on behalf of who asks', async () => {
    const app = await makeApp()
    await deliver(app, 'github')
    const [original] = await deliveriesOf(app.appId)
    const again = await redeliverWebhook(app.ctx, { appId: app.appId, webhookDeliveryId: original?.id })
    expect(again).toMatchObject({ outcome: 'deployed', redeliveredFromId: original?.id })
    expect((await deploymentsOf(app.appId)).map(({ triggerKind }) => triggerKind)).toEqual([
      'webhook',
      'user',
    ])
  })

  test('that was not authentic has nothing to redeliver', async () => {
    const app = await makeApp()
    await post(app.appId, 'github', '{}', {})
    const [refused] = await deliveriesOf(app.appId)
    await expect(
      redeliverWebhook(app.ctx, { appId: app.appId, webhookDeliveryId: refused?.id }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  test('of another app is not found', async () => {
    const [one, other] = [await makeApp(), await makeApp()]
    await deliver(other, 'github')
    const [foreign] = await deliveriesOf(other.appId)
    await expect(
      redeliverWebhook(one.ctx, { appId: one.appId, webhookDeliveryId: foreign?.id }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('keeps its payload while it is among the newest hundred', async () => {
    const app = await makeApp(REPOSITORIES.generic)
    for (let index = 0; index < 103; index += 1) {
      at.advance(1)
      await deliver(app, 'generic', { ref: `branch-${index}` })
    }
    const deliveries = await deliveriesOf(app.appId)
    expect(deliveries).toHaveLength(103)
    expect(deliveries.filter(({ payload }) => payload === '')).toHaveLength(3)
    expect(deliveries.at(-1)?.payload).not.toBe('')
  })
})

describe('the list of deliveries', () => {
  test('goes page by page, newest first, without payloads', async () => {
    const app = await makeApp(REPOSITORIES.generic)
    for (const ref of ['a', 'b', 'c']) {
      at.advance(1000)
      await deliver(app, 'generic', { ref })
    }
    const first = await listWebhookDeliveries(app.ctx, { appId: app.appId, limit: 2 })
    const second = await listWebhookDeliveries(app.ctx, { appId: app.appId, limit: 2, before: first.next })
    const branches = [...first.deliveries, ...second.deliveries].map(
      ({ detail }) => /"(.)"/.exec(detail)?.[1],
    )
    expect(branches).toEqual(['c', 'b', 'a'])
    expect(second.next).toBeNull()
    expect(JSON.stringify(first)).not.toContain(payloads.SHA)
  })
})

describe('the secret', () => {
  test('is shown with an address per provider', async () => {
    const app = await makeApp()
    const { secret, endpoints } = await getWebhook(app.ctx, { appId: app.appId })
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(endpoints).toContainEqual({
      provider: 'gitlab',
      url: `http://localhost:8080/api/webhooks/gitlab/${app.appId}`,
    })
  })

  test('that is replaced is refused at once', async () => {
    const app = await makeApp()
    const { secret } = await rotateWebhookSecret(app.ctx, { appId: app.appId })
    expect(secret).not.toBe(app.secret)
    expect((await deliver(app, 'github')).status).toBe(401)
    expect((await deliver({ ...app, secret }, 'github')).status).toBe(202)
    const audit = await at.runtime.db.auditEntry.findMany({ where: { verb: 'webhook.rotate-secret' } })
    expect(JSON.stringify(audit)).not.toContain(secret)
  })

  test.each(['VIEWER', 'DEPLOYER'] as const)('is not for a %s', async role => {
    const app = await makeApp()
    const other = await person(at, { roles: { [app.projectId]: role } })
    const ctx = at.as(other.actor)
    for (const operation of [getWebhook, rotateWebhookSecret])
      await expect(operation(ctx, { appId: app.appId })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('is kept sealed, and out of the log', async () => {
    const app = await makeApp()
    await deliver(app, 'github')
    const row = await at.runtime.db.app.findUniqueOrThrow({ where: { id: app.appId } })
    expect(JSON.stringify(row)).not.toContain(app.secret)
    expect(at.logLines.join('')).not.toContain(app.secret)
  })
})
