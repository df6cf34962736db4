/** The `count` names most like `wanted`, closest first; names that have little in common are left out. */
export function nearestNames(wanted: string, names: string[], count = 3): string[] {
  const limit = Math.max(2, Math.ceil(wanted.length / 2))
  return names
    .slice(0, 2000)
    .map(name => ({ name, distance: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(entry => entry.distance <= limit || entry.name.toLowerCase().includes(wanted.toLowerCase()))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(entry => entry.name)
}

/** Levenshtein's edit distance, of the first 100 characters. */
function distance(left: string, right: string): number {
  const a = [...left].slice(0, 100)
  const b = [...right].slice(0, 100)
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [index, char] of a.entries()) {
    const next = [index + 1]
    for (const [column, other] of b.entries()) {
      const replace = (row[column] ?? 0) + (char === other ? 0 : 1)
      next.push(Math.min(replace, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
