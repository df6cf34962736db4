/** A run of characters that look the same. */
export interface AnsiSpan {
  /** Where it begins in the line, escapes counted. */
  at: number
  text: string
  /** One of the eight basic colours, bright ones counted with them; null: the default. */
  color: AnsiColor | null
  bold: boolean
  dim: boolean
}

type Style = Omit<AnsiSpan, 'text' | 'at'>

export const ANSI_COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
export type AnsiColor = (typeof ANSI_COLORS)[number]

const ESC = String.fromCharCode(27)
const BEL = String.fromCharCode(7)
/**
 * What terminals do not show, after ECMA-48: control sequences (colours are those that end in `m`), titles and links,
 * shorter escapes, other control characters.
 */
const UNSEEN = new RegExp(
  [
    `${ESC}\\[([0-?]*)[ -/]*([@-~])?`,
    `${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?`,
    `${ESC}[ -/]*[0-~]`,
    '[\\x00-\\x08\\x0b-\\x1f\\x7f]',
  ].join('|'),
  'g',
)

/** Splits a log line into coloured runs. Everything but colours and weight is left out; nothing is ever markup. */
export function parseAnsi(line: string): AnsiSpan[] {
  const spans: AnsiSpan[] = []
  let style: Style = { color: null, bold: false, dim: false }
  let from = 0
  const take = (to: number) => {
    const text = line.slice(from, to)
    if (text) spans.push({ at: from, text, ...style })
  }
  for (const match of line.matchAll(UNSEEN)) {
    take(match.index)
    from = match.index + match[0].length
    if (match[2] === 'm') style = styled(style, match[1] ?? '')
  }
  take(line.length)
  return spans
}

/** The line without colours and whatever else is not shown. */
export const plainText = (line: string): string =>
  parseAnsi(line)
    .map(({ text }) => text)
    .join('')

function styled(style: Style, codes: string): Style {
  const numbers = codes.split(/[;:]/).map(Number)
  let next = { ...style }
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] ?? 0
    if (code === 38 || code === 48)
      i += numbers[i + 1] === 5 ? 2 : 4 // palettes and true colour are not shown
    else if (code === 0) next = { color: null, bold: false, dim: false }
    else if (code === 1) next.bold = true
    else if (code === 2) next.dim = true
    else if (code === 22) next = { ...next, bold: false, dim: false }
    else if (code === 39) next.color = null
    else if (code >= 30 && code <= 37) next.color = ANSI_COLORS[code - 30] ?? null
    else if (code >= 90 && code <= 97) next.color = ANSI_COLORS[code - 90] ?? null
  }
  return next
}
