/** Longest slug; two of them and a dash fit into one DNS label of 63 characters. */
export const MAX_SLUG = 30

/** Words of the panel's own addresses, which no project, environment or app may take. */
const RESERVED = new Set(['new', 'settings', 'environments', 'apps', 'variables', 'activity', 'api'])

/** Letters that Unicode does not take apart into a base letter and a mark. */
const FOLDED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
}

/**
 * The part of an address made from a name: ASCII letters, digits and single dashes, at most 30. A name in a script
 * without ASCII letters gives `fallback`.
 */
export function slugOf(name: string, fallback: string): string {
  const folded = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[ßæœøđðłþı]/g, letter => FOLDED[letter] ?? letter)
    .replace(/\p{M}/gu, '')
  const slug = trimmed(folded.replace(/[^a-z0-9]+/g, '-'))
  return slug === '' ? fallback : RESERVED.has(slug) ? `${slug}-${fallback}` : slug
}

/** `slug`, or `slug-2`, `slug-3`, … when it is taken. */
export function freeSlug(slug: string, taken: Iterable<string>): string {
  const used = new Set(taken)
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`
    const candidate = `${trimmed(slug, MAX_SLUG - suffix.length)}${suffix}`
    if (!used.has(candidate)) return candidate
  }
}

const trimmed = (text: string, length = MAX_SLUG) =>
  text.replace(/^-+/, '').slice(0, length).replace(/-+$/, '')
