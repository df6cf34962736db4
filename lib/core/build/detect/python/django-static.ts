import type { PlanWarning } from '../problem'
import type { Dependencies } from './dependencies'
import type { DjangoProject } from './django'

/** How a Django app's collected static files are served. */
export interface DjangoStatic {
  /** Run while building; null when the project collects nothing. */
  collect: string | null
  /** The module in front of the app that serves them; null when the app does it itself, or nothing can. */
  wrapper: { module: string; target: string; requirement: string } | null
  warnings: PlanWarning[]
}

export const WRAPPER_FOLDER = '/opt/berth'
const WRAPPER = {
  module: 'berth_static',
  target: 'berth_static:application',
  requirement: 'whitenoise>=6,<7',
}

export function djangoStatic(django: DjangoProject, dependencies: Dependencies): DjangoStatic {
  if (!django.usesStaticFiles) return { collect: null, wrapper: null, warnings: [] }
  if (!django.staticRoot) return { collect: null, wrapper: null, warnings: [noStaticRoot] }
  const collect = collectStatic(django)
  if (dependencies.has('whitenoise') || dependencies.has('servestatic'))
    return { collect, wrapper: null, warnings: [] }
  return django.interface === 'wsgi'
    ? { collect, wrapper: WRAPPER, warnings: [served(django)] }
    : { collect, wrapper: null, warnings: [notServed] }
}

/** The key and the database are for this step only: the real ones are not there while building. */
const collectStatic = ({ secretKeyNames, settingsModule }: DjangoProject) =>
  [
    ...secretKeyNames.map(name => `${name}=only-for-this-build-step`),
    'DATABASE_URL=sqlite:////tmp/collectstatic.sqlite3',
    ...(settingsModule ? [`DJANGO_SETTINGS_MODULE=${settingsModule}`] : []),
    'python manage.py collectstatic --noinput',
  ].join(' ')

/** WhiteNoise around the project's own WSGI application; names with a content hash are cached for good. */
export function wrapperSource({ target }: DjangoProject): string[] {
  const [module, name] = target.split(':')
  return [
    '"""Serves the collected static files in front of the app. Made by Berth."""',
    'import re',
    'from django.conf import settings',
    'from whitenoise import WhiteNoise',
    `from ${module} import ${name} as app`,
    '',
    'url = settings.STATIC_URL or ""',
    'application = app if "//" in url or not url.strip("/") else WhiteNoise(',
    '    app,',
    '    root=str(settings.STATIC_ROOT),',
    '    prefix=url,',
    '    immutable_file_test=lambda path, url: re.search(r"\\.[0-9a-f]{12}\\.", url) is not None,',
    ')',
  ]
}

/** Puts the wrapper in the place of the app in a gunicorn command; null when the command does not name it. */
export function wrapCommand(command: string, { target }: DjangoProject): string | null {
  const module = target.split(':')[0] ?? ''
  const words = command.split(' ')
  if (!words.some(word => /(^|\/)gunicorn$/.test(word))) return null
  const at = words.findIndex(word => word === target || word === module)
  return at < 0 ? null : words.with(at, WRAPPER.target).join(' ')
}

const served = ({ target }: DjangoProject): PlanWarning => ({
  code: 'static-files-wrapped',
  sentence: `The project has no way of its own to serve its static files, so Berth installs WhiteNoise and puts it in front of ${target}.`,
  fix: 'Add `whitenoise` to the dependencies and its middleware to the settings to have it in your own hands.',
})

const noStaticRoot: PlanWarning = {
  code: 'static-root-missing',
  sentence: 'The settings have no STATIC_ROOT, so static files are not collected and will not be found.',
  fix: "Add `STATIC_ROOT = BASE_DIR / 'staticfiles'` to the settings.",
}

export const notServed: PlanWarning = {
  code: 'static-files-not-served',
  sentence: 'Static files are collected, but nothing in the app serves them.',
  fix: 'Add `whitenoise` to the dependencies and `whitenoise.middleware.WhiteNoiseMiddleware` to MIDDLEWARE in the settings.',
}
