import type { BuildPlan, BuildProblem } from '../plan'

/** A repository that cannot be built as it is. Thrown inside detection only; `detect` turns it into a result. */
export class PlanProblem extends Error {
  override name = 'PlanProblem'
  readonly problem: BuildProblem

  constructor(
    code: string,
    sentence: string,
    fix: string,
    details: Pick<BuildProblem, 'refusals' | 'choices'> = {},
  ) {
    super(sentence)
    this.problem = { code, sentence, fix, ...details }
  }
}

export type Evidence = BuildPlan['evidence'][number]
export type PlanWarning = BuildPlan['warnings'][number]

/** Repository text inside a sentence: one line, at most 80 characters, no control characters. */
export function shown(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
