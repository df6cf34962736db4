import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')

/** One rule: files below `in` may import, of the project's own files, only what `may` matches; types from `mayTypes` too. */
interface Rule {
  in: RegExp
  may: RegExp[]
  mayTypes?: RegExp[]
  /** Packages it must not use. */
  never?: RegExp
  says: string
}

const SCHEMA = /^lib\/operations\/(.+\/)?(common-)?schema$/
const RULES: Rule[] = [
  {
    in: /^lib\/core\//,
    may: [/^lib\/core\//],
    never: /^(?!(zod|smol-toml|semver|@renovatebot\/pep440|yaml)$)/,
    says: 'lib/core is pure: zod, parsers and lib/core only. What touches the world belongs in an adapter.',
  },
  {
    in: /^lib\/ports\//,
    may: [],
    mayTypes: [/^lib\/core\//, /^lib\/ports\//],
    says: 'lib/ports holds interfaces: types of lib/core only.',
  },
  {
    in: /^lib\/adapters\/([^/]+)/,
    may: [/^lib\/core\//, /^lib\/ports\//, /^lib\/adapters\/(process|engine)\//, /^lib\/adapters\/$OWN/],
    says: 'An adapter knows core, ports and its own SDK; never operations, never another adapter (but process/run and engine/client).',
  },
  {
    in: /^lib\/operations\//,
    may: [/^lib\/core\//, /^lib\/ports\//, /^lib\/operations\//, /^lib\/adapters\/db\//],
    never: /^(dockerode|bullmq|ioredis|next|next-auth|react|node:(fs|child_process|http|net))/,
    says: 'Operations reach the world through the ports in their context (Postgres apart).',
  },
  {
    in: /^lib\/api\/(client|contract)(\/|$)/,
    may: [/^lib\/core\//, /^lib\/api\/contract(\/|$)/],
    mayTypes: [SCHEMA],
    says: 'client and contract reach the browser: types only.',
  },
  {
    in: /^lib\/api\//,
    may: [
      /^lib\/core\//,
      /^lib\/api\//,
      /^lib\/operations\//,
      /^lib\/runtime$/,
      /^lib\/ports\//,
      /^lib\/adapters\/db\//,
      /^lib\/config$/,
    ],
    says: 'lib/api joins HTTP and operations.',
  },
  {
    in: /^components\//,
    may: [/^components\//, /^lib\/core\//, /^lib\/api\/(client|contract)$/, SCHEMA],
    says: 'Components know lib/core, the API client and the schemas; no server code.',
  },
  {
    in: /^app\//,
    may: [/^app\//, /^components\//, /^lib\/core\//, /^lib\/api\//, /^lib\/operations\//],
    says: 'Pages read through operations; routes call one operation.',
  },
  {
    in: /^workers\//,
    may: [
      /^workers\//,
      /^lib\/((worker-)?runtime|config)$/,
      /^lib\/operations\//,
      /^lib\/core\//,
      /^lib\/adapters\/queue\//,
    ],
    says: 'Workers join the runtime and operations.',
  },
]

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('generated'))
    .map(entry => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
}

function importsOf(file: string): { target: string; typeOnly: boolean; own: boolean }[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const statements =
    /^(?:import|export)\s+(type\s+)?(?:(?:[\w*\s,]+|(?:\w+\s*,\s*)?\{[^}]*\}\s*)from\s+)?['"]([^'"]+)['"]/gm
  return [...text.matchAll(statements)].map(match => {
    const specifier = match[2] ?? ''
    const own = specifier.startsWith('.') || specifier.startsWith('@/')
    const target = specifier.startsWith('@/')
      ? specifier.slice(2)
      : specifier.startsWith('.')
        ? path.join(path.dirname(file), specifier)
        : specifier
    return { target, own, typeOnly: Boolean(match[1]) }
  })
}

const files = ['lib', 'app', 'components', 'workers', 'bin'].flatMap(sources)

describe('who may import whom', () => {
  for (const rule of RULES) {
    test(rule.says, () => {
      const wrong = files.flatMap(file => {
        const name = file.replace(/\.tsx?$/, '')
        if (RULES.find(candidate => candidate.in.test(name)) !== rule) return []
        const own = rule.in.exec(name)?.[1] ?? ''
        const may = rule.may.map(pattern => new RegExp(pattern.source.replace('$OWN', `${own}(/|$)`)))
        return importsOf(file)
          .filter(found => (found.own ? !isAllowed(found, may, rule) : rule.never?.test(found.target)))
          .map(({ target }) => `${file} imports ${target}`)
      })
      expect(wrong).toEqual([])
    })
  }
})

const isAllowed = (
  { target, typeOnly }: { target: string; typeOnly: boolean },
  may: RegExp[],
  { mayTypes = [] }: Rule,
) => may.some(pattern => pattern.test(target)) || (typeOnly && mayTypes.some(pattern => pattern.test(target)))

describe('what only one place may do', () => {
  const code = files.map(file => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }))
  const offenders = (pattern: RegExp, allowed: RegExp) =>
    code.filter(({ file, text }) => pattern.test(text) && !allowed.test(file)).map(({ file }) => file)

  test('programs are started through lib/adapters/process only', () => {
    expect(offenders(/node:child_process/, /^(lib\/adapters\/process\/|bin\/)/)).toEqual([])
  })
  test('no shell is ever asked for', () => {
    expect(offenders(/shell:\s*true|\bexecSync\(|\bexecFileSync\(['"](ba)?sh/, /^$/)).toEqual([])
  })
  test('process.env is read in lib/config.ts only', () => {
    expect(offenders(/process\.env/, /^(lib\/config\.ts|bin\/)/)).toEqual([])
  })
  test('no file has more than 300 lines', () => {
    const long = code.filter(({ text }) => text.split('\n').length > 300).map(({ file }) => file)
    expect(long).toEqual([])
  })
})
