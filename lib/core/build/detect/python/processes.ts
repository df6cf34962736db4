import { withExec } from '@/lib/core/run/shell-command'
import type { DetectOptions } from '../options'
import { type Evidence, PlanProblem } from '../problem'
import type { Procfile } from '../procfile'
import type { Source } from '../source'
import { wrapCommand } from './django-static'
import type { PythonApp } from './python'
import { proposeRelease } from './release'
import { installedFor, serverStart } from './start'
import { proposeWorkers } from './workers'

export interface WebProcess {
  command: string
  /** Shown in the title; null for a command of unknown kind. */
  server: string | null
  /** Requirements for servers the app does not list. */
  added: string[]
  /** The static files wrapper is in front. */
  wrapped: boolean
  /** `python main.py`, taken because nothing better was found. */
  guessed: boolean
}

export interface PythonProcesses {
  web: WebProcess
  processes: Map<string, string>
  releaseCommand: string | null
  evidence: Evidence[]
}

/** Process types: the setting, then the Procfile, then what the source shows. A Procfile is taken as the whole list. */
export function pythonProcesses(
  source: Source,
  options: DetectOptions,
  app: PythonApp,
  procfile: Procfile | null,
): PythonProcesses {
  const web = webProcess(source, options, app, procfile)
  const workers = procfile ? [] : proposeWorkers(source, app.files, app.dependencies, app.django)
  const release = procfile?.release ? null : proposeRelease(source, app.dependencies, app.django, app.module)
  return {
    web,
    processes: new Map([
      ...(procfile?.processes ?? []),
      ...workers.map(one => [one.type, one.command] as const),
      ['web', web.command],
    ]),
    releaseCommand: procfile?.release ?? release?.command ?? null,
    evidence: [
      ...(procfile
        ? [{ file: 'Procfile', says: `process types ${[...procfile.processes.keys()].join(', ') || 'none'}` }]
        : []),
      ...workers.map(one => one.evidence),
      ...(release ? [release.evidence] : []),
    ],
  }
}

function webProcess(
  source: Source,
  options: DetectOptions,
  app: PythonApp,
  procfile: Procfile | null,
): WebProcess {
  const given = options.settings.startCommand
    ? withExec(options.settings.startCommand)
    : procfile?.processes.get('web')
  if (given) return givenCommand(given, app)
  const target = targetOf(app)
  if (target) {
    const start = serverStart(target, app.dependencies)
    return {
      command: start.command,
      server: start.server,
      added: start.missing ? [start.missing] : [],
      wrapped: app.statics.wrapper !== null,
      guessed: false,
    }
  }
  const script = ['main.py', 'app.py', 'server.py', 'run.py'].find(file => source.has(file))
  if (!script) throw startUnknown()
  return { command: `exec python ${script}`, server: null, added: [], wrapped: false, guessed: true }
}

function targetOf({ django, module, statics }: PythonApp) {
  if (django)
    return { target: statics.wrapper?.target ?? django.target, interface: django.interface, factory: false }
  if (!module) return null
  return {
    target: `${module.module}:${module.name}`,
    interface: module.interface,
    factory: module.kind === 'factory',
  }
}

function givenCommand(command: string, app: PythonApp): WebProcess {
  const wrapped = app.django && app.statics.wrapper ? wrapCommand(command, app.django) : null
  const installed = installedFor(command, app.dependencies)
  return { command: wrapped ?? command, ...installed, wrapped: wrapped !== null, guessed: false }
}

const startUnknown = () =>
  new PlanProblem(
    'build.start-unknown',
    'This is a Python app, but no Flask, Django, FastAPI or other WSGI or ASGI app was found in its source.',
    'Set the start command in the build settings, or add a Procfile with a line such as `web: gunicorn package.module:app`.',
  )
