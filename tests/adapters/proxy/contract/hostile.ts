import { expect, it } from 'vitest'
import { sendRaw } from '../client'
import type { Stage } from '../contract'
import { live } from '../under-test'

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)
const ask = (host: string) => `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`

/** Each must end in a refusal or the page for unknown hosts; never in an app, an error of the proxy, or silence. */
const HOSTS = {
  'a path': '../../etc/passwd',
  'two dots': '..',
  'a dot': '.',
  'an underscore': '_',
  'a star': '*',
  'a star domain': '*.test',
  'a space': 'app.test evil',
  'an at sign': 'user@app.test',
  'a tab': 'app\t.test',
  'raw unicode': 'äpp.test',
  'a NUL': 'app.test\0',
  'a line feed': 'a\nb',
  'a fold': 'app.te\r\n st',
  'Lua and nginx syntax': '$(id)$host]]--',
  'a quote': 'app.test"\'',
  markup: '<script>alert(1)</script>',
  'a wrong port': 'app.test:99999999',
  'a port of letters': 'app.test:http',
  'an open bracket': '[::1',
  'an IPv6 address': '[::ffff:127.0.0.1]:80',
  nothing: '',
  '10,000 letters': 'a'.repeat(10_000),
  '60,000 letters': 'a'.repeat(60_000),
  'a shared-memory key': 'document:1',
  'another one': 'generation',
}

export function hostile(stage: () => Stage) {
  for (const [name, host] of Object.entries(HOSTS)) {
    it(`answers a Host header of ${name} with a page of its own`, async () => {
      const { on, documents, blue } = stage()
      await documents.apply(live('app.test', blue.target))
      const before = blue.requests()
      const answer = await sendRaw(on.origin, ask(host))
      // A wrong port beside a right name is the name; the app is not told the port.
      if (host.startsWith('app.test:')) return expect([200, 400]).toContain(statusOf(answer))
      expect([400, 404, 414, 431]).toContain(statusOf(answer))
      expect(answer).not.toMatch(/nginx|openresty|traefik/i)
      expect(answer).not.toContain('<script>')
      expect(blue.requests()).toBe(before)
    })
  }

  it.each([
    ['no Host header', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two Host headers', 'GET / HTTP/1.1\r\nHost: app.test\r\nHost: other.test\r\nConnection: close\r\n\r\n'],
    ['a method of its own making', 'G<T / HTTP/1.1\r\nHost: app.test\r\n\r\n'],
    ['a tunnel', 'CONNECT app.test:80 HTTP/1.1\r\nHost: app.test\r\n\r\n'],
    ['a version of its own making', 'GET / HTTP/9.9\r\nHost: app.test\r\n\r\n'],
    ['a way out of the root', 'GET /../../etc/passwd HTTP/1.1\r\nHost: app.test\r\n\r\n'],
    ['TLS', Buffer.from('16030100a5010000a1030300', 'hex')],
  ])('refuses %s', async (name, bytes) => {
    const { on, documents, blue, traits } = stage()
    await documents.apply(live('app.test', blue.target))
    const before = blue.requests()
    const answer = await sendRaw(on.origin, bytes)
    if (name === 'TLS' && !traits.refusesTls) expect(answer).toBe('')
    else {
      expect(statusOf(answer)).toBeGreaterThanOrEqual(400)
      expect(statusOf(answer)).toBeLessThan(506)
    }
    expect(answer).not.toMatch(/nginx|openresty|traefik/i)
    expect(blue.requests()).toBe(before)
  })

  it.each([
    ['both lengths', 'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG'],
    ['two different lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!'],
    ['a list of lengths', 'Content-Length: 5, 6\r\n\r\nhello!'],
    ['a signed length', 'Content-Length: +5\r\n\r\nhello'],
    ['an encoding it does not know', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a disguised encoding', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n'],
  ])('does not let one request be two: %s', async (name, rest) => {
    const { on, documents, blue, traits } = stage()
    await documents.apply(live('app.test', blue.target))
    const before = blue.requests()
    const smuggled = 'GET /headers HTTP/1.1\r\nHost: app.test\r\n\r\n'
    const answer = await sendRaw(on.origin, `POST /upload HTTP/1.1\r\nHost: app.test\r\n${rest}${smuggled}`)
    if (name === 'both lengths' && !traits.strictLengths) {
      // By the chunks it ends before the `G`, which spoils what follows: that is refused, and reaches no app.
      expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
      return expect(blue.requests()).toBe(before + 1)
    }
    expect([400, 501]).toContain(statusOf(answer))
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
    expect(blue.requests()).toBe(before)
  })
}
