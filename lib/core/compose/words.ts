/** Splits a command line into its words as Compose does: quotes and `\` keep together, nothing is expanded. null: a quote is open. */
export function splitWords(line: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? ''
    if (quote) {
      if (character === quote) quote = ''
      else if (quote === '"' && character === '\\' && /["\\$`\n]/.test(line[at + 1] ?? ''))
        word += line[++at] ?? ''
      else word += character
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (character === '\\') word = (word ?? '') + (line[++at] ?? '')
    else word = (word ?? '') + character
  }
  if (quote) return null
  return word === null ? words : [...words, word]
}
