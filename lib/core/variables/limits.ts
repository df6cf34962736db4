export const MAX_VARIABLES = 10_000
export const MAX_NAME_LENGTH = 200
/** In characters. */
export const MAX_VALUE_LENGTH = 65_536

export const NAME_RULE = 'must start with a letter or _ and have only letters, digits and _'
export const NAME_PATTERN = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Why `name` cannot be a variable's name, to follow the name in a sentence; null when it can. */
export function nameProblem(name: string): string | null {
  if (name.length > MAX_NAME_LENGTH) return `must be at most ${MAX_NAME_LENGTH} characters`
  if (!NAME_PATTERN.test(name)) return NAME_RULE
  return name === '__proto__' ? 'is not allowed' : null
}

/** Why `value` cannot be a variable's value; null when it can. */
export function valueProblem(value: string): string | null {
  if (value.length > MAX_VALUE_LENGTH) return `must be at most ${MAX_VALUE_LENGTH} characters`
  return value.includes('\0') ? 'must not contain a NUL character' : null
}
