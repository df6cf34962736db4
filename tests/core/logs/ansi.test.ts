import { describe, expect, it } from 'vitest'
import { parseAnsi, plainText } from '@/lib/core/logs/ansi'

const ESC = '\u001b'
const plain = { color: null, bold: false, dim: false }
/** The runs without where they begin. */
const runs = (line: string) => parseAnsi(line).map(({ at: _, ...run }) => run)

describe('colours', () => {
  it('leaves a plain line whole', () => {
    expect(parseAnsi('hello')).toEqual([{ at: 0, text: 'hello', ...plain }])
    expect(parseAnsi('')).toEqual([])
  })

  it.each([
    ['31', { color: 'red' }],
    ['92', { color: 'green' }],
    ['1', { bold: true }],
    ['2', { dim: true }],
    ['1;34', { bold: true, color: 'blue' }],
    ['0;33', { color: 'yellow' }],
    ['4;35', { color: 'magenta' }],
    ['38;5;196', {}],
    ['38;2;1;2;3;36', { color: 'cyan' }],
    ['38;5;31;1', { bold: true }],
    ['48;5;31', {}],
    ['41', {}],
    ['999', {}],
    ['', {}],
  ])('code %j', (codes, style) => {
    expect(runs(`${ESC}[${codes}mtext`)).toEqual([{ text: 'text', ...plain, ...style }])
  })

  it('begins, adds to and ends a style', () => {
    expect(runs(`a${ESC}[31mb${ESC}[1mc${ESC}[22md${ESC}[39me${ESC}[1;31mf${ESC}[mg`)).toEqual([
      { text: 'a', ...plain },
      { text: 'b', ...plain, color: 'red' },
      { text: 'c', ...plain, color: 'red', bold: true },
      { text: 'd', ...plain, color: 'red' },
      { text: 'e', ...plain },
      { text: 'f', ...plain, color: 'red', bold: true },
      { text: 'g', ...plain },
    ])
  })

  it('says where each run begins, so that runs can be told apart', () => {
    expect(parseAnsi(`a${ESC}[31ma`).map(({ at }) => at)).toEqual([0, 6])
  })
})

describe('what is not shown', () => {
  it.each([
    [`${ESC}[2K${ESC}[1Gdone`, 'done'],
    [`${ESC}[?25lhidden cursor${ESC}[?25h`, 'hidden cursor'],
    [`${ESC}]0;title\u0007text`, 'text'],
    [`${ESC}]8;;https://example.test${ESC}\\link${ESC}]8;;${ESC}\\`, 'link'],
    [`${ESC}(Btext${ESC}7${ESC}8`, 'text'],
    ['be\u0007ep\b\u007f', 'beep'],
    ['tab\tstays', 'tab\tstays'],
    [`cut off ${ESC}[3`, 'cut off '],
    [`cut off ${ESC}`, 'cut off '],
    ['[31m without escape', '[31m without escape'],
    ['<b>no markup</b> &amp;', '<b>no markup</b> &amp;'],
    ['žluťoučký 🐎', 'žluťoučký 🐎'],
  ])('%j shows as %j', (line, text) => expect(plainText(line)).toBe(text))

  it('reads a long hostile line', () => {
    const hostile = `${`${ESC}]`.repeat(4000)}${`${ESC}[;`.repeat(4000)}${ESC}[mend`
    expect(plainText(hostile).endsWith('end')).toBe(true)
  })
})
