import { describe, expect, it } from 'vitest'
import { filesToRead } from '@/lib/core/build/detect'
import { codesOf, detected, planOf, problemOf, webOf } from './support/repository'

const flask = {
  'requirements.txt': 'flask==3.1\ngunicorn==23\n',
  'app.py': 'from flask import Flask\napp = Flask(1)\n',
}
const express = {
  'package.json': '{"scripts":{"start":"node server.js"},"dependencies":{"express":"5"}}',
  'server.js': '',
}
const vite = {
  'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}',
  'index.html': '',
}

describe('which stack it is', () => {
  it.each<[string, Record<string, string>, string]>([
    ['Python before an index.html', { ...flask, 'index.html': '' }, 'python'],
    ['Python before its front end', { ...flask, ...vite }, 'python'],
    ['Node before an index.html', { ...express, 'index.html': '' }, 'node'],
    ['a Dockerfile before all else', { ...flask, ...express, Dockerfile: 'FROM scratch\n' }, 'dockerfile'],
    ['what the Procfile starts', { ...flask, ...express, Procfile: 'web: node server.js\n' }, 'node'],
    ['Node before Python scripts without a manifest', { ...express, 'main.py': 'print(1)' }, 'node'],
  ])('%s', (_, files, stack) => {
    expect(planOf(files).stack).toBe(stack)
  })

  it('takes a package.json without a server for the front end, whatever starts the app', () => {
    expect(planOf({ ...flask, ...vite, Procfile: 'web: bin/start\n' }).stack).toBe('python')
    const settings = { startCommand: './start.sh' }
    const tools = { 'package.json': '{"scripts":{"build":"postcss a.css"}}' }
    expect(planOf({ ...flask, ...tools }, { settings }).dockerfile.text).toContain('AS assets')
  })

  it('asks when two are as likely, and follows the answer', () => {
    const files = { ...flask, ...express }
    expect(problemOf(files)).toMatchObject({
      code: 'build.several-stacks',
      sentence: expect.stringContaining('requirements.txt'),
    })
    expect(planOf(files, { settings: { startCommand: 'gunicorn app:app' } }).stack).toBe('python')
    expect(planOf(files, { settings: { startCommand: 'npm start' } }).stack).toBe('node')
  })

  it('asks when a list of Python packages lies beside a front end', () => {
    expect(problemOf({ 'requirements.txt': 'requests\n', ...vite }).code).toBe('build.several-stacks')
  })
})

describe('when nothing is recognised', () => {
  it('names the folders that look like an app', () => {
    const problem = problemOf({
      'README.md': '',
      'api/requirements.txt': '',
      'apps/web/package.json': '{}',
      'a/b/c/d/package.json': '{}',
    })
    expect(problem.code).toBe('build.nothing-recognised')
    expect(problem.fix).toContain('api or apps/web')
    expect(problem.fix).not.toContain('a/b/c/d')
  })

  it('says that an empty folder is empty', () => {
    expect(problemOf({}).sentence).toContain('is empty')
  })
})

describe('a Dockerfile', () => {
  const build = (files: Record<string, string>, dockerfilePath = 'Dockerfile') =>
    detected(files, { builder: 'DOCKERFILE', dockerfilePath })

  it('is taken as it is, with its ignore file', () => {
    const plan = planOf({ Dockerfile: 'FROM x\nEXPOSE 9000\n', '.dockerignore': '# c\n\n*.md\n!README.md\n' })
    expect(plan).toMatchObject({
      port: null,
      processes: { web: { command: null } },
      ignore: ['.git', '*.md', '!README.md'],
    })
    expect(plan.dockerfile).toEqual({ kind: 'repository', path: 'Dockerfile', text: 'FROM x\nEXPOSE 9000\n' })
  })

  it('elsewhere in the root directory, with the ignore file beside it', () => {
    const detection = build(
      { 'deploy/web.docker': 'FROM x\n', 'deploy/web.docker.dockerignore': 'a\n', '.dockerignore': 'b\n' },
      './deploy/web.docker',
    )
    expect(detection).toMatchObject({
      ok: true,
      plan: { dockerfile: { path: 'deploy/web.docker' }, ignore: ['.git', 'a'] },
    })
  })

  it('keeps workers and the release command of a Procfile, and leaves web to the image', () => {
    const plan = planOf({ Dockerfile: 'FROM x\n', Procfile: 'web: a\nworker: b c\nrelease: d\n' })
    expect(plan.processes).toEqual({ worker: { command: 'exec b c' }, web: { command: null } })
    expect(plan.releaseCommand).toBe('d')
  })

  it('says which settings have no effect', () => {
    expect(codesOf(planOf({ Dockerfile: 'FROM x\n' }, { settings: { buildCommand: 'make' } }))).toEqual([
      'setting-unused',
    ])
  })

  it.each(['../Dockerfile', '/etc/Dockerfile', 'a/../../Dockerfile', 'a\\Dockerfile', '', 'a//b'])(
    'refuses the path %j',
    path => {
      expect(build({ Dockerfile: 'FROM x\n' }, path)).toMatchObject({
        ok: false,
        problem: { code: 'build.dockerfile-path-invalid' },
      })
    },
  )

  it('that is missing: names those that are there', () => {
    expect(build({ 'docker/Dockerfile': 'FROM x\n' })).toMatchObject({
      ok: false,
      problem: { code: 'build.dockerfile-missing', fix: expect.stringContaining('docker/Dockerfile') },
    })
  })

  it.each(['', '# nothing\n', 'RUN true\n'])('without a FROM is refused: %j', text => {
    expect(build({ Dockerfile: text })).toMatchObject({
      ok: false,
      problem: { code: 'build.dockerfile-invalid' },
    })
  })
})

describe('static files', () => {
  it.each([
    [{ 'index.html': '' }, 'COPY . /srv/www/'],
    [{ 'public/index.html': '' }, 'COPY public/ /srv/www/'],
  ])('from %o', (files, copy) => {
    const plan = planOf(files)
    expect(plan.dockerfile.text).toContain(copy)
    expect(webOf(plan)).toBeNull()
  })

  it('show the repository’s own page for missing paths', () => {
    expect(planOf({ 'index.html': '', '404.html': '' }).dockerfile.text).toContain('error_page 404 /404.html')
    expect(planOf({ 'index.html': '' }).dockerfile.text).not.toContain('error_page')
  })

  it('from the folder of the settings', () => {
    const files = { 'site/out/index.html': '', 'requirements.txt': '' }
    const plan = planOf(files, { builder: 'STATIC', settings: { staticDirectory: './site/out/' } })
    expect(plan.dockerfile.text).toContain('COPY site/out/ /srv/www/')
  })

  it('built by Node first, when there is a build', () => {
    const plan = planOf(vite, { builder: 'STATIC', settings: { staticDirectory: 'out' } })
    expect(plan.dockerfile.text).toContain('COPY --from=build /app/out/ /srv/www/')
  })

  it('not built by Node when there is nothing to build', () => {
    const plan = planOf(
      { 'package.json': '{"devDependencies":{"prettier":"3"}}', 'index.html': '' },
      { builder: 'STATIC' },
    )
    expect(plan.dockerfile.text).not.toContain('FROM node')
  })

  it('built by Node even when it has a server, if the settings say static', () => {
    const files = {
      'package.json': '{"scripts":{"build":"vite build","start":"node x"},"devDependencies":{"vite":"7"}}',
      Procfile: 'web: node x\n',
    }
    expect(planOf(files, { builder: 'STATIC' }).stack).toBe('static')
    expect(planOf(files).stack).toBe('node')
  })

  it.each(['../x', '/etc', 'a b', '$(id)', 'a/../..', '--from=x'])(
    'not from the folder %j',
    staticDirectory => {
      expect(problemOf({ 'index.html': '' }, { builder: 'STATIC', settings: { staticDirectory } }).code).toBe(
        'build.static-directory-invalid',
      )
    },
  )

  it('not from a folder that is not there', () => {
    expect(
      problemOf({ 'index.html': '' }, { builder: 'STATIC', settings: { staticDirectory: 'dist' } }).code,
    ).toBe('build.static-directory-missing')
    expect(problemOf({ 'a.txt': '' }, { builder: 'STATIC' }).code).toBe('build.nothing-to-serve')
  })
})

describe('which files are read', () => {
  it('is limited, and the likely ones come first', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `pkg/mod${index}.py`)
    const files = filesToRead([
      ...many,
      'app/main.py',
      'requirements.txt',
      'Procfile',
      'assets/logo.png',
      'node_modules/x/package.json',
    ])
    expect(files.length).toBeLessThanOrEqual(300)
    expect(files).toEqual(expect.arrayContaining(['app/main.py', 'requirements.txt', 'Procfile']))
    expect(files).not.toContain('assets/logo.png')
    expect(files).not.toContain('node_modules/x/package.json')
  })

  it('holds the Dockerfile that the settings name', () => {
    expect(filesToRead(['docker/prod', 'x'], './docker/prod')).toEqual(['docker/prod'])
  })
})

it('keeps committed .env files out of the image and says so', () => {
  const plan = planOf({ ...flask, '.env': 'SECRET=1' })
  expect(plan.ignore).toContain('**/.env')
  expect(codesOf(plan)).toContain('env-file-ignored')
})
