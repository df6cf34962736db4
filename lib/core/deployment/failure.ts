import * as z from 'zod'
import { PHASES } from './phase'

/** Why a deployment failed, as shown on its page. */
export const deploymentFailure = z.object({
  phase: z.enum(PHASES),
  /** For example `git.auth-failed`, `build.out-of-memory`, `check.wrong-port`. */
  code: z.string(),
  sentence: z.string(),
  fix: z.string(),
  /** Up to ten last log lines. */
  lastLines: z.array(z.string()),
  /** The version before is still serving. */
  previousServing: z.boolean(),
})
export type DeploymentFailure = z.infer<typeof deploymentFailure>
