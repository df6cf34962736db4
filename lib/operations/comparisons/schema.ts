import * as z from 'zod'
import { buildProblem } from '@/lib/core/build/plan'
import { commitComparison } from '@/lib/core/git/comparison'
import { id } from '@/lib/core/ids'

export const comparison = z.object({
  id: id('comparison'),
  appId: id('app'),
  fromSha: z.string(),
  toSha: z.string(),
  status: z.enum(['PENDING', 'DONE', 'FAILED']),
  result: commitComparison.nullable(),
  /** Why it failed. */
  problem: buildProblem.nullable(),
})
export type Comparison = z.infer<typeof comparison>

/** Asks a worker for the commits between two releases of the app, of whatever environments. One that is known is answered at once. */
export const createComparison = {
  input: z.object({ appId: id('app'), fromReleaseId: id('release'), toReleaseId: id('release') }),
  output: comparison,
}
export const getComparison = {
  input: z.object({ appId: id('app'), comparisonId: id('comparison') }),
  output: comparison,
}
