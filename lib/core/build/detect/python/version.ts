import { satisfies, validRange } from '@renovatebot/pep440'
import type { BuildSettings } from '../../plan'
import { PlanProblem, shown } from '../problem'
import type { Source } from '../source'
import type { VersionWish } from './project'

export const DEFAULT_PYTHON = '3.13'
/** Tried in this order against a range: the default, then the newest that fits. */
const MINORS = [DEFAULT_PYTHON, '3.14', '3.12', '3.11', '3.10', '3.9']
const EXACT = /^(?:python-|cpython-|cpython@)?(3\.\d{1,2}(?:\.\d{1,2})?)$/i

export interface ChosenVersion {
  /** `3.11` or `3.11.4`. */
  version: string
  /** File or "your setting"; null when it is the default. */
  from: string | null
}

/** Setting, .python-version, runtime.txt, then what the manifests ask for; else the default. */
export function pythonVersion(source: Source, settings: BuildSettings, wishes: VersionWish[]): ChosenVersion {
  const all: VersionWish[] = [
    ...(settings.pythonVersion
      ? [{ file: 'your setting', text: settings.pythonVersion, syntax: 'exact' as const }]
      : []),
    ...versionFile(source, '.python-version'),
    ...versionFile(source, 'runtime.txt'),
    ...wishes,
  ]
  const wish = all[0]
  if (!wish) return { version: DEFAULT_PYTHON, from: null }
  return { version: wish.syntax === 'exact' ? exact(wish) : fitting(wish), from: wish.file }
}

/** The first line that is no comment; runtime.txt of another language is not ours. */
function versionFile(source: Source, file: string): VersionWish[] {
  const line = source
    .text(file)
    ?.split('\n')
    .map(one => one.replace(/#.*/, '').trim())
    .find(one => one !== '')
  if (line === undefined || (file === 'runtime.txt' && !line.startsWith('python'))) return []
  return [{ file, text: line, syntax: 'exact' }]
}

function exact(wish: VersionWish): string {
  const version = EXACT.exec(wish.text.trim())?.[1]
  if (version) return version
  throw new PlanProblem(
    'build.python-version-invalid',
    `${capital(wish.file)} asks for Python "${shown(wish.text)}", which is not a version Berth can install.`,
    `Write a version such as ${DEFAULT_PYTHON} or 3.11.4.`,
  )
}

function fitting(wish: VersionWish): string {
  const range = wish.syntax === 'poetry' ? fromPoetry(wish.text) : wish.text
  if (validRange(range)) {
    const minor = MINORS.find(one => satisfies(`${one}.99`, range))
    if (minor) return minor
    const pinned = /^={2,3}\s*(3\.\d{1,2}\.\d{1,2})$/.exec(range.trim())?.[1]
    if (pinned) return pinned
  }
  throw new PlanProblem(
    'build.python-version-invalid',
    `${capital(wish.file)} asks for Python "${shown(wish.text)}", and none of ${[...MINORS].sort(byMinor).join(', ')} fits.`,
    `Change the range in ${wish.file}, or add a .python-version file with one version.`,
  )
}

/** Poetry's caret and tilde, as PEP 440 writes them: `^3.11` → `>=3.11,<4`, `~3.11` → `>=3.11,<3.12`. */
function fromPoetry(text: string): string {
  return text
    .split(',')
    .map(part => {
      const [, sign, version = ''] = /^\s*([\^~])\s*([\d.]+)\s*$/.exec(part) ?? []
      const [major = '3', minor = '0'] = version.split('.')
      if (sign === '^') return `>=${version},<${Number(major) + 1}`
      if (sign === '~') return `>=${version},<${major}.${Number(minor) + 1}`
      return /^\s*[\d.*]+\s*$/.test(part) ? `==${part.trim()}` : part.trim()
    })
    .join(',')
}

const byMinor = (a: string, b: string) => Number(a.split('.')[1]) - Number(b.split('.')[1])
const capital = (text: string) => (text === 'your setting' ? 'Your setting' : `The file ${text}`)
