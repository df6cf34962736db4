import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN, type Panel, signIn, startPanel } from '../support/panel'

let panel: Panel
let base: string
beforeAll(async () => {
  panel = await startPanel()
  base = `http://127.0.0.1:${panel.port}`
}, 600_000)
afterAll(() => panel?.stop(), 120_000)

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${base}${path}`, { headers, redirect: 'manual' })

describe('pages', () => {
  test('each has a policy with a nonce of its own, and only scripts with it', async () => {
    const nonces = new Set<string>()
    for (const path of ['/sign-in', '/sign-in', '/setup', '/nothing']) {
      const answer = await get(path)
      const policy = answer.headers.get('content-security-policy') ?? ''
      const nonce = /'nonce-([0-9a-f]{32})'/.exec(policy)?.[1] ?? ''
      nonces.add(nonce)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/)
      const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
      expect(scripts.length).toBeGreaterThan(0)
      for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`)
    }
    expect(nonces.size).toBe(4)
  })

  test.each(['/sign-in', '/api/health', '/api/v1/account', '/icon.svg'])(
    '%s cannot be framed, sniffed or read elsewhere',
    async path => {
      const { headers } = await get(path)
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('x-powered-by')).toBeNull()
    },
  )

  test('a stranger is sent to sign in, and back afterwards', async () => {
    const { status, headers } = await get('/settings')
    expect([status, headers.get('location')]).toEqual([307, '/sign-in?next=%2Fsettings'])
  })

  test('the setup link is dead', async () => {
    const { pathname, search } = new URL(panel.setupLink)
    expect(await (await get(`${pathname}${search}`)).text()).toContain('set up already')
  })
})

describe('signing in', () => {
  test('gives a cookie that scripts and other sites do not get', async () => {
    const csrf = await get('/api/auth/csrf')
    const { csrfToken } = (await csrf.json()) as { csrfToken: string }
    const cookie = csrf.headers
      .getSetCookie()
      .map(line => line.split(';')[0])
      .join('; ')
    const answer = await fetch(`${base}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({ csrfToken, ...ADMIN, json: 'true', callbackUrl: 'http://evil.example/' }),
    })
    const line = answer.headers.getSetCookie().find(text => text.startsWith('berth-session='))
    expect(line).toMatch(/Path=\/; .*HttpOnly; SameSite=Lax/)
    expect(await answer.json()).toEqual({ url: new URL(panel.url).origin })
  })

  test('needs the token of its own form', async () => {
    const answer = await fetch(`${base}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ ...ADMIN, csrfToken: 'x', json: 'true' }),
    })
    expect(answer.headers.getSetCookie().join()).not.toContain('berth-session=ey')
  })

  test('sign-out ends the session itself, not only the cookie', async () => {
    const { cookie } = await signIn(base, ADMIN)
    expect((await get('/api/v1/account', { cookie })).status).toBe(200)
    const csrf = await get('/api/auth/csrf', { cookie })
    const { csrfToken } = (await csrf.json()) as { csrfToken: string }
    const cookies = [cookie, ...csrf.headers.getSetCookie().map(line => line.split(';')[0])].join('; ')
    await fetch(`${base}/api/auth/signout`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies },
      body: new URLSearchParams({ csrfToken, json: 'true' }),
    })
    expect((await get('/api/v1/account', { cookie })).status).toBe(401)
    expect((await get('/projects', { cookie })).headers.get('location')).toBe('/sign-in?next=%2Fprojects')
  })

  test('the bare address leads to the projects', async () => {
    expect((await get('/')).headers.get('location')).toBe('/projects')
  })

  test('guesses are counted whatever address the client claims to have', async () => {
    const guess = (n: number) =>
      fetch(`${base}/api/auth/csrf`).then(async csrf => {
        const { csrfToken } = (await csrf.json()) as { csrfToken: string }
        const answer = await fetch(`${base}/api/auth/callback/credentials`, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            cookie: csrf.headers
              .getSetCookie()
              .map(line => line.split(';')[0])
              .join('; '),
            'x-forwarded-for': `203.0.113.${n}`,
            'x-real-ip': `203.0.113.${n}`,
            forwarded: `for=203.0.113.${n}`,
          },
          body: new URLSearchParams({ csrfToken, email: 'guess@example.test', password: 'x', json: 'true' }),
        })
        return ((await answer.json()) as { url: string }).url
      })
    const answers: string[] = []
    for (let n = 0; n < 12; n += 1) answers.push(await guess(n))
    expect(answers.filter(url => url.endsWith('error=too-many'))).toHaveLength(2)
  })

  test.each(['/api/auth/_log', '/api/auth/callback/github', '/api/auth/verify-request'])(
    '%s is closed',
    async path => {
      expect((await get(path)).status).toBe(404)
      expect(
        (await fetch(`${base}${path}`, { method: 'POST', body: new URLSearchParams({ code: 'x' }) })).status,
      ).toBe(404)
    },
  )
})
