import { describe, expect, it } from 'vitest'
import { formatDotenv, parseDotenv } from '@/lib/core/variables/dotenv'

/** Name and value of each entry, when there is no problem. */
function read(text: string): Record<string, string> {
  const { entries, problems } = parseDotenv(text)
  expect(problems).toEqual([])
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]))
}

describe('reading a .env file', () => {
  it.each([
    ['A=1', '1'],
    ['  A = 1  ', '1'],
    ['export A=1', '1'],
    ['\uFEFFA=1', '1'],
    ['A=', ''],
    ['A=a b', 'a b'],
    ['A=a # comment', 'a'],
    ['A= # comment', ''],
    ['A=a#b', 'a#b'],
    ['A=#fff', '#fff'],
    ['A="a # b" # comment', 'a # b'],
    ['A=\'it is "quoted"\'', 'it is "quoted"'],
    ['A=`it\'s "both"`', 'it\'s "both"'],
    ['A="say \\"hi\\""', 'say "hi"'],
    ['A="one\\ntwo"', 'one\ntwo'],
    ["A='one\\ntwo'", 'one\\ntwo'],
    ['A="back\\\\slash"', 'back\\slash'],
    ['A="\\q"', '\\q'],
    [`A=$B and $\{C}`, `$B and $\{C}`],
    ['A="\\$B"', '$B'],
    ["A=it's", "it's"],
    ['A=x=y==', 'x=y=='],
    ['A="one\ntwo\n"', 'one\ntwo\n'],
    ['A="one\r\ntwo"', 'one\ntwo'],
    ['A=žluťoučký 🐎', 'žluťoučký 🐎'],
  ])('%j is %j', (line, value) => expect(read(line)).toEqual({ A: value }))

  it('passes over comments and blank lines, and counts lines in long values', () => {
    const { entries } = parseDotenv('# note\n\nKEY="-----BEGIN\nabc\n-----END"\n\nNEXT=1\r\nLAST=2')
    expect(entries).toEqual([
      { name: 'KEY', value: '-----BEGIN\nabc\n-----END', line: 3 },
      { name: 'NEXT', value: '1', line: 7 },
      { name: 'LAST', value: '2', line: 8 },
    ])
  })

  it.each([
    ['just words', '“just words” has no “=”. Write NAME=value.'],
    ['=1', 'The name “” must start with a letter or _ and have only letters, digits and _.'],
    ['1A=1', 'The name “1A” must start with a letter or _ and have only letters, digits and _.'],
    ['A-B=1', 'The name “A-B” must start with a letter or _ and have only letters, digits and _.'],
    ['__proto__=1', 'The name “__proto__” is not allowed.'],
    ['A="never', 'A: the " is never closed.'],
    ['A="x" y', 'A: there is text after the closing ".'],
    ['A=\0', 'A: the value must not contain a NUL character.'],
    [`A=${'x'.repeat(65_537)}`, 'A: the value must be at most 65536 characters.'],
    [`${'A'.repeat(201)}=1`, `The name “${'A'.repeat(40)}…” must be at most 200 characters.`],
  ])('says what is wrong with %j and reads on', (line, sentence) => {
    expect(parseDotenv(`FIRST=1\n${line}\nLAST=2`)).toEqual({
      entries: [
        { name: 'FIRST', value: '1', line: 1 },
        { name: 'LAST', value: '2', line: 3 },
      ],
      problems: [{ line: 2, sentence }],
    })
  })

  it('does not let a forgotten quote swallow the next line', () => {
    const { entries, problems } = parseDotenv("A='x\nB='y'\nC=3")
    expect(entries.map(({ name }) => name)).toEqual(['B', 'C'])
    expect(problems.map(({ line }) => line)).toEqual([1])
  })

  it('takes the last of a name that is there twice, and says so', () => {
    expect(parseDotenv('A=1\nB=2\nA=3')).toEqual({
      entries: [
        { name: 'B', value: '2', line: 2 },
        { name: 'A', value: '3', line: 3 },
      ],
      problems: [{ line: 3, sentence: 'A is on line 1 too. This one counts.' }],
    })
  })

  it('reads nothing from nothing', () => {
    for (const text of ['', '\n\n', '\uFEFF', '# only this'])
      expect(parseDotenv(text)).toEqual({ entries: [], problems: [] })
  })
})

describe('writing a .env file', () => {
  const values = [
    '',
    'plain',
    'postgres://user:pass@db:5432/shop?sslmode=require',
    ' spaces around ',
    'two\nlines\n',
    'a\r\nb',
    "it's",
    'it\'s "both" and `three`',
    `$HOME $\{X} \\n \\ \\\\`,
    "it's $5 \\n",
    '#fff',
    'a # b',
    '{"json":"yes"}',
    'tab\there',
    '🐎\u2028',
    '\uFEFF',
    "'",
    '"',
  ]
  it.each(values)('%j is read back as it was', value => {
    expect(read(formatDotenv([{ name: 'A', value }]))).toEqual({ A: value })
  })

  it('keeps the order and every value of a large set', () => {
    const entries = Array.from({ length: 10_000 }, (_, i) => ({
      name: `NAME_${i}`,
      value: values[i % values.length] ?? '',
    }))
    const back = parseDotenv(formatDotenv(entries))
    expect(back.problems).toEqual([])
    expect(back.entries.map(({ name, value }) => ({ name, value }))).toEqual(entries)
  })
})
