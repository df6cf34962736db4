import type { BuildPlan, BuildSettings } from '../plan'
import type { Evidence } from './problem'

export interface DetectOptions {
  builder: 'AUTO' | 'DOCKERFILE' | 'STATIC' | 'COMPOSE'
  /** Relative to the root directory. */
  dockerfilePath: string
  settings: BuildSettings
  /** Keeps package caches apart, for example per project: letters, digits and `-`. */
  cacheScope?: string
}

/** A way to build the repository, with how much speaks for it. */
export interface Candidate {
  stack: 'python' | 'node' | 'static'
  /** Manifest 10, framework 5, entry file 2; a start command that names the runtime decides a tie. */
  score: number
  evidence: Evidence[]
  /** It has no server of its own, so beside a web app in another language it is that app's front end. */
  isFrontEnd: boolean
  /** Throws `PlanProblem`. */
  plan(): BuildPlan
}

export const SCORES = { manifest: 10, framework: 5, entryFile: 2 } as const
