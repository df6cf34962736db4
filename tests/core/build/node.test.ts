import { describe, expect, it } from 'vitest'
import { codesOf, commandOf, planOf, problemOf, webOf } from './support/repository'

const manifest = (fields: object) => ({
  'package.json': JSON.stringify({ engines: { node: '22' }, ...fields }),
})
const lock = { 'package-lock.json': '{}' }
const express = { scripts: { start: 'node server.js' }, dependencies: { express: '^5.1.0' } }

describe('what a Node app starts with', () => {
  it.each<[string, Record<string, string>, string]>([
    ['the start script', manifest(express), 'exec node server.js'],
    [
      'a start script with several parts',
      manifest({ scripts: { start: 'node migrate.js && node server.js' } }),
      'node migrate.js && exec node server.js',
    ],
    [
      'a start script with hooks',
      manifest({ scripts: { prestart: 'node x', start: 'node server.js' } }),
      'exec npm run start',
    ],
    ['main', { ...manifest({ main: './lib/web.js' }), 'lib/web.js': '' }, 'exec node lib/web.js'],
    ['index.js', { ...manifest({}), 'index.js': '' }, 'exec node index.js'],
    [
      'Next',
      manifest({ scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '16.0.0' } }),
      'exec next start -H 0.0.0.0 -p $PORT',
    ],
    [
      'Next with a server of its own',
      manifest({ scripts: { start: 'node server.js' }, dependencies: { next: '16.0.0' } }),
      'exec node server.js',
    ],
    [
      'Next, standalone',
      {
        ...manifest({ scripts: { build: 'next build' }, dependencies: { next: '16' } }),
        'next.config.ts': 'export default { output: "standalone" }',
      },
      'HOSTNAME=0.0.0.0 exec node server.js',
    ],
    [
      'Vite with a server',
      manifest({ scripts: { build: 'vite build', start: 'node server.js' }, devDependencies: { vite: '7' } }),
      'exec node server.js',
    ],
    [
      'the Procfile',
      { ...manifest(express), Procfile: 'web: node cluster.js\nworker: node worker.js\n' },
      'exec node cluster.js',
    ],
  ])('%s', (_, files, expected) => {
    const plan = planOf(files)
    expect(webOf(plan)).toBe(expected)
    expect(commandOf(plan.dockerfile.text)).toBe(expected)
  })

  it.each<[string, Record<string, string>, string]>([
    ['Vite', manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '^7' } }), '/app/dist/'],
    [
      'Vite with outDir',
      {
        ...manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '^7' } }),
        'vite.config.ts': "build: { outDir: 'public/out' }",
      },
      '/app/public/out/',
    ],
    [
      'Create React App',
      manifest({
        scripts: { build: 'react-scripts build', start: 'react-scripts start' },
        dependencies: { 'react-scripts': '5' },
      }),
      '/app/build/',
    ],
    [
      'Next, exported',
      {
        ...manifest({ scripts: { build: 'next build' }, dependencies: { next: '16' } }),
        'next.config.mjs': "export default { output: 'export' }",
      },
      '/app/out/',
    ],
    [
      'Angular',
      {
        ...manifest({
          scripts: { build: 'ng build', start: 'ng serve' },
          dependencies: { '@angular/core': '20' },
        }),
        'angular.json': '{"projects":{"shop":{}}}',
      },
      '/app/dist/shop/browser/',
    ],
  ])('%s becomes files', (_, files, folder) => {
    const plan = planOf(files)
    expect(plan.stack).toBe('static')
    expect(plan.processes).toEqual({ web: { command: null } })
    expect(plan.dockerfile.text).toContain(`COPY --from=build ${folder} /srv/www/`)
  })

  it('does not follow an output folder out of the app', () => {
    const files = {
      ...manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '7' } }),
      'vite.config.js': "outDir: '../dist'",
    }
    expect(planOf(files).dockerfile.text).toContain('/app/dist/')
    const angular = {
      ...manifest({ scripts: { build: 'ng build' }, dependencies: { '@angular/core': '20' } }),
      'angular.json': '{"outputPath":"dist/../../etc"}',
    }
    expect(problemOf(angular).code).toBe('build.static-directory-invalid')
  })

  it('says that a build without a known result needs a start command', () => {
    expect(problemOf(manifest({ scripts: { build: 'make' } })).code).toBe('build.start-unknown')
  })

  it('is no app when package.json is there for tools only', () => {
    expect(planOf({ ...manifest({ devDependencies: { prettier: '3' } }), 'index.html': '' }).title).toContain(
      'Static files',
    )
  })
})

describe('package managers', () => {
  const text = (files: Record<string, string>, fields: object = express) =>
    planOf({ ...manifest(fields), ...files }).dockerfile.text

  it('npm: installs from the lock file, without developers’ packages', () => {
    expect(text(lock)).toContain('with-ca npm ci --omit=dev')
  })

  it('npm without a lock file: installs, with a warning', () => {
    const plan = planOf(manifest(express))
    expect(codesOf(plan)).toEqual(['unpinned-dependencies'])
    expect(plan.dockerfile.text).toContain('npm install --omit=dev')
  })

  it.each([
    ["lockfileVersion: '6.0'\n", {}, 'pnpm@8'],
    ["lockfileVersion: '9.0'\n", {}, 'pnpm@10'],
    ["lockfileVersion: '9.0'\n", { packageManager: 'pnpm@9.15.4+sha512.abc' }, 'pnpm@9.15.4'],
  ])('pnpm by its lock file %j and %o', (lockText, fields, tool) => {
    expect(text({ 'pnpm-lock.yaml': lockText }, { ...express, ...fields })).toContain(
      `npm install --global ${tool}\n`,
    )
  })

  it.each([
    ['# yarn lockfile v1\n', {}, 'yarn@1\n'],
    ['__metadata:\n  version: 8\n', {}, '@yarnpkg/cli-dist@4\n'],
    ['__metadata:\n', { packageManager: 'yarn@3.8.7' }, '@yarnpkg/cli-dist@3.8.7\n'],
  ])('Yarn by its lock file %j and %o', (lockText, fields, tool) => {
    expect(text({ 'yarn.lock': lockText }, { ...express, ...fields })).toContain(
      `npm install --global ${tool}`,
    )
  })

  it('Yarn from the release in the repository', () => {
    const files = {
      'yarn.lock': '__metadata:\n',
      '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.5.0.cjs\n',
      '.yarn/releases/yarn-4.5.0.cjs': '',
    }
    expect(text(files)).toContain('node /app/.yarn/releases/yarn-4.5.0.cjs install --immutable')
  })

  it('takes the packageManager field before the lock file', () => {
    expect(text({ ...lock, 'pnpm-lock.yaml': '' }, { ...express, packageManager: 'npm@10.9.0' })).toContain(
      'npm ci',
    )
  })

  it.each([
    [{}, { packageManager: 'bun@1.2.3' }],
    [{ 'bun.lock': '' }, {}],
  ])('refuses Bun: %o %o', (files, fields) => {
    expect(problemOf({ ...manifest({ ...express, ...fields }), ...files }).code).toBe(
      'build.package-manager-unknown',
    )
  })

  it.each([
    { workspaces: ['packages/*'] },
    { scripts: { ...express.scripts, postinstall: 'node tools/x.js' } },
    { dependencies: { lib: 'file:./lib' } },
  ])('copies the source before an install that reads it: %o', fields => {
    const dockerfile = text(lock, { ...express, ...fields })
    expect(dockerfile.indexOf('COPY . .')).toBeLessThan(dockerfile.indexOf('npm ci'))
    expect(dockerfile).not.toContain('COPY package.json')
  })

  it('takes the prepare script out of an install without developers’ packages', () => {
    const fields = { ...express, scripts: { ...express.scripts, prepare: 'husky' } }
    expect(text(lock, fields)).toContain('RUN npm pkg delete scripts.prepare\n')
  })

  it('keeps the modules that Prisma writes into', () => {
    const fields = {
      ...express,
      scripts: { ...express.scripts, build: 'prisma generate' },
      dependencies: { '@prisma/client': '6' },
    }
    expect(text(lock, fields)).toContain('FROM deps AS build')
  })

  it('puts the manager into the image when the start command uses it', () => {
    const files = { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }
    expect(text(files, { scripts: { start: 'pnpm run serve' } })).toContain('FROM base AS runtime')
    expect(text(files)).toContain('FROM node:22-slim AS runtime')
  })
})

describe('versions', () => {
  const chosen = (files: Record<string, string>, engines?: string, settings = {}) =>
    /FROM node:(\d+)-slim/.exec(
      planOf(
        { ...manifest({ ...express, engines: engines ? { node: engines } : {} }), ...files },
        { settings },
      ).dockerfile.text,
    )?.[1]

  it.each<[string | undefined, Record<string, string>, string]>([
    [undefined, {}, '24'],
    ['>=18', {}, '24'],
    ['^20.11.0', {}, '20'],
    ['22.x', {}, '22'],
    ['>=18 <21', {}, '20'],
    ['22.3.0', {}, '22'],
    [undefined, { '.nvmrc': 'v20.1.0\n' }, '20'],
    [undefined, { '.nvmrc': 'lts/iron' }, '20'],
    [undefined, { '.node-version': '18' }, '18'],
    ['22', { '.nvmrc': '18' }, '22'],
  ])('%s %o', (engines, files, expected) => {
    expect(chosen(files, engines)).toBe(expected)
  })

  it('takes the setting first and refuses nonsense', () => {
    expect(chosen({}, '20', { nodeVersion: '22' })).toBe('22')
    expect(problemOf({ ...manifest({ ...express, engines: { node: '>=99' } }) }).code).toBe(
      'build.node-version-invalid',
    )
    expect(problemOf({ ...manifest({ ...express, engines: {} }), '.nvmrc': '$(id)' }).code).toBe(
      'build.node-version-invalid',
    )
  })
})
