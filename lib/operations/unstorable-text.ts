/** Postgres stores no NUL, and UTF-8 no half of a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u

/** Path (`set.0.value`) of the first text in a parsed input that cannot be stored; null when there is none. */
export function unstorableText(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? path : null
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null
  for (const [key, part] of Object.entries(value)) {
    const found = unstorableText(part, path === '' ? key : `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}
