import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { secretsAdapter } from '@/lib/adapters/secrets/secrets'

const secrets = secretsAdapter(randomBytes(32))
const key = secrets.newDataKey()
const CONTEXT = 'variable:var_1:value'

/** The sealed value with one bit of its part `index` turned. */
function damage(sealed: string, index: number): string {
  const parts = sealed.split('.')
  const bytes = Buffer.from(parts[index] ?? '', 'base64url')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  parts[index] = bytes.toString('base64url')
  return parts.join('.')
}

describe('secretsAdapter', () => {
  it.each(['', 'hunter2', 'line 1\nline 2\r\n', '$HOME "quoted" \\', 'ключ 🔑', 'x'.repeat(65_536)])(
    'opens what it sealed',
    text => {
      const sealed = secrets.seal(key, CONTEXT, text)
      expect(sealed).toMatch(/^v1\.[\w-]+\.[\w-]+\.[\w-]*$/)
      expect(secrets.open(key, CONTEXT, sealed)).toBe(text)
    },
  )

  it('never seals to the same text twice and never shows the value', () => {
    const first = secrets.seal(key, CONTEXT, 'hunter2-hunter2')
    expect(secrets.seal(key, CONTEXT, 'hunter2-hunter2')).not.toBe(first)
    expect(first).not.toContain(Buffer.from('hunter2').toString('base64url'))
    expect(secrets.newDataKey()).not.toBe(secrets.newDataKey())
  })

  it('does not open a value in another place', () => {
    const sealed = secrets.seal(key, CONTEXT, 'value')
    expect(() => secrets.open(key, 'variable:var_2:value', sealed)).toThrow(/cannot be read/)
  })

  it('does not open with another data key or master key', () => {
    const sealed = secrets.seal(key, CONTEXT, 'value')
    expect(() => secrets.open(secrets.newDataKey(), CONTEXT, sealed)).toThrow(/cannot be read/)
    expect(() => secretsAdapter(randomBytes(32)).open(key, CONTEXT, sealed)).toThrow(/cannot be read/)
  })

  it.each([1, 2, 3])('does not open a value whose part %i was changed', part => {
    const sealed = secrets.seal(key, CONTEXT, 'value')
    expect(() => secrets.open(key, CONTEXT, damage(sealed, part))).toThrow(/cannot be read/)
  })

  it.each([
    '',
    'v1',
    'v1..',
    'v1.a.b.c',
    'v2.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AA',
    'plain text',
    'v1.....',
  ])('refuses %j', text => {
    expect(() => secrets.open(key, CONTEXT, text)).toThrow(/cannot be read/)
    expect(() => secrets.seal(text, CONTEXT, 'value')).toThrow(/cannot be read/)
  })

  it('does not open a value with a shortened tag', () => {
    const [version, iv, tag, data] = secrets.seal(key, CONTEXT, 'value').split('.')
    const short = Buffer.from(tag ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url')
    expect(() => secrets.open(key, CONTEXT, [version, iv, short, data].join('.'))).toThrow(/cannot be read/)
  })

  it('refuses a master key of the wrong size', () => {
    expect(() => secretsAdapter(randomBytes(16))).toThrow(/32 bytes/)
  })
})
