/** The lines of a text field that say something. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

/** A number field that may be empty. */
export const numberOrNull = (text: string): number | null => (text.trim() === '' ? null : Number(text))
export const textOf = (value: number | null): string => (value === null ? '' : String(value))
