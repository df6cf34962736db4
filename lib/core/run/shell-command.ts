/** What a shell does itself: there is no program to put in its place. */
const BUILTINS = new Set(
  'alias bg bind break builtin case cd command continue declare do done elif else esac eval exec exit export false fc fg fi for function getopts hash if jobs local logout popd printf pushd pwd read readonly return select set shift source test then time times trap true type typeset ulimit umask unalias unset until wait while . : [ [[ !'.split(
    ' ',
  ),
)

/** Variables before a command: `A=1 B="two words" `. */
const ASSIGNMENTS = /^(?:[A-Za-z_]\w*=(?:[^\s"'\\$`]|"[^"]*"|'[^']*')*\s+)*/
const WORD = /^[\w./+-]+(?=\s|$)/

/**
 * A command line for `/bin/sh -c` whose last program takes the shell's place, so that SIGTERM reaches it and it can end
 * what it has begun. Lines that need the shell to the end (pipes, background jobs, groups) stay as they are.
 */
export function withExec(line: string): string {
  const at = lastCommand(line)
  if (at === null) return line
  const start = at + (/^\s*/.exec(line.slice(at))?.[0].length ?? 0)
  const rest = line.slice(start)
  const assignments = ASSIGNMENTS.exec(rest)?.[0] ?? ''
  const word = WORD.exec(rest.slice(assignments.length))?.[0]
  if (word === undefined || BUILTINS.has(word)) return line
  return `${line.slice(0, start)}${assignments}exec ${rest.slice(assignments.length)}`
}

/** Where the last command of a plain sequence (`a; b && c`) begins; null when the line is more than that. */
function lastCommand(line: string): number | null {
  let start = 0
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? ''
    if (char === '\\' && quote !== "'") i++
    else if (quote) quote = char === quote ? '' : quote
    else if (char === '"' || char === "'") quote = char
    else if (char === '&' && line[i + 1] === '&') start = ++i + 1
    else if (char === ';') start = i + 1
    // `2>&1` joins streams and is part of a command.
    else if (char === '&' && line[i - 1] !== '>') return null
    else if ('|(){}`\n'.includes(char) && line[i - 1] !== '$') return null
    else if (char === '#' && /\s/.test(line[i - 1] ?? ' ')) return null
  }
  return quote === '' ? start : null
}
