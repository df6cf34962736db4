import type { Evidence } from '../problem'
import { depthOf, folderOf, inFolder, nameOf, type Source } from '../source'
import type { ServerInterface } from './app-object'
import type { Dependencies } from './dependencies'
import { maskPython, stringAfter } from './mask'

/** A Django project, as read from manage.py and its settings. */
export interface DjangoProject {
  /** Folder of manage.py, from which everything runs; empty for the top. */
  folder: string
  interface: ServerInterface
  /** `package.wsgi:application`. */
  target: string
  /** Set for all processes when manage.py and the WSGI module name different ones; else null. */
  settingsModule: string | null
  hasDatabase: boolean
  /** The only database is a SQLite file. */
  onlySqlite: boolean
  staticRoot: boolean
  usesStaticFiles: boolean
  /** Environment variables the settings read their secret key from. */
  secretKeyNames: string[]
  evidence: Evidence[]
}

const MAX_DEPTH = 3

/** Finds the Django project nearest to the top; null when there is none. */
export function findDjango(
  source: Source,
  files: string[],
  dependencies: Dependencies,
): DjangoProject | null {
  const manage = files
    .filter(path => nameOf(path) === 'manage.py' && depthOf(path) <= MAX_DEPTH)
    .find(path => settingsNamedIn(source, path) !== null)
  const named = manage ? settingsNamedIn(source, manage) : null
  if (!manage || !named) return null
  const folder = folderOf(manage)
  const settings = readSettings(source, files, folder, named)
  const target = serverTarget(source, folder, named, settings, dependencies)
  const served = settingsNamedIn(source, inFolder(folder, `${target.module.replaceAll('.', '/')}.py`))
  const final = served && served !== named ? readSettings(source, files, folder, served) : settings
  return {
    folder,
    interface: target.interface,
    target: `${target.module}:${target.name}`,
    settingsModule: served && served !== named ? served : null,
    hasDatabase: /^DATABASES\b/m.test(final.masked),
    onlySqlite:
      /sqlite3/.test(final.text) &&
      !/postgres|mysql|oracle|dj_database_url|environ|getenv|\benv\b|config\(/.test(databaseSection(final)),
    staticRoot: /^[ \t]*STATIC_ROOT[ \t]*[:=]/m.test(final.masked),
    usesStaticFiles: /django\.contrib\.staticfiles/.test(final.text),
    secretKeyNames: secretKeyNames(final),
    evidence: [
      { file: manage, says: `a Django project with the settings ${served ?? named}` },
      ...(target.file ? [{ file: target.file, says: `${target.setting} names ${target.module}` }] : []),
    ],
  }
}

interface Settings {
  text: string
  masked: string
  files: string[]
}

/** The settings module with those it builds on: the other files of a settings package. */
function readSettings(source: Source, files: string[], folder: string, module: string): Settings {
  const path = inFolder(folder, module.replaceAll('.', '/'))
  const parent = folderOf(path)
  const own = [`${path}.py`, `${path}/__init__.py`].filter(file => source.has(file))
  const isPackage = /^settings$/.test(nameOf(parent))
  const shared = ['base', 'common', 'defaults', '__init__'].map(name => `${parent}/${name}.py`)
  const inPackage = [...own, ...(isPackage ? shared : [])].filter(
    (file, at, all) => files.includes(file) && all.indexOf(file) === at,
  )
  const text = inPackage.map(file => source.text(file) ?? '').join('\n')
  return { text, masked: maskPython(text), files: inPackage }
}

function settingsNamedIn(source: Source, file: string): string | null {
  const text = source.text(file)
  const at = text?.search(/["']DJANGO_SETTINGS_MODULE["']\s*[,\]]/) ?? -1
  if (text === undefined || at < 0) return null
  const name = stringAfter(text, at + '"DJANGO_SETTINGS_MODULE"'.length)
  return name && /^[A-Za-z_][\w.]*$/.test(name) ? name : null
}

interface Target {
  module: string
  name: string
  interface: ServerInterface
  setting?: string
  file?: string
}

/** ASGI only when a server for it is asked for: Django's WSGI path is the one all middleware supports. */
function serverTarget(
  source: Source,
  folder: string,
  settingsModule: string,
  settings: Settings,
  dependencies: Dependencies,
): Target {
  const wantsAsgi =
    !dependencies.has('gunicorn') &&
    ['daphne', 'channels', 'uvicorn', 'hypercorn'].some(one => dependencies.hasDirect(one))
  const kind = wantsAsgi ? 'asgi' : 'wsgi'
  const setting = wantsAsgi ? 'ASGI_APPLICATION' : 'WSGI_APPLICATION'
  const at = settings.masked.search(new RegExp(`^${setting}[ \\t]*=`, 'm'))
  const [, module, name] =
    /^([A-Za-z_][\w.]*)[.:]([A-Za-z_]\w*)$/.exec((at >= 0 && stringAfter(settings.text, at)) || '') ?? []
  if (module && name) return { module, name, interface: kind, setting, file: settings.files[0] ?? '' }
  const guess = settingsModule.split('.')
  for (let length = guess.length - 1; length > 0; length -= 1) {
    const candidate = [...guess.slice(0, length), kind].join('.')
    if (source.has(inFolder(folder, `${candidate.replaceAll('.', '/')}.py`)))
      return { module: candidate, name: 'application', interface: kind }
  }
  return { module: `${guess[0]}.${kind}`, name: 'application', interface: kind }
}

function databaseSection({ text, masked }: Settings): string {
  const at = masked.search(/^DATABASES\b/m)
  if (at < 0) return ''
  const end = masked.slice(at).search(/\n[A-Z_]+[ \t]*=/)
  return text.slice(at, end < 0 ? undefined : at + end)
}

/** `SECRET_KEY = os.environ["NAME"]`, `env("NAME")`, `config('NAME')`. */
function secretKeyNames({ text, masked }: Settings): string[] {
  const names = ['SECRET_KEY', 'DJANGO_SECRET_KEY']
  for (const { index } of masked.matchAll(/^SECRET_KEY[ \t]*=/gm)) {
    const name = stringAfter(text, index)
    if (name && /^[A-Z][A-Z0-9_]*$/.test(name)) names.push(name)
  }
  return [...new Set(names)]
}
