import { describe, expect, it } from 'vitest'
import { codesOf, commandOf, instructionsOf, planOf, problemOf, webOf } from './support/repository'

const flask = {
  '.python-version': '3.11',
  'requirements.txt': 'flask==3.1\ngunicorn==23\n',
  'app.py': 'from flask import Flask\napp = Flask(1)\n',
}
const NASTY = [
  `sh -c "echo 'a'" '$(id)' \`id\` \${HOME} \\`,
  'python -c "print(1)" <<EOF',
  'echo # not a comment',
  'echo "\\" \\n {"a":["b"]} %s',
  'echo ünïcødé 🚢 \u2028 end',
]

describe('hostile commands', () => {
  it.each(NASTY)('in the Procfile reach the container’s shell unchanged: %j', command => {
    const plan = planOf({ ...flask, Procfile: `web: ${command}\n` })
    expect([command, `exec ${command}`]).toContain(webOf(plan))
    expect(commandOf(plan.dockerfile.text)).toBe(webOf(plan))
  })

  it.each([...NASTY, 'two\nlines\n# of\n\nFROM evil'])(
    'in the settings change no other instruction: %j',
    command => {
      const settings = { installCommand: command, buildCommand: command, startCommand: command }
      const plain = { installCommand: 'x', buildCommand: 'x', startCommand: 'x' }
      const count = (given: typeof settings) =>
        instructionsOf(planOf(flask, { settings: given }).dockerfile.text).length
      expect(count(settings)).toBe(count(plain))
    },
  )

  it('with control characters are refused', () => {
    expect(problemOf(flask, { settings: { buildCommand: 'a\0b' } }).code).toBe('build.command-invalid')
  })

  it.each(NASTY)('in package.json are passed on as they are: %j', start => {
    const plan = planOf({
      'package.json': JSON.stringify({ scripts: { start }, dependencies: { express: '5' } }),
    })
    expect(commandOf(plan.dockerfile.text)).toBe(webOf(plan))
    expect([start, `exec ${start}`]).toContain(webOf(plan))
  })
})

describe('hostile Procfiles', () => {
  it('name the lines that are left out', () => {
    const plan = planOf({
      ...flask,
      Procfile: 'web: gunicorn app:app\nno colon here\n$(id): x\nbad: a\u0007b\n\n# comment\nempty:\n',
    })
    expect(Object.keys(plan.processes)).toEqual(['web'])
    expect(plan.warnings.map(one => one.sentence.slice(0, 22))).toEqual([
      'Line 2 of the Procfile',
      'Line 3 of the Procfile',
      'Line 4 of the Procfile',
      'Line 7 of the Procfile',
    ])
  })

  it('cannot reach into objects', () => {
    const plan = planOf({ ...flask, Procfile: '__proto__: x\nconstructor: y\nweb: z\n' })
    expect(plan.processes).toEqual({
      proto: { command: 'exec x' },
      constructor: { command: 'exec y' },
      web: { command: 'exec z' },
    })
  })

  it('hold at most 30 process types', () => {
    const Procfile = Array.from({ length: 10_000 }, (_, index) => `w${index}: run`).join('\n')
    expect(Object.keys(planOf({ ...flask, Procfile }).processes)).toHaveLength(31)
  })
})

describe('odd files', () => {
  it('may have a byte order mark and CRLF line ends', () => {
    const plan = planOf({
      '.python-version': '\uFEFF3.11\r\n',
      'requirements.txt': '\uFEFFflask==3.1\r\ngunicorn==23\r\n',
      'app.py': '\uFEFFfrom flask import Flask\r\napp = Flask(1)\r\n',
      Procfile: '\uFEFFweb: gunicorn app:app\r\nworker: python w.py\r\n',
    })
    expect(plan.title).toBe('Flask 3 under gunicorn, Python 3.11, pip')
    expect(plan.processes).toEqual({
      web: { command: 'exec gunicorn app:app' },
      worker: { command: 'exec python w.py' },
    })
    expect(planOf({ 'package.json': '\uFEFF{\r\n"scripts":{"start":"node x"}}' }).stack).toBe('node')
  })

  it.each<[string, Record<string, string>, string]>([
    [
      'JSON',
      { 'package.json': '{\n  "scripts": {\n    "start": "node x",\n  }\n}\n' },
      'package.json is not valid JSON: there is a mistake at line 4',
    ],
    [
      'cut-off JSON',
      { 'package.json': '{\n "a": 1' },
      'package.json is not valid JSON: there is a mistake at line 2',
    ],
    [
      'text as JSON',
      { 'package.json': '\n\nhello' },
      'package.json is not valid JSON: there is a mistake at line 3',
    ],
    ['JSON of another shape', { 'package.json': '{"scripts": {"start": 3}}' }, '"scripts.start"'],
    ['a list', { 'package.json': '[]' }, 'package.json cannot be used'],
    [
      'TOML',
      { 'pyproject.toml': '[project]\nname = "x"\ndependencies = [oops]\n' },
      'pyproject.toml is not valid TOML: line 3',
    ],
    ['a TOML lock', { 'pyproject.toml': '[project]\n', 'uv.lock': '=' }, 'uv.lock is not valid TOML: line 1'],
    [
      'a JSON lock',
      { Pipfile: '', 'Pipfile.lock': '{\n<<<<<<< HEAD\n' },
      'Pipfile.lock is not valid JSON: there is a mistake at line 2',
    ],
  ])('with mistakes are named with the line: %s', (_, files, sentence) => {
    const problem = problemOf(files)
    expect(problem.code).toBe('build.file-invalid')
    expect(problem.sentence).toContain(sentence)
  })

  it('with odd names never get into the Dockerfile', () => {
    const plan = planOf({
      ...flask,
      'requirements.txt': 'flask==3.1\n-r a$(id).txt\n',
      'a$(id).txt': 'gunicorn==23\n',
    })
    expect(plan.dockerfile.text).not.toContain('$(id)')
    const app = 'from flask import Flask\napp = Flask(1)\n'
    expect(webOf(planOf({ 'requirements.txt': 'flask==3.1', "a'; id #.py": app, 'b.py': app }))).toMatch(
      / b:app$/,
    )
    expect(
      problemOf({
        'requirements.txt': 'django',
        'x y/manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s.settings")',
      }).code,
    ).toBe('build.folder-name')
  })

  it('that are huge are read in time', () => {
    const big = `x = "${'a'.repeat(250_000)}\n${'('.repeat(5_000)}${'def create_app('.repeat(2_000)}\n${'app = '.repeat(10_000)}`
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`pkg/m${index}.py`, `import flask\n${big}`]),
    )
    const plan = planOf({ ...flask, ...files, 'README.md': 'x'.repeat(1e7) })
    expect(webOf(plan)).toMatch(/ app:app$/)
  }, 20_000)

  it('of a repository nested deeply do no harm', () => {
    expect(problemOf({ 'package.json': `${'['.repeat(50_000)}` }).code).toBe('build.file-invalid')
    expect(codesOf(planOf({ ...flask, [`${'a/'.repeat(500)}x.py`]: '' }))).toEqual([])
  })
})
