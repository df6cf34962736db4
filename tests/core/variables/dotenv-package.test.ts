import { parse } from 'dotenv'
import { describe, expect, it } from 'vitest'
import { formatDotenv, parseDotenv } from '@/lib/core/variables/dotenv'

const ours = (text: string) =>
  Object.fromEntries(parseDotenv(text).entries.map(({ name, value }) => [name, value]))

/** A generator of repeatable pseudo-random numbers below `n` (Numerical Recipes' constants). */
function random(seed: number) {
  let state = seed
  return (n: number) => {
    state = (state * 1664525 + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

describe('beside the dotenv package', () => {
  it.each([
    'A=1\nB = two words \nexport C=3\n# comment\n\nD=',
    'A="multi\nline"\nB=\'single\nline\'\nC=`back\ntick`',
    'A="x # y" # comment\nB=\'x # y\'\nC=x # y',
    'A=it\'s\nB=\'it is "so"\'\nC="one\\ntwo"',
    '\uFEFFA=1\r\nB="2"\r\nC=3',
    'URL=postgres://user:pass@host:5432/db?a=b&c=d\nJSON={"a":1}\nDOLLAR=$HOME $5',
  ])('reads the same: %j', text => {
    expect(ours(text)).toEqual(parse(text.replace('\uFEFF', '')))
  })

  it('1,000 random values written by us are read by it, where its notation can say them', () => {
    const next = random(7)
    const alphabet = [
      'a',
      'Z',
      '0',
      ' ',
      '\n',
      '\t',
      '"',
      '`',
      '\\',
      '$',
      '#',
      '=',
      '{',
      'é',
      '🐎',
      ',',
      '-',
      ':',
    ]
    for (let i = 0; i < 1000; i++) {
      const value = Array.from({ length: next(20) }, () => alphabet[next(alphabet.length)] ?? '').join('')
      const text = formatDotenv([
        { name: 'BEFORE', value: 'x' },
        { name: 'VALUE', value },
        { name: 'AFTER', value: 'y' },
      ])
      expect(ours(text)).toEqual({ BEFORE: 'x', VALUE: value, AFTER: 'y' })
      expect(parse(text)).toEqual({ BEFORE: 'x', VALUE: value, AFTER: 'y' })
    }
  })

  it('1,000 random texts never make ours throw, and a problem has a line that exists', () => {
    const next = random(11)
    const parts = [
      'A',
      'B=',
      '=',
      '"',
      "'",
      '`',
      '\\',
      '\n',
      '\r\n',
      ' ',
      '#',
      'export ',
      'value',
      '\0',
      '🐎',
      '\uFEFF',
    ]
    for (let i = 0; i < 1000; i++) {
      const text = Array.from({ length: next(40) }, () => parts[next(parts.length)] ?? '').join('')
      const lines = text.split(/\r\n?|\n/).length
      const { entries, problems } = parseDotenv(text)
      for (const { line } of [...entries, ...problems]) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(lines)
      }
    }
  })
})
