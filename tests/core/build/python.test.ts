import { describe, expect, it } from 'vitest'
import { codesOf, commandOf, planOf, problemOf, webOf } from './support/repository'

const flask = 'from flask import Flask\napp = Flask(__name__)\n'
const fastapi = 'from fastapi import FastAPI\napp = FastAPI()\n'
const version = { '.python-version': '3.11\n' }
const textOf = (files: Record<string, string>, settings = {}) => planOf(files, { settings }).dockerfile.text

describe('where the app object is found', () => {
  const target = (files: Record<string, string>) =>
    webOf(
      planOf({ 'requirements.txt': 'flask==3.1\ngunicorn==23\nfastapi==0.115\nuvicorn==0.34\n', ...files }),
    )
      ?.toString()
      .split(' ')
      .at(-1)

  it.each<[string, Record<string, string>, string]>([
    ['a module at the top', { 'app.py': flask }, 'app:app'],
    ['another name', { 'main.py': flask.replace('app =', 'server =') }, 'main:server'],
    ['a package', { 'shop/__init__.py': flask }, 'shop:app'],
    ['a module in a package', { 'shop/__init__.py': '', 'shop/main.py': fastapi }, 'shop.main:app'],
    ['a src layout', { 'src/shop/__init__.py': '', 'src/shop/main.py': fastapi }, 'shop.main:app'],
    ['a folder without __init__.py', { 'app/main.py': fastapi }, 'app.main:app'],
    ['an annotated name', { 'app.py': 'from flask import Flask\napp: Flask = Flask(__name__)\n' }, 'app:app'],
    ['a qualified class', { 'app.py': 'import flask\napp = flask.Flask(__name__)\n' }, 'app:app'],
    [
      'a factory',
      { 'shop/__init__.py': 'from flask import Flask\ndef create_app(config=None):\n  pass\n' },
      "'shop:create_app()'",
    ],
    [
      'a call of the factory',
      {
        'shop/__init__.py': 'from flask import Flask\ndef create_app():\n  pass\n',
        'wsgi.py': 'from shop import create_app\napplication = create_app()\n',
      },
      'wsgi:application',
    ],
    [
      'an object passed on by wsgi.py',
      {
        'shop/core.py': 'from flask import Flask\ndef create_app(x): pass\n',
        'wsgi.py': 'from shop.core import app\n',
      },
      'wsgi:app',
    ],
    ['not in tests', { 'tests/app.py': flask, 'web.py': flask }, 'web:app'],
    [
      'not in strings and comments',
      { 'a.py': `"""\n${flask}"""\n# app = Flask(1)\n`, 'b.py': flask },
      'b:app',
    ],
    [
      'not inside a function',
      { 'a.py': 'from flask import Flask\ndef x():\n    app = Flask(1)\n', 'b.py': flask },
      'b:app',
    ],
  ])('%s', (_, files, expected) => {
    expect(target(files)).toBe(expected)
  })

  it('runs from the folder whose files import each other by bare name', () => {
    const plan = planOf({
      'requirements.txt': 'fastapi==0.115\nuvicorn==0.34\n',
      'backend/main.py': `from database import db\n${fastapi}`,
      'backend/database.py': 'db = 1\n',
    })
    expect(webOf(plan)).toMatch(/ main:app$/)
    expect(plan.dockerfile.text).toContain('PYTHONPATH=/app/backend')
  })

  it('calls an ASGI factory with --factory', () => {
    const plan = planOf({
      'requirements.txt': 'fastapi',
      'api.py': 'from fastapi import FastAPI\ndef create_app() -> FastAPI:\n    return FastAPI()\n',
    })
    expect(webOf(plan)).toMatch(/^exec uvicorn .*--factory api:create_app$/)
  })

  it('says so when several files are as good', () => {
    const plan = planOf({ 'requirements.txt': 'flask', 'one.py': flask, 'two.py': flask })
    expect(codesOf(plan)).toContain('several-apps')
  })
})

describe('servers', () => {
  it('installs a missing server in a layer of its own and says so', () => {
    const plan = planOf({ ...version, 'requirements.txt': 'flask==3.1', 'app.py': flask })
    expect(plan.title).toBe('Flask 3 under gunicorn, Python 3.11, pip')
    expect(codesOf(plan)).toEqual(['server-installed'])
    expect(plan.dockerfile.text).toMatch(/pip install 'gunicorn>=\d+,<\d+'/)
  })

  it.each(['uvicorn==0.34', 'fastapi[standard]==0.115\nuvicorn==0.34'])('installs none beside %s', text => {
    expect(
      codesOf(planOf({ ...version, 'requirements.txt': `fastapi==0.115\n${text}`, 'main.py': fastapi })),
    ).toEqual([])
  })

  it('installs the server that the Procfile names', () => {
    const plan = planOf({
      ...version,
      'requirements.txt': 'flask==3.1',
      'app.py': flask,
      Procfile: 'web: gunicorn app:app\n',
    })
    expect(webOf(plan)).toBe('exec gunicorn app:app')
    expect(plan.dockerfile.text).toContain("'gunicorn>=")
  })

  it('warns of a development server', () => {
    const plan = planOf({
      'requirements.txt': 'flask==3.1',
      'app.py': flask,
      Procfile: 'web: flask run --host 0.0.0.0\n',
    })
    expect(codesOf(plan)).toContain('development-server')
  })

  it('starts main.py, with a warning, when there is no framework', () => {
    const plan = planOf({ ...version, 'main.py': 'print(1)\n' })
    expect(webOf(plan)).toBe('exec python main.py')
    expect(codesOf(plan)).toEqual(['start-guessed'])
  })

  it('asks for a start command when nothing can be started', () => {
    expect(problemOf({ 'requirements.txt': 'requests==2\n', 'library.py': 'x = 1\n' }).code).toBe(
      'build.start-unknown',
    )
  })

  it('asks for a manifest when the code uses a framework and none is listed', () => {
    expect(problemOf({ 'app.py': flask }).code).toBe('build.manifest-missing')
  })

  it('puts the start command of the settings before all else', () => {
    const files = { 'requirements.txt': 'flask==3.1', 'app.py': flask, Procfile: 'web: gunicorn x:y\n' }
    const plan = planOf(files, { settings: { startCommand: 'python serve.py' } })
    expect(webOf(plan)).toBe('exec python serve.py')
    expect(commandOf(plan.dockerfile.text)).toBe('exec python serve.py')
  })
})

describe('managers', () => {
  const pyproject =
    '[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.11,<3.12"\ndependencies = ["flask>=3"]\n'

  it('prefers a lock file over requirements.txt', () => {
    const plan = planOf({
      'pyproject.toml': pyproject,
      'uv.lock': 'version = 1\n',
      'requirements.txt': 'flask',
      'app.py': flask,
    })
    expect(plan.title).toContain('Python 3.11, uv')
    expect(plan.dockerfile.text).toContain('uv sync --locked --no-dev --no-install-project')
  })

  it('installs a pyproject without lock from its list, before the source', () => {
    const plan = planOf({ 'pyproject.toml': pyproject, 'app.py': flask })
    expect(codesOf(plan)).toContain('unpinned-dependencies')
    expect(plan.dockerfile.text.indexOf("pip install 'flask>=3'")).toBeLessThan(
      plan.dockerfile.text.indexOf('COPY --chown'),
    )
  })

  it.each([
    ['Pipfile', { Pipfile: '[packages]\nflask = "*"\n' }, 'pipenv lock'],
    ['Poetry', { 'pyproject.toml': '[tool.poetry]\nname = "x"\n' }, 'poetry lock'],
  ])('asks for the lock file of %s', (_, files, fix) => {
    const problem = problemOf({ ...files, 'app.py': flask })
    expect(problem).toMatchObject({ code: 'build.lockfile-missing', fix: expect.stringContaining(fix) })
  })

  it.each([
    ['0.9.2', 'uv==0.9.2'],
    ['>=0.9', "'uv>=0.9'"],
  ])('installs the uv that the project requires: %s', (wanted, tool) => {
    const files = {
      'pyproject.toml': `[tool.uv]\nrequired-version = "${wanted}"\n`,
      'uv.lock': '',
      'app.py': flask,
    }
    expect(textOf(files)).toContain(`/opt/tool/bin/pip install ${tool}\n`)
  })

  it('says that pdm.lock is not read', () => {
    expect(codesOf(planOf({ 'pyproject.toml': pyproject, 'pdm.lock': '', 'app.py': flask }))).toContain(
      'lock-file-unused',
    )
  })

  it('installs the version of Poetry that wrote the lock file', () => {
    const lock =
      '# This file is automatically @generated by Poetry 1.8.3 and should not be changed by hand.\n'
    expect(
      textOf({ 'pyproject.toml': '[tool.poetry]\nname = "x"\n', 'poetry.lock': lock, 'app.py': flask }),
    ).toContain('pip install poetry==1.8.3')
  })

  it('copies every file that requirements include, in its place', () => {
    const text = textOf({
      'requirements/production.txt': '-r base.txt\n-c ../constraints.txt\n',
      'requirements/base.txt': 'flask==3.1\n',
      'constraints.txt': '',
      'app.py': flask,
    })
    expect(text).toContain(
      'COPY requirements/production.txt requirements/base.txt ./requirements/\nCOPY constraints.txt ./\n',
    )
  })

  it('names the included file that is missing', () => {
    const problem = problemOf({ 'requirements.txt': '-r ../shared.txt\n', 'app.py': flask })
    expect(problem).toMatchObject({
      code: 'build.file-missing',
      sentence: expect.stringContaining('../shared.txt'),
    })
  })

  it.each(['-e .', './lib', 'lib @ file:./lib', '--editable=./lib'])(
    'copies the source first for `%s`',
    line => {
      const text = textOf({ 'requirements.txt': `flask==3.1\n${line}\n`, 'app.py': flask, 'setup.py': '' })
      expect(text.indexOf('COPY . .')).toBeLessThan(text.indexOf('pip install -r'))
      expect(text).not.toContain('COPY requirements.txt')
    },
  )

  it('brings git for requirements from a git repository', () => {
    expect(
      textOf({ 'requirements.txt': 'flask==3.1\ngit+https://example.com/x.git@v1#egg=x\n', 'app.py': flask }),
    ).toMatch(/apt-get install .* git /)
  })

  it('runs the install command of the settings with the whole source', () => {
    const text = textOf(
      { 'requirements.txt': 'flask', 'app.py': flask },
      { installCommand: "pip install 'a b'\nmake" },
    )
    expect(text).toContain(String.raw`["with-ca","/bin/sh","-c","pip install 'a b'\nmake"]`)
  })

  it('keeps the caches of different scopes apart', () => {
    const files = { 'requirements.txt': 'flask==3.1', 'app.py': flask }
    expect(planOf(files, { cacheScope: 'prj-1' }).dockerfile.text).toContain('id=berth-prj-1-pip,')
  })
})

describe('versions', () => {
  const chosen = (files: Record<string, string>, settings = {}) =>
    /FROM python:(\S+)-slim/.exec(
      textOf({ 'requirements.txt': 'flask', 'app.py': flask, ...files }, settings),
    )?.[1]
  const project = (range: string) => ({
    'pyproject.toml': `[project]\nname="x"\nversion="1"\nrequires-python=${JSON.stringify(range)}\n`,
    'uv.lock': '',
  })
  const poetry = (range: string) => ({
    'pyproject.toml': `[tool.poetry.dependencies]\npython=${JSON.stringify(range)}\n`,
    'poetry.lock': '',
  })

  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, '3.13'],
    ['.python-version', { '.python-version': '# ours\n3.12.4\n' }, '3.12.4'],
    ['runtime.txt', { 'runtime.txt': 'python-3.10.2\n' }, '3.10.2'],
    ['both', { 'runtime.txt': 'python-3.10', '.python-version': '3.9' }, '3.9'],
    ['>=3.9', project('>=3.9'), '3.13'],
    ['<3.12', project('>=3.9,<3.12'), '3.11'],
    ['~=3.10.1', project('~=3.10.1'), '3.10'],
    ['==3.11.*', project('==3.11.*'), '3.11'],
    ['==3.11.5', project('==3.11.5'), '3.11.5'],
    ['poetry ^3.10', poetry('^3.10'), '3.13'],
    ['poetry ~3.10', poetry('~3.10'), '3.10'],
    ['poetry >=3.9,<3.11', poetry('>=3.9,<3.11'), '3.10'],
    ['poetry 3.11.*', poetry('3.11.*'), '3.11'],
    ['Pipfile', { Pipfile: '[requires]\npython_version="3.12"\n', 'Pipfile.lock': '{"default":{}}' }, '3.12'],
  ])('%s', (_, files, expected) => {
    expect(chosen(files)).toBe(expected)
  })

  it('takes the setting before all files', () => {
    expect(chosen({ '.python-version': '3.9' }, { pythonVersion: '3.12' })).toBe('3.12')
  })

  it.each([
    { '.python-version': 'pypy3.10' },
    { '.python-version': '3.11; rm -rf /' },
    project('>=4'),
    project('nonsense'),
  ])('refuses what is no version: %o', files => {
    expect(problemOf({ 'requirements.txt': 'flask', 'app.py': flask, ...files }).code).toBe(
      'build.python-version-invalid',
    )
  })
})

describe('workers and release commands', () => {
  const celery = {
    ...version,
    'requirements.txt': 'flask==3.1\ngunicorn==23\ncelery==5.4\n',
    'shop/__init__.py': flask,
    'shop/tasks.py': 'from celery import Celery\nqueue = Celery("shop")\n',
  }

  it('proposes a Celery worker, and beat when there is a schedule', () => {
    expect(planOf(celery).processes).toMatchObject({
      worker: {
        command: 'exec celery -A shop.tasks:queue worker --loglevel=info --concurrency=$WEB_CONCURRENCY',
      },
    })
    const scheduled = planOf({ ...celery, 'shop/config.py': 'beat_schedule = {}\n' })
    expect(Object.keys(scheduled.processes)).toEqual(['worker', 'beat', 'web'])
  })

  it('takes a Procfile as the whole list', () => {
    const plan = planOf({
      ...celery,
      Procfile: 'web: gunicorn shop:app\nBulk_Mail: python mail.py && true\nrelease: python setup_db.py\n',
    })
    expect(plan.processes).toEqual({
      web: { command: 'exec gunicorn shop:app' },
      'bulk-mail': { command: 'python mail.py && true' },
    })
    expect(plan.releaseCommand).toBe('python setup_db.py')
  })

  it.each<[string, Record<string, string>, string]>([
    ['Alembic', { 'requirements.txt': 'flask\nalembic\n', 'alembic.ini': '' }, 'alembic upgrade head'],
    [
      'Alembic in a folder',
      { 'requirements.txt': 'flask\nalembic\n', 'db/alembic.ini': '' },
      'cd db && alembic upgrade head',
    ],
    [
      'Flask-Migrate',
      { 'requirements.txt': 'Flask\nFlask_Migrate\n', 'migrations/env.py': '' },
      'flask --app app:app db upgrade',
    ],
  ])('proposes migrations of %s', (_, files, command) => {
    expect(planOf({ 'app.py': flask, ...files }).releaseCommand).toBe(command)
  })

  it('proposes none without migrations', () => {
    expect(planOf({ 'app.py': flask, 'requirements.txt': 'flask\nalembic\n' }).releaseCommand).toBeNull()
  })
})

describe('a front end beside it', () => {
  it('is built in a Node stage', () => {
    const text = textOf({
      'requirements.txt': 'flask==3.1',
      'app.py': flask,
      'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"^7"}}',
    })
    expect(text).toContain('FROM assets-base AS assets')
    expect(text).toContain('COPY --from=assets --chown=1000:1000 /app /app')
  })
})
