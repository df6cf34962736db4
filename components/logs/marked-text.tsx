/** Marks in one run of text; a line of 16,000 characters must not become as many elements. */
const MAX_MARKS = 100

/** Text with what was searched for marked. */
export function MarkedText({ text, search }: { text: string; search: string }) {
  if (!search) return text
  return parts(text, search).map(({ at, part, hit }) =>
    hit ? (
      <mark key={at} className="rounded-sm bg-warn-soft text-foreground">
        {part}
      </mark>
    ) : (
      part
    ),
  )
}

function parts(text: string, search: string) {
  const [lower, wanted] = [text.toLowerCase(), search.toLowerCase()]
  const found: { at: number; part: string; hit: boolean }[] = []
  let from = 0
  for (let marks = 0; marks < MAX_MARKS; marks++) {
    const at = lower.indexOf(wanted, from)
    if (at < 0) break
    found.push({ at: from, part: text.slice(from, at), hit: false })
    found.push({ at, part: text.slice(at, at + wanted.length), hit: true })
    from = at + wanted.length
  }
  return [...found, { at: from, part: text.slice(from), hit: false }]
}
