import { count } from '@/components/feedback/format'
import { Alert } from '@/components/ui/alert'
import type { DotenvProblem } from '@/lib/core/variables/dotenv'

const SHOWN = 20

/** Which lines of a text could not be read, and why. */
export function LineProblems({ problems }: { problems: readonly DotenvProblem[] }) {
  if (problems.length === 0) return null
  return (
    <Alert tone="warn" role="status" title={`Look at ${count(problems.length, 'line')}`}>
      <ul className="break-words">
        {problems.slice(0, SHOWN).map(({ line, sentence }) => (
          <li key={line}>
            Line {line}: {sentence}
          </li>
        ))}
      </ul>
      {problems.length > SHOWN && <p>And {count(problems.length - SHOWN, 'more line')}.</p>}
    </Alert>
  )
}
