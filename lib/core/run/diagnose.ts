import { diagnoseAnswer } from './diagnose-answer'
import { diagnoseExit } from './diagnose-exit'

export interface Diagnosis {
  code: string
  sentence: string
  fix: string
}

/** What was seen of an instance that is not fit to serve. */
export interface CheckFacts {
  /** For example `web.1`. */
  process: string
  /** The last answer to a probe; null for a process that is not probed. */
  answer:
    | { kind: 'status'; status: number; bodyStart: string }
    | { kind: 'refused' | 'timeout' | 'reset' | 'not-http' }
    | null
  /** null: the container is gone. */
  state: {
    running: boolean
    exitCode: number | null
    oomKilled: boolean
    restartCount: number
    health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  } | null
  /** Sockets in LISTEN state inside the container. */
  listening: { address: string; port: number }[]
  expectedPort: number | null
  healthPath: string | null
  lastLines: string[]
  memoryMb: number
  timeoutSeconds: number
}

/** Says in words why a check failed, and what to do. */
export function diagnoseCheckFailure(facts: CheckFacts): Diagnosis {
  const { process, state, timeoutSeconds } = facts
  if (!state) {
    return {
      code: 'check.container-gone',
      sentence: `The container of ${process} was removed while it was being checked.`,
      fix: 'Deploy again. If it happens again, see what else on the server removes containers.',
    }
  }
  if (state.oomKilled || !state.running || state.restartCount > 0) return diagnoseExit(facts, state)
  if (facts.answer === null && (state.health === 'starting' || state.health === 'unhealthy')) {
    return {
      code: 'check.healthcheck-failed',
      sentence: `${process} runs, but its health check did not pass within ${timeoutSeconds} s.`,
      fix: 'Run the command of the health check inside the container and see what it says, or remove it.',
    }
  }
  if (facts.answer?.kind === 'status' && isGood(facts.answer.status, facts.healthPath)) {
    return unhealthy(process, state.health, timeoutSeconds)
  }
  return diagnoseAnswer(facts)
}

const isGood = (status: number, healthPath: string | null) =>
  healthPath === null ? status < 500 : status >= 200 && status < 300

function unhealthy(process: string, health: string, timeoutSeconds: number): Diagnosis {
  if (health === 'starting' || health === 'unhealthy') {
    return {
      code: 'check.healthcheck-failed',
      sentence: `${process} answers, but the HEALTHCHECK of its image did not pass within ${timeoutSeconds} s.`,
      fix: 'Run the HEALTHCHECK command of the Dockerfile inside the container and see what it says, or remove it.',
    }
  }
  return {
    code: 'check.unstable',
    sentence: `${process} answered, but not twice in a row within ${timeoutSeconds} s.`,
    fix: 'See its log: it may be overloaded at start. A longer check time limit may help.',
  }
}
