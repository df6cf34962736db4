import semver from 'semver'
import type { BuildSettings } from '../../plan'
import { PlanProblem, shown } from '../problem'
import type { Source } from '../source'
import type { PackageJson } from './package-json'

export const DEFAULT_NODE = '24'
/** Tried in this order against a range: the default, then the newest that fits. */
const MAJORS = [DEFAULT_NODE, '26', '25', '23', '22', '21', '20', '19', '18']
const LTS_NAMES: Record<string, string> = {
  '*': DEFAULT_NODE,
  krypton: '24',
  jod: '22',
  iron: '20',
  hydrogen: '18',
}

export interface ChosenNode {
  major: string
  /** File or "your setting"; null when it is the default. */
  from: string | null
}

/** Setting, `engines.node`, .nvmrc, .node-version; else the default. */
export function nodeVersion(source: Source, manifest: PackageJson, settings: BuildSettings): ChosenNode {
  const wishes = [
    { from: 'your setting', text: settings.nodeVersion },
    { from: 'package.json', text: manifest.engines.node },
    { from: '.nvmrc', text: firstLine(source.text('.nvmrc')) },
    { from: '.node-version', text: firstLine(source.text('.node-version')) },
  ]
  for (const { from, text } of wishes) if (text?.trim()) return { major: majorFor(text.trim(), from), from }
  return { major: DEFAULT_NODE, from: null }
}

const firstLine = (text: string | undefined) =>
  text
    ?.split('\n')
    .map(line => line.replace(/#.*/, '').trim())
    .find(line => line !== '')

function majorFor(text: string, from: string): string {
  const lts = /^lts\/(.+)$/i.exec(text)?.[1]?.toLowerCase()
  const named =
    lts === undefined ? (/^(node|stable|latest)$/.test(text) ? DEFAULT_NODE : undefined) : LTS_NAMES[lts]
  const range = named ?? text
  const major =
    text.length <= 100 && semver.validRange(range)
      ? MAJORS.find(one => semver.intersects(range, `^${one}`))
      : undefined
  if (major) return major
  throw new PlanProblem(
    'build.node-version-invalid',
    `${from === 'your setting' ? 'Your setting' : `The file ${from}`} asks for Node "${shown(text)}", which is not a version Berth knows.`,
    `Write a version such as ${DEFAULT_NODE} or >=22.`,
  )
}
