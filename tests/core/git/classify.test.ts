import { describe, expect, it } from 'vitest'
import {
  classifyGitError,
  quotable,
  redirectTarget,
  saysDamaged,
  saysRedirected,
} from '@/lib/core/git/classify'

const token = { host: 'git.example.test', credentials: 'token' } as const
const none = { host: 'git.example.test', credentials: 'none' } as const
const key = { host: 'git.example.test', credentials: 'deploy-key' } as const

describe('classifyGitError', () => {
  it.each([
    ["fatal: unable to access 'https://x/': Could not resolve host: x", none, 'git.unreachable'],
    ['ssh: Could not resolve hostname x: Name or service not known', key, 'git.unreachable'],
    [
      "fatal: unable to access 'https://x/': Failed to connect to x port 443 after 1 ms",
      none,
      'git.unreachable',
    ],
    ['ssh: connect to host x port 22: Connection refused', key, 'git.unreachable'],
    ['ssh: connect to host x port 22: Connection timed out', key, 'git.unreachable'],
    [
      "fatal: unable to access 'https://x/': server certificate verification failed. CAfile: none",
      none,
      'git.unreachable',
    ],
    [
      "fatal: unable to access 'https://x/': SSL certificate problem: self-signed certificate",
      none,
      'git.unreachable',
    ],
    ["fatal: could not read Username for 'https://x': terminal prompts disabled", none, 'git.auth-failed'],
    [
      "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://x/'",
      token,
      'git.auth-failed',
    ],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 403", token, 'git.auth-failed'],
    [
      'git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.',
      key,
      'git.auth-failed',
    ],
    ["remote: Repository not found.\nfatal: repository 'https://x/' not found", token, 'git.not-found'],
    ['ERROR: Repository not found.\nfatal: Could not read from remote repository.', key, 'git.not-found'],
    ["fatal: 'x.git' does not appear to be a git repository", key, 'git.not-found'],
    [
      '@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@\nPermission denied (publickey)',
      key,
      'git.host-key-changed',
    ],
    ['Host key verification failed.', key, 'git.host-key-changed'],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 502", none, 'git.unreachable'],
    ['error: RPC failed; curl 56\nfatal: early EOF', none, 'git.unreachable'],
    ['something nobody has seen', none, 'git.unreachable'],
    ['', none, 'git.unreachable'],
  ] as const)('%s', (stderr, context, code) => {
    const problem = classifyGitError(stderr, context)
    expect(problem.code).toBe(code)
    expect(problem.message).toMatch(/\.$|nobody has seen/)
    expect(problem.fix).toMatch(/\.$/)
  })

  it('says that the repository may be private when nobody signed in', () => {
    const problem = classifyGitError("fatal: repository 'https://x/' not found", none)
    expect(problem.message).toContain('private')
    expect(problem.fix).toContain('token')
  })

  it('never repeats a secret', () => {
    const secret = 's3cret/+ token'
    const stderr = `fatal: odd ${secret} and ${encodeURIComponent(secret)} at https://u:other@host/x`
    const { message } = classifyGitError(stderr, token, [secret])
    expect(message).not.toContain('s3cret')
    expect(message).not.toContain('other')
  })
})

describe('quotable', () => {
  it('takes the telling line, cut, without control characters', () => {
    expect(quotable('warning: x\nfatal: real\u001b[31m cause\nhint: y\n', [])).toBe('fatal: real[31m cause')
    expect(quotable(`fatal: ${'x'.repeat(1000)}`, [])).toHaveLength(300)
  })
})

describe('redirects', () => {
  it('are read from the trace of headers', () => {
    const trace =
      '12:00 http.c:1 <= Recv header: HTTP/1.1 301 Moved\n12:00 http.c:1 <= Recv header: Location: https://h/new.git/info/refs?service=git-upload-pack\r\n'
    expect(redirectTarget(trace)).toBe('https://h/new.git')
    expect(redirectTarget('no header')).toBeNull()
    expect(saysRedirected("fatal: unable to access 'http://x/': The requested URL returned error: 301")).toBe(
      true,
    )
    expect(saysRedirected("fatal: unable to access 'http://x/': The requested URL returned error: 404")).toBe(
      false,
    )
  })
})

describe('saysDamaged', () => {
  it('means our copy, not what the remote says of its own', () => {
    expect(saysDamaged('fatal: not a git repository: /x')).toBe(true)
    expect(saysDamaged('error: object file objects/ab/cd is empty')).toBe(true)
    expect(saysDamaged('remote: fatal: bad object HEAD')).toBe(false)
    expect(saysDamaged("fatal: 'x' does not appear to be a git repository")).toBe(false)
  })
})
