import { canonicalJson } from '../canonical-json'
import type { BuildPlan } from './plan'

/** Everything that decides what an image contains. */
export interface BuildInputs {
  commitSha: string
  rootDirectory: string
  plan: Pick<BuildPlan, 'dockerfile' | 'ignore' | 'services'>
  buildArgs?: Record<string, string>
}

/** Canonical text of a build's inputs, to be hashed: the same text means the same image, so it is not built again. */
export function buildKey({ commitSha, rootDirectory, plan, buildArgs = {} }: BuildInputs): string {
  const args = Object.entries(buildArgs).sort(([a], [b]) => (a < b ? -1 : 1))
  const services = plan.services ? [canonicalJson(plan.services)] : []
  const text = plan.dockerfile.text
  return JSON.stringify(['build/1', commitSha, rootDirectory, text, plan.ignore, args, ...services])
}
