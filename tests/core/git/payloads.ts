/** Deliveries in the shape of the providers' documentation, cut to what is read. */
export const SHA = '4f1d3e8a9b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e'

export const commit = {
  id: SHA,
  message: 'Add a cart',
  timestamp: '2025-06-15T12:00:00Z',
  author: { name: 'Ada', email: 'ada@example.test', username: 'ada' },
  added: ['cart.py'],
  removed: ['old.py'],
  modified: ['app.py'],
}

export const github = (changes: object = {}) => ({
  ref: 'refs/heads/main',
  before: 'a'.repeat(40),
  after: SHA,
  created: false,
  deleted: false,
  forced: false,
  repository: {
    id: 1,
    full_name: 'ada/shop',
    html_url: 'https://github.com/ada/shop',
    clone_url: 'https://github.com/ada/shop.git',
    ssh_url: 'git@github.com:ada/shop.git',
    git_url: 'git://github.com/ada/shop.git',
    url: 'https://github.com/ada/shop',
  },
  pusher: { name: 'ada' },
  commits: [commit],
  head_commit: commit,
  ...changes,
})

export const gitea = (changes: object = {}) => ({
  ref: 'refs/heads/main',
  before: 'a'.repeat(40),
  after: SHA,
  repository: {
    id: 1,
    full_name: 'ada/shop',
    html_url: 'https://gitea.example.test:3000/ada/shop',
    clone_url: 'https://gitea.example.test:3000/ada/shop.git',
    ssh_url: 'ssh://git@gitea.example.test:2222/ada/shop.git',
  },
  commits: [commit],
  head_commit: commit,
  ...changes,
})

export const gitlab = (changes: object = {}) => ({
  object_kind: 'push',
  event_name: 'push',
  ref: 'refs/heads/main',
  before: 'a'.repeat(40),
  after: SHA,
  checkout_sha: SHA,
  user_name: 'Ada',
  project: {
    path_with_namespace: 'team/web/ada/shop',
    web_url: 'https://gitlab.example.test/team/web/ada/shop',
    git_http_url: 'https://gitlab.example.test/team/web/ada/shop.git',
    git_ssh_url: 'git@gitlab.example.test:team/web/ada/shop.git',
  },
  commits: [{ ...commit, removed: [], modified: [] }],
  total_commits_count: 1,
  ...changes,
})

const target = { type: 'commit', hash: SHA, message: 'Add a cart', author: { raw: 'Ada <ada@example.test>' } }

export const bitbucket = (changes: object = {}) => ({
  repository: { full_name: 'ada/shop', links: { html: { href: 'https://bitbucket.org/ada/shop' } } },
  push: {
    changes: [{ new: { type: 'branch', name: 'main', target }, old: null, commits: [target] }],
  },
  ...changes,
})
