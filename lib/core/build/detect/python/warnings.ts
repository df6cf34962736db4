import type { PlanWarning } from '../problem'
import { notServed } from './django-static'
import type { WebProcess } from './processes'
import type { PythonApp } from './python'

/** What the user should know of a plan that works all the same. */
export function pythonWarnings(app: PythonApp, web: WebProcess): PlanWarning[] {
  const { project, statics, django, version, rivals, module } = app
  return [
    ...(project?.warnings ?? []),
    ...(version.from === null ? [noVersion(version.version)] : []),
    ...web.added.map(serverAdded),
    ...(statics.wrapper && !web.wrapped ? [notServed] : statics.warnings),
    ...(django?.onlySqlite ? [sqliteOnly] : []),
    ...(module && rivals.length > 0
      ? [
          severalApps(
            module.file,
            rivals.map(one => one.file),
          ),
        ]
      : []),
    ...(web.guessed ? [guessed(web.command)] : []),
    ...(isDevelopmentServer(web.command) ? [developmentServer] : []),
  ]
}

const isDevelopmentServer = (command: string) =>
  /manage\.py\s+runserver|\bflask\b.*\brun\b|\bfastapi\s+dev\b|\buvicorn\b.*--reload/.test(command)

const serverAdded = (requirement: string): PlanWarning => {
  const name = /^[a-z]+/.exec(requirement)?.[0] ?? requirement
  return {
    code: 'server-installed',
    sentence: `The app does not list ${name}, the server it runs under, so Berth installs "${requirement}".`,
    fix: `Add ${name} to the dependencies to choose its version yourself.`,
  }
}

const noVersion = (version: string): PlanWarning => ({
  code: 'python-version-default',
  sentence: `Nothing says which Python the app is for; Python ${version} is taken.`,
  fix: `Add a file .python-version with one line, for example ${version}.`,
})

const sqliteOnly: PlanWarning = {
  code: 'sqlite-not-kept',
  sentence:
    'The only database in the settings is a SQLite file; it is lost with the container at each deployment.',
  fix: 'Read the database from the variable DATABASE_URL, for example with dj-database-url, and set it per environment.',
}

const severalApps = (taken: string, others: string[]): PlanWarning => ({
  code: 'several-apps',
  sentence: `Several files hold an app; ${taken} is taken, not ${others.slice(0, 3).join(', ')}.`,
  fix: 'Set the start command, or add a Procfile, if that is the wrong one.',
})

const guessed = (command: string): PlanWarning => ({
  code: 'start-guessed',
  sentence: `No web framework was found in the source, so the app is started with \`${command}\`; it has to listen on the port in the variable PORT.`,
  fix: 'Set the start command, or add a Procfile, if that is wrong.',
})

const developmentServer: PlanWarning = {
  code: 'development-server',
  sentence: 'The start command runs a development server, which is slow and not made for the public.',
  fix: 'Use gunicorn or uvicorn in the Procfile or the start command, or remove it and let Berth choose.',
}
