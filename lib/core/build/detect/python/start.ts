import type { ServerInterface } from './app-object'
import type { Dependencies } from './dependencies'

/** What the server is started with; shutdown ends before the 30 s that a stopped web process is given. */
const GRACE_SECONDS = 25
/** Longer than the proxy keeps an idle connection (60 s), so that the proxy closes first and no request meets a closed one. */
const KEEP_ALIVE_SECONDS = 75

export interface ServerStart {
  server: 'gunicorn' | 'uvicorn'
  command: string
  /** Requirement to install when the app does not ask for the server itself; null: it is there. */
  missing: string | null
}

const REQUIREMENTS = { gunicorn: 'gunicorn>=22,<28', uvicorn: 'uvicorn[standard]>=0.30,<1' }

/** The start command for an app object: gunicorn for WSGI, uvicorn for ASGI. */
export function serverStart(
  app: { target: string; interface: ServerInterface; factory: boolean },
  dependencies: Dependencies,
): ServerStart {
  const server = app.interface === 'wsgi' ? 'gunicorn' : 'uvicorn'
  return {
    server,
    command: server === 'gunicorn' ? gunicorn(app) : uvicorn(app),
    missing: dependencies.has(server) ? null : REQUIREMENTS[server],
  }
}

const gunicorn = ({ target, factory }: { target: string; factory: boolean }) =>
  [
    'exec gunicorn --bind 0.0.0.0:$PORT --workers $WEB_CONCURRENCY --threads 4',
    `--worker-tmp-dir /dev/shm --graceful-timeout ${GRACE_SECONDS} --keep-alive ${KEEP_ALIVE_SECONDS}`,
    `--access-logfile - ${factory ? `'${target}()'` : target}`,
  ].join(' ')

const uvicorn = ({ target, factory }: { target: string; factory: boolean }) =>
  [
    'exec uvicorn --host 0.0.0.0 --port $PORT --workers $WEB_CONCURRENCY --proxy-headers',
    `--timeout-graceful-shutdown ${GRACE_SECONDS} --timeout-keep-alive ${KEEP_ALIVE_SECONDS}`,
    `${factory ? '--factory ' : ''}${target}`,
  ].join(' ')

/** The servers a given command names, and those of them that have to be added. */
export function installedFor(
  command: string,
  dependencies: Dependencies,
): { server: string | null; added: string[] } {
  const named = (['gunicorn', 'uvicorn'] as const).filter(server =>
    new RegExp(`(^|[\\s/])${server}\\b`).test(command),
  )
  return {
    server: named[0] ?? null,
    added: named.filter(server => !dependencies.has(server)).map(server => REQUIREMENTS[server]),
  }
}
