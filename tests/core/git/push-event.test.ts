import { describe, expect, it } from 'vitest'
import { parseWebhook } from '@/lib/core/git/parse-webhook'
import { asksToSkip } from '@/lib/core/git/push-event'
import * as payloads from './payloads'

const SHA = payloads.SHA

describe('a push', () => {
  it.each([
    ['github', 'push', payloads.github()],
    ['gitea', 'push', payloads.gitea()],
    ['gitlab', 'Push Hook', payloads.gitlab()],
    ['bitbucket', 'repo:push', payloads.bitbucket()],
  ] as const)('from %s is read', (provider, event, payload) => {
    expect(parseWebhook(provider, event, payload)).toMatchObject({
      kind: 'push',
      event,
      repositoryUrls: expect.arrayContaining([expect.stringContaining('/ada/shop')]),
      updates: [{ branch: 'main', sha: SHA, message: 'Add a cart', author: 'Ada', skip: false }],
    })
  })

  it('lists its commits with the paths they change, where the provider says', () => {
    const told = [
      { sha: SHA, message: 'Add a cart', author: 'Ada', changedPaths: ['cart.py', 'old.py', 'app.py'] },
    ]
    expect(parseWebhook('github', 'push', payloads.github())).toMatchObject({ updates: [{ commits: told }] })
    expect(parseWebhook('gitlab', 'Push Hook', payloads.gitlab())).toMatchObject({
      updates: [{ commits: [{ changedPaths: ['cart.py'] }] }],
    })
    expect(parseWebhook('bitbucket', 'repo:push', payloads.bitbucket())).toMatchObject({
      updates: [{ commits: [{ changedPaths: null }] }],
    })
  })

  it.each(['feature/x', 'a/b/c', 'refs/heads/main', 'ünï', 'with space'])(
    'to the branch %j keeps its whole name',
    name => {
      const ref = `refs/heads/${name}`
      for (const event of [
        parseWebhook('github', 'push', payloads.github({ ref })),
        parseWebhook('gitea', 'push', payloads.gitea({ ref })),
        parseWebhook('gitlab', 'Push Hook', payloads.gitlab({ ref })),
        parseWebhook('generic', '', { ref, sha: SHA }),
      ])
        expect(event).toMatchObject({ kind: 'push', updates: [{ branch: name }] })
    },
  )

  it('may ask not to be deployed by its newest commit only', () => {
    const head = { ...payloads.commit, message: 'Fix docs [Skip CI]' }
    expect(parseWebhook('github', 'push', payloads.github({ head_commit: head }))).toMatchObject({
      updates: [{ skip: true }],
    })
    const older = { ...payloads.commit, id: 'b'.repeat(40), message: '[skip ci]' }
    expect(
      parseWebhook('github', 'push', payloads.github({ commits: [older, payloads.commit] })),
    ).toMatchObject({ updates: [{ skip: false }] })
    expect(
      parseWebhook(
        'gitlab',
        'Push Hook',
        payloads.gitlab({ commits: [{ ...payloads.commit, message: '[ci skip]' }] }),
      ),
    ).toMatchObject({ updates: [{ skip: true }] })
  })

  it('from Bitbucket may move many branches; tags and deletions among them are passed over', () => {
    const change = payloads.bitbucket().push.changes[0]
    const push = {
      changes: [
        change,
        { new: null },
        { new: { type: 'tag', name: 'v1', target: change?.new.target } },
        {
          new: { type: 'branch', name: 'feature/x', target: { ...change?.new.target, hash: 'c'.repeat(40) } },
        },
      ],
    }
    expect(parseWebhook('bitbucket', 'repo:push', payloads.bitbucket({ push }))).toMatchObject({
      updates: [{ branch: 'main' }, { branch: 'feature/x', sha: 'c'.repeat(40) }],
    })
  })

  it('in the generic form needs a ref; commit and repository may be left out', () => {
    expect(parseWebhook('generic', '', { ref: 'main' })).toMatchObject({
      kind: 'push',
      repositoryUrls: [],
      updates: [{ branch: 'main', sha: null }],
    })
    expect(
      parseWebhook('generic', '', { ref: 'refs/heads/main', after: SHA, repository: 'https://h/a/b' }),
    ).toMatchObject({ repositoryUrls: ['https://h/a/b'], updates: [{ branch: 'main', sha: SHA }] })
  })
})

describe('what is no push of a branch', () => {
  const ZERO = '0'.repeat(40)
  it.each([
    ['github', 'push', payloads.github({ ref: 'refs/tags/v1' }), 'Tags'],
    ['github', 'push', payloads.github({ deleted: true, after: ZERO, head_commit: null }), 'deleted'],
    ['github', 'pull_request', { action: 'opened' }, 'Pull and merge requests'],
    ['github', 'pull_request_target', { action: 'opened' }, 'Pull and merge requests'],
    ['github', 'release', {}, '"release"'],
    ['gitea', 'push', payloads.gitea({ ref: 'refs/tags/v1' }), 'Tags'],
    ['gitea', 'push', payloads.gitea({ after: ZERO }), 'deleted'],
    ['gitea', 'delete', {}, '"delete"'],
    ['gitlab', 'Tag Push Hook', {}, 'Tags'],
    ['gitlab', 'Push Hook', payloads.gitlab({ after: ZERO, checkout_sha: null }), 'deleted'],
    ['gitlab', 'Merge Request Hook', {}, 'Pull and merge requests'],
    ['bitbucket', 'pullrequest:created', {}, 'Pull and merge requests'],
    ['bitbucket', 'repo:push', payloads.bitbucket({ push: { changes: [{ new: null }] } }), 'No branch'],
    ['generic', '', { ref: 'refs/tags/v1', sha: SHA }, 'Tags'],
    ['generic', '', { ref: 'main', sha: ZERO }, 'deleted'],
  ] as const)('is ignored, and it is said why: %s %s (%#)', (provider, event, payload, reason) => {
    expect(parseWebhook(provider, event, payload)).toMatchObject({
      kind: 'ignored',
      reason: expect.stringContaining(reason),
    })
  })

  it('is a ping', () => {
    expect(parseWebhook('github', 'ping', { zen: 'x' }).kind).toBe('ping')
    expect(parseWebhook('bitbucket', 'diagnostics:ping', {}).kind).toBe('ping')
  })
})

describe('hostile payloads', () => {
  const bodies: unknown[] = [
    null,
    undefined,
    1,
    'text',
    [],
    {},
    { ref: null },
    { ref: 'refs/heads/', after: SHA, repository: {} },
    { ref: 'refs/pull/1/head', after: SHA, repository: {} },
    { ref: 'refs/heads/main', after: 'main; id', repository: {} },
    { ref: 'refs/heads/main', after: '--upload-pack=id', repository: {} },
    { ref: 'refs/heads/main', after: SHA.toUpperCase(), repository: {} },
    { ref: 'refs/heads/main', after: `${SHA}\n`, repository: {}, project: {} },
    { ref: {}, after: [], push: { changes: 'x' } },
    { push: { changes: [{ new: { type: 'branch', name: 'x', target: { hash: '$(id)' } } }] } },
    { ref: 'refs/heads/main', after: SHA, commits: [{ id: 1 }], repository: {} },
    JSON.parse('{"__proto__": {"ref": "refs/heads/main"}}'),
  ]
  it.each(bodies)('start nothing (%#)', body => {
    for (const [provider, event] of [
      ['github', 'push'],
      ['gitea', 'push'],
      ['gitlab', 'Push Hook'],
      ['bitbucket', 'repo:push'],
      ['generic', ''],
    ] as const)
      expect(parseWebhook(provider, event, body).kind).not.toBe('push')
  })
})

describe('asksToSkip', () => {
  it.each(['[skip deploy]', 'x [SKIP CI] y', 'a\n\n[ci skip]'])('%j does', text => {
    expect(asksToSkip(text)).toBe(true)
  })
  it.each([null, '', 'skip ci', '[skip]', '[skipci]', '[skip-ci'])('%j does not', text => {
    expect(asksToSkip(text)).toBe(false)
  })
})
