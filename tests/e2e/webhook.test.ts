import { createHmac } from 'node:crypto'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROVIDERS, type Provider } from '@/lib/operations/webhooks/schema'
import { webApp } from '../support/apps'
import { createApp, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'

let panel: Panel
let repository: ServedRepository
let ids: Awaited<ReturnType<typeof createApp>>
beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: webApp({ version: 'first' }) })
  ids = await createApp(panel, { repositoryUrl: repository.url })
  await panel.call('app-environments.update', { appEnvironmentId: ids.staging, branch: 'next' })
})
afterAll(async () => {
  await repository?.close()
  await panel?.stop()
})

interface Push {
  sha: string
  branch?: string
  repositoryUrl?: string
}

const commitOf = (sha: string) => ({
  id: sha,
  message: 'A change',
  timestamp: '2025-06-15T12:00:00Z',
  author: { name: 'Ada', email: 'ada@example.test' },
})
/** Bodies as the providers document them, cut to what matters. */
const BODY: Record<Provider, (push: Required<Push>) => object> = {
  github: ({ sha, branch, repositoryUrl }) => ({
    ref: `refs/heads/${branch}`,
    after: sha,
    deleted: false,
    repository: { full_name: 'ada/shop', clone_url: repositoryUrl },
    head_commit: commitOf(sha),
    commits: [commitOf(sha)],
  }),
  gitea: ({ sha, branch, repositoryUrl }) => ({
    ref: `refs/heads/${branch}`,
    after: sha,
    repository: { full_name: 'ada/shop', clone_url: repositoryUrl },
    head_commit: commitOf(sha),
    commits: [commitOf(sha)],
  }),
  gitlab: ({ sha, branch, repositoryUrl }) => ({
    object_kind: 'push',
    ref: `refs/heads/${branch}`,
    after: sha,
    checkout_sha: sha,
    project: { path_with_namespace: 'ada/shop', git_http_url: repositoryUrl },
    commits: [commitOf(sha)],
  }),
  bitbucket: ({ sha, branch, repositoryUrl }) => ({
    repository: { full_name: 'ada/shop', links: { html: { href: repositoryUrl.replace(/\.git$/, '') } } },
    push: {
      changes: [{ new: { type: 'branch', name: branch, target: { hash: sha, message: 'A change' } } }],
    },
  }),
  generic: ({ sha, branch, repositoryUrl }) => ({ ref: branch, sha, repository: repositoryUrl }),
}

const hmac = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex')
const HEADERS: Record<Provider, (secret: string, body: string) => Record<string, string>> = {
  github: (secret, body) => ({
    'x-github-event': 'push',
    'x-hub-signature-256': `sha256=${hmac(secret, body)}`,
  }),
  gitea: (secret, body) => ({ 'x-gitea-event': 'push', 'x-gitea-signature': hmac(secret, body) }),
  gitlab: secret => ({ 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': secret }),
  bitbucket: (secret, body) => ({
    'x-event-key': 'repo:push',
    'x-hub-signature': `sha256=${hmac(secret, body)}`,
  }),
  generic: (secret, body) => ({ 'x-berth-signature': `sha256=${hmac(secret, body)}` }),
}

interface Delivered {
  status: number
  outcome?: string
  detail?: string
}

/** Posts as the provider does, to the address the panel shows, signed with the secret it shows (or with `secret`). */
async function deliver(
  provider: Provider,
  push: Push,
  { secret, headers }: { secret?: string; headers?: Record<string, string> } = {},
): Promise<Delivered> {
  const webhook = await panel.call('webhooks.get', { appId: ids.app.id })
  const url = webhook.endpoints.find(endpoint => endpoint.provider === provider)?.url
  if (!url) throw new Error(`no address for ${provider}`)
  const body = JSON.stringify(BODY[provider]({ branch: 'main', repositoryUrl: repository.url, ...push }))
  return post(url, headers ?? HEADERS[provider](secret ?? webhook.secret, body), body)
}

/** Through the panel's proxy; `*.localhost` needs no resolving that way. */
function post(address: string, headers: Record<string, string>, body: string): Promise<Delivered> {
  const { host, pathname } = new URL(address)
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: panel.port,
        path: pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers, host },
      },
      response => {
        let text = ''
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString()
        })
        response.on('end', () => resolve({ ...JSON.parse(text), status: response.statusCode ?? 0 }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const deploymentsOf = async (appEnvironmentId: string) =>
  (await panel.call('deployments.list', { appEnvironmentId, limit: 100 })).deployments
const deliveries = async () =>
  (await panel.call('webhooks.deliveries', { appId: ids.app.id, limit: 100 })).deliveries

/** Two commits; returns the SHA of the first, which is not the newest any more. */
async function pushTwice(version: string): Promise<string> {
  const sha = await repository.commit(webApp({ version }), `Say ${version}`)
  await repository.commit(webApp({ version: `${version}, and newer` }), 'Pushed right after')
  return sha
}

/** How many deployments production has got by `work`. */
async function deploymentsMadeBy(work: () => Promise<unknown>): Promise<number> {
  const before = await deploymentsOf(ids.production)
  await work()
  return (await deploymentsOf(ids.production)).length - before.length
}

describe.each(PROVIDERS)('%s', provider => {
  test('the pushed commit is what is built, although a newer one is there', async () => {
    const sha = await pushTwice(`by ${provider}`)
    expect(await deliver(provider, { sha })).toMatchObject({ status: 202, outcome: 'deployed' })
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ provider, outcome: 'deployed' })
    expect(delivery?.detail).toContain(sha.slice(0, 7))
    expect(delivery?.deploymentIds).toHaveLength(1)
    const deployment = await waitFor(panel, delivery?.deploymentIds[0] ?? '')
    expect(deployment).toMatchObject({ commitSha: sha, triggerKind: 'webhook', branch: 'main' })
    expect((await visit(panel, await hostOf(panel, ids.production))).body).toBe(`by ${provider}`)
    expect(await deploymentsOf(ids.staging)).toEqual([])
  })

  test('a wrong or missing signature is refused, and nothing is deployed', async () => {
    const sha = await repository.commit(webApp({ version: 'forged' }), 'Forged')
    const made = await deploymentsMadeBy(async () => {
      expect((await deliver(provider, { sha }, { secret: 'not the secret' })).status).toBe(401)
      const [newest] = await deliveries()
      expect(newest).toMatchObject({ provider, outcome: 'refused', deploymentIds: [] })
      expect(newest?.detail).toContain('secret')
      expect((await deliver(provider, { sha }, { headers: {} })).status).toBe(401)
      if (provider === 'gitlab') return
      const { secret } = await panel.call('webhooks.get', { appId: ids.app.id })
      const headers = HEADERS[provider](secret, 'another body')
      expect((await deliver(provider, { sha }, { headers })).status).toBe(401)
    })
    expect(made).toBe(0)
  })

  test('another branch and another repository are passed over', async () => {
    const sha = await repository.commit(webApp({ version: 'aside' }), 'Aside', { branch: 'x/main' })
    const made = await deploymentsMadeBy(async () => {
      const elsewhere = await deliver(provider, { sha, branch: 'x/main' })
      expect(elsewhere).toMatchObject({ status: 202, outcome: 'ignored' })
      expect(elsewhere.detail).toContain('x/main')
      const foreign = await deliver(provider, { sha, repositoryUrl: 'https://git.example.test/eve/shop.git' })
      expect(foreign).toMatchObject({ status: 202, outcome: 'refused' })
    })
    expect(made).toBe(0)
    expect((await deliveries()).slice(0, 2).map(({ outcome }) => outcome)).toEqual(['refused', 'ignored'])
  })
})

test('the environment that follows the branch is the one that is deployed', async () => {
  const sha = await repository.commit(webApp({ version: 'on next' }), 'Next', { branch: 'next' })
  const made = await deploymentsMadeBy(() => deliver('github', { sha, branch: 'next' }))
  expect(made).toBe(0)
  const [deployment] = await deploymentsOf(ids.staging)
  await waitFor(panel, deployment?.id ?? '')
  expect((await visit(panel, await hostOf(panel, ids.staging))).body).toBe('on next')
})

test('the same delivery, five times at once and later again, deploys once; the list shows it once', async () => {
  const sha = await repository.commit(webApp({ version: 'once' }), 'Once')
  const seen = (await deliveries()).length
  const made = await deploymentsMadeBy(async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => deliver('github', { sha })))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
    expect(answers.filter(({ outcome }) => outcome === 'deployed')).toHaveLength(1)
    expect((await deliver('github', { sha })).outcome).toBe('ignored')
  })
  expect(made).toBe(1)
  expect(await deliveries()).toHaveLength(seen + 1)
  const [deployment] = await deploymentsOf(ids.production)
  await waitFor(panel, deployment?.id ?? '')
})

test('redelivering deploys the commit of that delivery again', async () => {
  const original = (await deliveries()).find(
    ({ provider, outcome }) => provider === 'gitlab' && outcome === 'deployed',
  )
  const again = await panel.call('webhooks.redeliver', {
    appId: ids.app.id,
    webhookDeliveryId: original?.id ?? '',
  })
  expect(again).toMatchObject({ outcome: 'deployed', redeliveredFromId: original?.id })
  await waitFor(panel, again.deploymentIds[0] ?? '')
  expect((await visit(panel, await hostOf(panel, ids.production))).body).toBe('by gitlab')
  expect((await deliveries())[0]?.id).toBe(again.id)
})

test('automatic deployments that are switched off stay off', async () => {
  const appEnvironmentId = ids.production
  await panel.call('app-environments.update', { appEnvironmentId, autoDeploy: false })
  const sha = await repository.commit(webApp({ version: 'by hand only' }), 'By hand only')
  const made = await deploymentsMadeBy(async () =>
    expect(await deliver('gitea', { sha })).toMatchObject({ status: 202, outcome: 'ignored' }),
  )
  expect(made).toBe(0)
  await panel.call('app-environments.update', { appEnvironmentId, autoDeploy: true })
})

test('after a new secret the old one is refused', async () => {
  const { secret: old } = await panel.call('webhooks.get', { appId: ids.app.id })
  await panel.call('webhooks.rotate', { appId: ids.app.id })
  const sha = await repository.commit(webApp({ version: 'rotated' }), 'Rotated')
  expect((await deliver('github', { sha }, { secret: old })).status).toBe(401)
  expect((await deliver('github', { sha })).outcome).toBe('deployed')
})

test('an unknown app is answered like a wrong signature, and rubbish with a sentence', async () => {
  const url = `${panel.url}/api/webhooks/github/app_00000000000000000000`
  expect((await post(url, HEADERS.github('x', '{}'), '{}')).status).toBe(401)
  const { secret } = await panel.call('webhooks.get', { appId: ids.app.id })
  const own = `${panel.url}/api/webhooks/github/${ids.app.id}`
  expect(await post(own, HEADERS.github(secret, '{"ref":'), '{"ref":')).toMatchObject({
    status: 202,
    outcome: 'refused',
  })
  const nobodys = `${panel.url}/api/webhooks/sourceforge/${ids.app.id}`
  expect((await post(nobodys, HEADERS.github(secret, '{}'), '{}')).status).toBeGreaterThanOrEqual(400)
})
