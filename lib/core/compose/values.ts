import { isMap } from './read-yaml'

/** Text of a plain value; undefined for anything else. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : undefined

export const isTrue = (value: unknown) => value === true || value === 'true'

const EMPTY = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isMap(value) && Object.keys(value).length === 0)

/** Whether a key says nothing: null, false, an empty list or mapping. */
export const saysNothing = (value: unknown): boolean => EMPTY(value)

/** The texts of a list, or of a single value; undefined when it is neither. */
export function textsOf(value: unknown): string[] | undefined {
  if (value === null || value === undefined) return []
  const list = Array.isArray(value) ? value : [value]
  const texts = list.flatMap(one => textOf(one) ?? [])
  return texts.length === list.length ? texts : undefined
}

const UNIT_MS: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `1m30s` in milliseconds; undefined when it is no duration. */
export function durationMs(value: unknown): number | undefined {
  const text = textOf(value)
  if (text === undefined || !/^(\d+(\.\d+)?(us|ms|s|m|h))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h)/g)]
  return Math.round(
    parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNIT_MS[unit ?? ''] ?? 0), 0),
  )
}

const UNIT_BYTES: Record<string, number> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** `512m` or a number of bytes in MB, at least 1; undefined when it is no size. */
export function sizeMb(value: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(b|k|m|g)?(?:i?b)?$/i.exec(textOf(value) ?? '')
  if (!match) return undefined
  const bytes = Number(match[1]) * (UNIT_BYTES[match[2]?.toLowerCase() ?? 'b'] ?? 1)
  return bytes > 0 ? Math.max(1, Math.round(bytes / 1024 ** 2)) : undefined
}

/** A whole number within limits; undefined for anything else. */
export function wholeNumber(value: unknown, min: number, max: number): number | undefined {
  const text = textOf(value)
  if (text === undefined || !/^\d{1,9}$/.test(text)) return undefined
  const number = Number(text)
  return number >= min && number <= max ? number : undefined
}
