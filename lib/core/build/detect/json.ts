import type * as z from 'zod'
import { PlanProblem, shown } from './problem'

const TOKEN = /"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{}:,]/y

/** Parses a JSON file of the repository. A mistake is a `PlanProblem` that names the file and, where known, the line. */
export function parseJson<T>(file: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const line = lineOfMistake(text, error instanceof Error ? error.message : '')
    throw new PlanProblem(
      'build.file-invalid',
      `The file ${file} is not valid JSON: there is a mistake at line ${line}.`,
      `Mend line ${line} of ${file} and push again.`,
    )
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.length ? `"${shown(issue.path.join('.'))}"` : 'its content'
  throw new PlanProblem(
    'build.file-invalid',
    `The file ${file} cannot be used: ${where} is not what it should be (${issue?.message ?? 'unexpected value'}).`,
    `Correct ${where} in ${file} and push again.`,
  )
}

/** Engines name the position in some messages only; else the first text that is no JSON token tells the line, or the last line. */
function lineOfMistake(text: string, message: string): number {
  const position = /position (\d+)/.exec(message)?.[1]
  return text.slice(0, position ? Number(position) : firstNonToken(text)).split('\n').length
}

function firstNonToken(text: string): number {
  let at = 0
  for (;;) {
    while (at < text.length && /\s/.test(text.charAt(at))) at += 1
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)
    if (!token) return at
    at += token[0].length
  }
}
