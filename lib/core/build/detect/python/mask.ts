const COMMENT_OR_STRING =
  /#[^\n]*|("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*(?:\1|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g

/**
 * Python source with comments and strings blanked, every character at its place.
 * What a search finds in it is code, and the same offsets in the original give the strings back.
 */
export const maskPython = (text: string): string =>
  text.replace(COMMENT_OR_STRING, found => found.replace(/[^\n]/g, ' '))

/** The string literal at or after `offset` on the same line, without its quotes. */
export function stringAfter(text: string, offset: number): string | null {
  return (
    /^[^\n'"#]*?(?:'([^'\n]*)'|"([^"\n]*)")/
      .exec(text.slice(offset, offset + 500))
      ?.slice(1)
      .find(one => one !== undefined) ?? null
  )
}

/** Names imported absolutely at the top level: `import a.b` and `from a.b import c` give `a`. */
export function importedPackages(masked: string): Set<string> {
  const found = new Set<string>()
  for (const [, name] of masked.matchAll(/^(?:from|import)[ \t]+([A-Za-z_]\w*)/gm)) if (name) found.add(name)
  return found
}
