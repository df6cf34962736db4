const HOME = '/projects'

/** Where to go after signing in: a page of this panel, never another site ("//evil.example", "/\evil.example"). */
export function nextPage(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/') || wanted.startsWith('//') || /[\\\p{Cc}]/u.test(wanted)) return HOME
  return wanted
}
