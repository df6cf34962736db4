import type { CheckFacts, Diagnosis } from './diagnose'
import { fixForLines, lastWord } from './diagnose-exit'

/** Why a process that is up does not answer as it should. */
export function diagnoseAnswer(facts: CheckFacts): Diagnosis {
  return facts.answer?.kind === 'status'
    ? wrongStatus(facts, facts.answer.status, facts.answer.bodyStart)
    : noAnswer(facts)
}

function wrongStatus(facts: CheckFacts, status: number, body: string): Diagnosis {
  const { process } = facts
  const path = facts.healthPath ?? '/'
  if (
    status === 400 &&
    /DisallowedHost|Invalid HTTP_HOST header/.test(`${body}\n${facts.lastLines.join('\n')}`)
  ) {
    return {
      code: 'check.host-refused',
      sentence: `${process} answers 400: Django's ALLOWED_HOSTS does not have the app's domain.`,
      fix: "Add the app's domain to ALLOWED_HOSTS, for example from a variable of this environment.",
    }
  }
  const answers = `${process} answers ${status} on ${path}`
  if (status >= 500) {
    return {
      code: 'check.server-error',
      sentence: `${answers}: it fails inside.`,
      fix: 'Read its log below for the error. Is its database reachable, and are its variables set?',
    }
  }
  if (status >= 300 && status < 400) {
    return {
      code: 'check.redirects',
      sentence: `${answers}: it redirects instead of saying that it is well.`,
      fix: 'Choose a health path that answers 200 by itself. If it redirects to https, let the app trust X-Forwarded-Proto.',
    }
  }
  return {
    code: 'check.bad-status',
    sentence: `${answers}; a health path must answer 200 to 299.`,
    fix: fixForClientError(status),
  }
}

function fixForClientError(status: number): string {
  if (status === 404) return 'Set the health path to one the app has, or remove it in the settings.'
  if (status === 401 || status === 403) return 'Choose a health path that needs no sign-in.'
  return 'Choose another health path in the settings, or mend its answer.'
}

function noAnswer(facts: CheckFacts): Diagnosis {
  const { process, expectedPort, listening } = facts
  const here = listening.filter(({ port }) => port === expectedPort)
  if (here.length > 0 && here.every(({ address }) => isLoopback(address))) {
    return {
      code: 'check.loopback-only',
      sentence: `${process} listens on ${here[0]?.address}:${expectedPort}, which only itself can reach.`,
      fix: 'Let it listen on 0.0.0.0 (all addresses), for example `--host 0.0.0.0` or `--bind 0.0.0.0:$PORT`.',
    }
  }
  if (here.length > 0) return silent(facts)
  return listening.length > 0 ? wrongPort(facts) : notListening(facts)
}

const isLoopback = (address: string) =>
  address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.')

function wrongPort({ process, listening, expectedPort }: CheckFacts): Diagnosis {
  const ports = [...new Set(listening.map(({ port }) => port))].sort((a, b) => a - b)
  const shown = ports.slice(0, 5).join(', ')
  const wrong = {
    code: 'check.wrong-port',
    sentence: `${process} listens on port ${shown}, not on ${expectedPort ?? 'the expected port'}.`,
  }
  if (listening.every(({ address }) => isLoopback(address))) {
    return {
      ...wrong,
      fix: 'Let it listen on the port in $PORT, and on 0.0.0.0: 127.0.0.1, where it listens now, is only the container itself.',
    }
  }
  const choice = ports.length === 1 ? `set the app's port to ${shown}` : "set the app's port"
  return { ...wrong, fix: `Let it listen on the port in $PORT, or ${choice} in the settings.` }
}

function notListening({ process, expectedPort, timeoutSeconds }: CheckFacts): Diagnosis {
  return {
    code: 'check.not-listening',
    sentence: `${process} did not open port ${expectedPort ?? '$PORT'} within ${timeoutSeconds} s.`,
    fix: 'Does it serve HTTP on the port in $PORT? If it only needs longer to start, raise the check time limit.',
  }
}

/** What gunicorn and uvicorn say when a worker ended and they start another one. */
const RESPAWN = /Worker \(pid:\s?\d+\) exited with code|Child process \[\d+\] died/

/** The server is up and keeps its port open, but each of its workers ends while it loads the app. */
function workersCrash({ process, lastLines }: CheckFacts): Diagnosis {
  const said = lastWord(lastLines)
  return {
    code: 'check.workers-crash',
    sentence: `The workers of ${process} end again and again while they load the app.${said ? ` Their last line: ${said}` : ''}`,
    fix: fixForLines(lastLines),
  }
}

function silent(facts: CheckFacts): Diagnosis {
  const { process, answer, expectedPort, healthPath, timeoutSeconds } = facts
  if (facts.lastLines.filter(line => RESPAWN.test(line)).length > 1) return workersCrash(facts)
  if (answer?.kind === 'not-http') {
    return {
      code: 'check.not-http',
      sentence: `What answers on port ${expectedPort} of ${process} is not HTTP.`,
      fix: "Let the app serve plain HTTP there (the proxy does TLS), or set the app's port to the one that does.",
    }
  }
  if (answer?.kind === 'reset') {
    return {
      code: 'check.connection-closed',
      sentence: `${process} takes connections on port ${expectedPort} but closes them without an answer.`,
      fix: 'Read its log below: a worker may crash on each request.',
    }
  }
  return {
    code: 'check.no-answer',
    sentence: `${process} takes connections on port ${expectedPort} but did not answer GET ${healthPath ?? '/'} within ${timeoutSeconds} s.`,
    fix: 'See what it waits for at the first request (a database, another service), or choose a lighter health path.',
  }
}
