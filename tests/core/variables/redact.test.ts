import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createRedactor, MASK } from '@/lib/core/variables/redact'

const TRICKY = `p@ss "w'ord"/\\+&=? $HOME 100% ünï ~*!()`
const PEM = [
  '-----BEGIN PRIVATE KEY-----',
  randomBytes(48).toString('base64'),
  randomBytes(48).toString('base64'),
  '-----END PRIVATE KEY-----',
  '',
].join('\n')

describe('createRedactor', () => {
  it('masks a value wherever it stands and leaves the rest alone', () => {
    const redact = createRedactor(['hunter2'])
    expect(redact('hunter2')).toBe(MASK)
    expect(redact('user=bob password=hunter2; hunter2 again')).toBe(
      `user=bob password=${MASK}; ${MASK} again`,
    )
    expect(redact('a hunter3 is no hunter')).toBe('a hunter3 is no hunter')
    expect(redact('')).toBe('')
  })

  it.each([
    ['raw', (v: string) => v],
    ['JSON', (v: string) => JSON.stringify({ v })],
    ['JSON in JSON', (v: string) => JSON.stringify(v)],
    ['JSON with escaped slashes', (v: string) => JSON.stringify(v).replaceAll('/', '\\/')],
    [
      'ASCII-only JSON',
      (v: string) => JSON.stringify(v).replace(/[^ -~]/g, u => `\\u00${u.charCodeAt(0).toString(16)}`),
    ],
    ['node inspect', (v: string) => inspect({ v })],
    ['shell single quotes', (v: string) => `export V='${v.replaceAll("'", `'\\''`)}'`],
    ['shell double quotes', (v: string) => `declare -x V="${v.replace(/[\\"$`]/g, '\\$&')}"`],
    ['URL component', (v: string) => `https://x/?v=${encodeURIComponent(v)}`],
    ['form data', (v: string) => new URLSearchParams({ v }).toString()],
    ['URL with lower-case hex', (v: string) => encodeURIComponent(v).replace(/%../g, h => h.toLowerCase())],
    ['base64', (v: string) => Buffer.from(v).toString('base64')],
    ['base64url', (v: string) => Buffer.from(v).toString('base64url')],
    ['basic authorization', (v: string) => `Basic ${Buffer.from(`user:${v}`).toString('base64')}`],
    ['base64 one byte later', (v: string) => Buffer.from(`1${v}123`).toString('base64')],
    ['base64 two bytes later', (v: string) => Buffer.from(`12${v}123`).toString('base64')],
  ])('masks a value in the form: %s', (_name, write) => {
    const line = write(TRICKY)
    const masked = createRedactor([TRICKY])(line)
    expect(masked).toContain(MASK)
    // What is left is what stands around any value, and at the edge of base64 some bits of the neighbours.
    expect(masked.replaceAll(MASK, '').length).toBeLessThanOrEqual(write('').length + 6)
  })

  it('masks each line of a multi-line value, and the value as one', () => {
    const redact = createRedactor([PEM])
    for (const line of PEM.split('\n').filter(Boolean)) expect(redact(`  ${line}\r`)).toBe(`  ${MASK}\r`)
    expect(redact(JSON.stringify(PEM))).toBe(`"${MASK}"`)
    for (const line of Buffer.from(PEM)
      .toString('base64')
      .match(/.{1,76}/g) ?? []) {
      expect(redact(line)).toBe(MASK)
    }
    expect(redact('{')).toBe('{')
  })

  it.each([64, 76])('masks base64 in lines of %i, of the value alone and with a line end', width => {
    const value = randomBytes(151).toString('hex')
    for (const text of [value, `${value}\n`]) {
      for (const line of Buffer.from(text)
        .toString('base64')
        .match(new RegExp(`.{1,${width}}`, 'g')) ?? []) {
        // Of the last group some bits belong to the line end.
        expect(createRedactor([value])(line)).toMatch(/^\*\*\*[A-Za-z]{0,3}=?=?$/)
      }
    }
  })

  it('masks overlapping and touching secrets as one, whole', () => {
    const redact = createRedactor(['abcdef', 'defghi', 'ghijkl-long', 'bcde'])
    expect(redact('xabcdefghijkl-longx')).toBe(`x${MASK}x`)
    expect(redact('abcdefabcdef')).toBe(MASK)
  })

  it('takes the longest of values that begin alike', () => {
    const redact = createRedactor(['secret', 'secret-key', 'secret-key-2', 'secrets'])
    expect(redact('secret-key-2x secret-kex secrets')).toBe(`${MASK}x ${MASK}-kex ${MASK}`)
  })

  it('masks long values whole, and long parts of them', () => {
    const value = randomBytes(3000).toString('hex')
    const redact = createRedactor([value])
    expect(redact(`a ${value} b`)).toBe(`a ${MASK} b`)
    expect(redact(value.slice(1000, 1200)).length).toBeLessThan(130)
  })

  it('does not mask values of fewer than four characters', () => {
    expect(createRedactor(['abc', '', '1'])('abc 1')).toBe('abc 1')
  })

  it('copes with lone surrogates and every character', () => {
    const value = `\ud800abc${String.fromCharCode(...Array.from({ length: 300 }, (_, i) => i))}`
    expect(createRedactor([value])(`<${value}>`)).toBe(`<${MASK}>`)
  })

  it('hides all of 10,000 planted secrets in a long log', () => {
    const values = Array.from(
      { length: 10_000 },
      () => `postgres://app:${randomBytes(12).toString('hex')}@db/app`,
    )
    const redact = createRedactor(values)
    for (const value of values) expect(redact(`connecting to ${value} now`)).toBe(`connecting to ${MASK} now`)
  })

  it('is not slowed down by values and lines made to slow it down', () => {
    const values = Array.from({ length: 2000 }, (_, i) => `${'a'.repeat(i % 500)}b${i}`)
    const redact = createRedactor([...values, 'a'.repeat(60_000)])
    const line = `${'a'.repeat(16_000)}c`
    // Quadratic work would take minutes here; the runner's own time limit is the judge.
    for (let i = 0; i < 5; i++) expect(redact(line)).toBe(`${MASK}c`)
  })
})
