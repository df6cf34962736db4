import { describe, expect, it } from 'vitest'
import { credentialsProblem, parseRepositoryUrl, sameRepository } from '@/lib/core/git/url'

const accepted = (text: string, options = {}) => {
  const parsed = parseRepositoryUrl(text, options)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.sentence}`)
  return parsed.url
}

describe('parseRepositoryUrl', () => {
  it.each([
    ['https://github.com/you/app.git', 'https', 'https://github.com/you/app.git'],
    ['  https://GitHub.com/You/App/  ', 'https', 'https://github.com/You/App'],
    ['https://gitlab.com/group/sub/team/app', 'https', 'https://gitlab.com/group/sub/team/app'],
    ['https://host:8443/a/b.git', 'https', 'https://host:8443/a/b.git'],
    ['https://host:443/a/b.git', 'https', 'https://host/a/b.git'],
    ['https://[2001:db8::1]:8443/a.git', 'https', 'https://[2001:db8::1]:8443/a.git'],
    ['http://git.example.com/a/b', 'http', 'http://git.example.com/a/b'],
    ['git@github.com:you/app.git', 'ssh', 'git@github.com:you/app.git'],
    ['git@host:/srv/git/app.git', 'ssh', 'git@host:/srv/git/app.git'],
    ['deploy@host:~team/app.git', 'ssh', 'deploy@host:~team/app.git'],
    ['ssh://git@host:2222/you/app.git', 'ssh', 'ssh://git@host:2222/you/app.git'],
    ['ssh://host/you/app.git', 'ssh', 'git@host:you/app.git'],
  ])('takes %s', (text, kind, url) => {
    expect(accepted(text)).toMatchObject({ kind, url })
  })

  it('warns of http', () => {
    expect(accepted('http://git.example.com/a').warning).toContain('without encryption')
    expect(accepted('https://git.example.com/a').warning).toBeNull()
  })

  it('reads odd forms of an IPv4 address as what they are', () => {
    expect(accepted('https://2130706433/a').host).toBe('127.0.0.1')
    expect(accepted('ssh://git@0x7f.1/a').host).toBe('127.0.0.1')
    expect(accepted('git@0177.0.0.1:a').host).toBe('127.0.0.1')
  })

  it.each([
    '',
    '   ',
    '-oProxyCommand=id',
    '--upload-pack=touch /tmp/x',
    'ext::sh -c id',
    'ext::sh%20-c%20id',
    'fd::17',
    'file:///etc/passwd',
    '/etc/passwd',
    './repo',
    '../repo',
    'C:\\repo',
    'C:/repo',
    'git://host/a.git',
    'ftp://host/a.git',
    'javascript:alert(1)',
    'https://',
    'https://host',
    'https://host/',
    'https://host/.git',
    'https://host/a b',
    'https://host/a\nb',
    'https://host/a\0b',
    'https://host/a%00b',
    'https://host/a%0ab',
    'https://host/a/../b',
    'https://host/a/%2e%2e/b',
    'https://host/a%2f..%2fb',
    'https://host/a?x=1',
    'https://host/a#x',
    'https://host/$(id)',
    'https://host/`id`',
    'https://host/a;id',
    "https://host/a'b",
    'https://host/-a/b',
    'git@-oProxyCommand=id:a',
    'ssh://-oProxyCommand=id/a',
    'ssh://git@host:99999/a',
    'ssh://git@host',
    'ssh://git@host/',
    '-git@host:a',
    'git@host:',
    'git@host:-a',
    'git@host:../a',
    'git@host:a b',
    "git@host:a';id;'",
    'git@host:a$(id)',
    'git@ho\u202est:a',
    'berth-example://flask',
    `https://host/${'a'.repeat(10_000)}`,
  ])('refuses %j', text => {
    expect(parseRepositoryUrl(text).ok).toBe(false)
  })

  it.each([
    'https://you:ghp_secret@github.com/you/app.git',
    'https://ghp_secret@github.com/you/app.git',
    'https://@github.com/you/app.git',
    'ssh://git:ghp_secret@host/a.git',
  ])('refuses credentials in the address and does not repeat them: %s', text => {
    const parsed = parseRepositoryUrl(text)
    expect(parsed.ok).toBe(false)
    expect(JSON.stringify(parsed)).not.toContain('ghp_secret')
  })

  it('says where the token belongs', () => {
    const parsed = parseRepositoryUrl('https://you:ghp_secret@github.com/you/app.git')
    expect(parsed).toMatchObject({ fix: expect.stringContaining('token field') })
  })

  it.each([
    ['github.com/you/app', 'https://github.com/you/app'],
    ['https://github.com/you/app/tree/main/src', 'https://github.com/you/app'],
    ['https://gitlab.example.com/a/b/c/-/blob/main/x', 'https://gitlab.example.com/a/b/c'],
  ])('says what %s should be', (text, better) => {
    expect(parseRepositoryUrl(text)).toMatchObject({ ok: false, fix: `Use ${better}.` })
  })

  it('takes the address of an example only from Berth itself', () => {
    expect(accepted('berth-example://flask', { allowExample: true })).toMatchObject({
      kind: 'example',
      path: 'flask',
    })
    for (const text of ['berth-example://../x', 'berth-example://', 'berth-example://a/b'])
      expect(parseRepositoryUrl(text, { allowExample: true }).ok).toBe(false)
  })

  it('is quick on hostile text', () => {
    for (const text of ['a'.repeat(500), '@:'.repeat(250), 'ssh://'.repeat(80), `git@${'a.'.repeat(240)}:x`])
      expect(() => parseRepositoryUrl(text)).not.toThrow()
  })
})

describe('sameRepository', () => {
  it.each([
    ['https://github.com/you/app', 'https://github.com/you/app.git'],
    ['https://github.com/You/App.git', 'git@github.com:you/app.git'],
    ['ssh://git@gitea.example.com:2222/you/app.git', 'https://gitea.example.com:3000/you/app'],
    ['git@ssh.github.com:you/app.git', 'https://github.com/you/app'],
    ['http://host/a/b/', 'https://host/a/b.git'],
    ['git@host:/you/app.git', 'git@host:you/app'],
    ['https://gitlab.com/g/s/t/app', 'git@gitlab.com:g/s/t/app.git'],
  ])('%s is %s', (left, right) => {
    expect(sameRepository(left, right)).toBe(true)
    expect(sameRepository(right, left)).toBe(true)
  })

  it.each([
    ['https://github.com/you/app', 'https://github.com/evil/you/app'],
    ['https://github.com/you/app', 'https://github.com/you/app2'],
    ['https://github.com/you/app', 'https://github.com/you/app.git.git'],
    ['https://github.com/you/app', 'https://github.com.evil.com/you/app'],
    ['https://github.com/you/app', 'https://evil-github.com/you/app'],
    ['https://github.com/you/app', 'https://evil.com/github.com/you/app'],
    ['https://host:3000/you/app', 'https://host:4000/you/app'],
    ['https://host/you/app', 'not an address'],
    ['berth-example://flask', 'https://flask/flask'],
  ])('%s is not %s', (left, right) => {
    expect(sameRepository(left, right)).toBe(false)
  })
})

describe('credentialsProblem', () => {
  it('pairs ssh with deploy keys and https with tokens', () => {
    const ssh = accepted('git@host:a/b')
    const https = accepted('https://host/a/b')
    expect(credentialsProblem(ssh, 'deploy-key')).toBeNull()
    expect(credentialsProblem(ssh, 'token')?.sentence).toContain('deploy key')
    expect(credentialsProblem(ssh, 'none')?.sentence).toContain('deploy key')
    expect(credentialsProblem(https, 'token')).toBeNull()
    expect(credentialsProblem(https, 'none')).toBeNull()
    expect(credentialsProblem(https, 'deploy-key')?.fix).toContain('ssh address')
  })
})
