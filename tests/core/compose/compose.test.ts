import { describe, expect, test } from 'vitest'
import type { BuildPlan } from '@/lib/core/build/plan'
import { canonicalJson } from '@/lib/core/canonical-json'
import { fillService, neededVariables } from '@/lib/core/compose/fill'
import { interpolate, literal } from '@/lib/core/compose/interpolate'
import type { ComposeService } from '@/lib/core/compose/service'
import { splitWords } from '@/lib/core/compose/words'
import { formation, formationChanges, formationOf } from '@/lib/core/run/formation'
import { codesOf, detected, planOf, problemOf } from '../build/support/repository'

const DOCKERFILE = 'FROM node:22-slim\n'
const FILE = `
name: shop
x-app: &app
  build: {context: app, target: runtime, args: {RELEASE: "1.10"}}
  environment:
    DATABASE_URL: postgres://shop:\${DB_PASSWORD}@db/shop
    DEBUG: false
    ZIP: 0123
    FROM_PANEL:
  depends_on:
    db: {condition: service_healthy}
    migrate: {condition: service_completed_successfully}
services:
  web:
    <<: *app
    ports: ["127.0.0.1:8080:5000"]
    volumes: ["uploads:/srv/uploads"]
    labels: {traefik.enable: "true"}
  Mail_Worker.2:
    <<: *app
    command: node worker.js --queue "two words"
    deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 256M}}}
  migrate:
    build: app
    command: [node, migrate.js]
    depends_on: {db: {condition: service_healthy}}
  db:
    image: "postgres:\${PG:-17}"
    environment: ["POSTGRES_PASSWORD=\${DB_PASSWORD:?set it}"]
    env_file: [db.env, {path: none.env, required: false}]
    volumes: ["data:/var/lib/postgresql/data", "/backup"]
    tmpfs: /dev/shm:size=128m
    healthcheck: {test: pg_isready -U $$POSTGRES_USER, interval: 1m30s, retries: 5, start_period: 500ms}
    stop_grace_period: 1m
    user: "999:999"
    expose: [5432]
  cache:
    image: redis:7
    profiles: [never]
volumes: {data: , uploads: {driver: local}}
`
const FILES = {
  'compose.yaml': FILE,
  'app/Dockerfile': DOCKERFILE,
  'app/.dockerignore': '# no\nnode_modules\n',
  'db.env': "POSTGRES_USER=shop\nPOSTGRES_DB='a$b'\n",
}
const plan = () => planOf(FILES)
const serviceOf = ({ services = [] }: BuildPlan, name: string): ComposeService => {
  const found = services.find(service => service.name === name)
  if (!found) throw new Error(`no service ${name}`)
  return found
}

describe('the plan of a Compose file', () => {
  test('names process types by service, web for the one that answers', () => {
    expect(Object.entries(plan().processes)).toEqual([
      ['web', { command: null }],
      ['mail-worker-2', { command: ['node', 'worker.js', '--queue', 'two words'] }],
      ['db', { command: null }],
    ])
    expect(plan()).toMatchObject({ stack: 'compose', port: 5000, title: 'Compose file with 4 services' })
  })
  test('says where each image is from', () => {
    expect(serviceOf(plan(), 'web').source).toEqual({
      kind: 'build',
      context: 'app',
      dockerfile: 'app/Dockerfile',
      text: DOCKERFILE,
      target: 'runtime',
      args: { RELEASE: '1.10' },
      ignore: ['.git', 'node_modules'],
    })
    expect(serviceOf(plan(), 'db').source).toEqual({ kind: 'image', reference: 'postgres:${PG:-17}' })
  })
  test('reads what a service is given', () => {
    expect(serviceOf(plan(), 'web').environment).toEqual({
      DATABASE_URL: 'postgres://shop:${DB_PASSWORD}@db/shop',
      DEBUG: 'false',
      ZIP: '0123',
      FROM_PANEL: null,
    })
    expect(serviceOf(plan(), 'db')).toMatchObject({
      environment: {
        POSTGRES_USER: 'shop',
        POSTGRES_DB: 'a$$b',
        POSTGRES_PASSWORD: '${DB_PASSWORD:?set it}',
      },
      volumes: [
        { name: 'data', path: '/var/lib/postgresql/data', readOnly: false },
        { name: 'db_backup', path: '/backup', readOnly: false },
      ],
      tmpfs: [{ path: '/dev/shm', sizeMb: 128 }],
      healthcheck: {
        test: ['CMD-SHELL', 'pg_isready -U $$POSTGRES_USER'],
        intervalMs: 90_000,
        timeoutMs: null,
        startPeriodMs: 500,
        retries: 5,
      },
      stopSeconds: 60,
      user: '999:999',
      ports: [5432],
    })
    expect(serviceOf(plan(), 'Mail_Worker.2')).toMatchObject({ replicas: 2, memoryMb: 256, cpuMillis: 500 })
  })
  test('knows what is kept, what runs once, and who waits for whom', () => {
    const roles = plan().services?.map(({ name, kept, once }) => [name, kept, once])
    expect(roles).toEqual([
      ['web', false, false],
      ['Mail_Worker.2', false, false],
      ['migrate', false, true],
      ['db', true, false],
    ])
    expect(serviceOf(plan(), 'web').dependsOn).toEqual([
      { processType: 'db', condition: 'healthy' },
      { processType: 'migrate', condition: 'completed' },
    ])
  })
  test('says what has no effect, which services are left out, and which share a volume', () => {
    expect(codesOf(plan())).toEqual(['compose.ignored', 'compose.profiles', 'compose.shared-volume'])
    expect(plan().warnings[0]?.sentence).toContain('web: labels, ports (of the server)')
    expect(plan().warnings[1]?.sentence).toContain('cache')
  })
  test('names the variables that it cannot do without', () => {
    expect(neededVariables(plan().services ?? [])).toEqual(['DB_PASSWORD'])
  })
})

describe('the web service', () => {
  const problem = (text: string, settings = {}) => problemOf({ 'compose.yaml': text }, { settings })
  const web = (text: string, settings = {}) =>
    planOf({ 'compose.yaml': text }, { settings }).services?.find(({ processType }) => processType === 'web')
      ?.name
  const two = 'services: {front: {image: a, ports: [80]}, back: {image: b, ports: [80]}}'
  test.each([
    ['the only one', 'services: {x: {image: a}}', 'x'],
    ['the only one with a port', 'services: {x: {image: a}, y: {image: b, expose: [80]}}', 'y'],
    ['called web', 'services: {x: {image: a, ports: [1]}, web: {image: b, ports: [2]}}', 'web'],
    ['called app', 'services: {x: {image: a}, app: {image: b}}', 'app'],
  ])('is %s', (_why, text, expected) => expect(web(text)).toBe(expected))
  test('is asked for when nothing says it, and the answer is remembered', () => {
    expect(problem(two)).toMatchObject({ code: 'compose.choose-web', choices: ['front', 'back'] })
    expect(web(two, { webService: 'back' })).toBe('back')
    expect(problem(two, { webService: 'gone' })).toMatchObject({ code: 'compose.web-unknown' })
  })
  test('leaves the names web and release to Berth', () => {
    const text = 'services: {web: {image: a}, release: {image: b}, front: {image: c}}'
    expect(
      Object.keys(planOf({ 'compose.yaml': text }, { settings: { webService: 'front' } }).processes),
    ).toEqual(['web-2', 'release-2', 'web'])
  })
})

describe('which files describe an app', () => {
  const images = 'services: {web: {image: nginx}}'
  const builds = 'services: {web: {build: {context: ., dockerfile: web.Dockerfile}}}'
  const flask = {
    'requirements.txt': 'flask\n',
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
  }
  test.each([
    ['a Dockerfile before a Compose file', { Dockerfile: DOCKERFILE, 'compose.yaml': builds }, 'dockerfile'],
    [
      'a Compose file that builds',
      { ...flask, 'compose.yml': builds, 'web.Dockerfile': DOCKERFILE },
      'compose',
    ],
    ['the app, where the file has only its databases', { ...flask, 'docker-compose.yml': images }, 'python'],
    ['images alone, where there is nothing else', { 'docker-compose.yaml': images }, 'compose'],
  ])('%s', (_name, files, stack) => expect(planOf(files).stack).toBe(stack))
  test('the one that is set, from another folder', () => {
    const file = 'services: {web: {build: .., env_file: x.env}}'
    const files = { Dockerfile: DOCKERFILE, 'deploy/live.yaml': file, 'deploy/x.env': 'A=1' }
    const { services } = planOf(files, { builder: 'COMPOSE', settings: { composeFile: 'deploy/live.yaml' } })
    expect(services?.[0]).toMatchObject({
      environment: { A: '1' },
      source: { context: '', dockerfile: 'Dockerfile' },
    })
  })
  test('none: the builder is set and the file is missing', () => {
    expect(problemOf(flask, { builder: 'COMPOSE' }).code).toBe('compose.missing')
    expect(problemOf(flask, { settings: { composeFile: '../x' }, builder: 'COMPOSE' }).code).toBe(
      'compose.missing',
    )
  })
  test('a refusal says each line, why, and what instead', () => {
    const text = 'services: {web: {build: ., privileged: true, pid: host, devices: [x], ipc: host}}'
    const { ok, ...rest } = detected({ 'compose.yaml': text, Dockerfile: DOCKERFILE }, { builder: 'COMPOSE' })
    expect(ok).toBe(false)
    expect(rest).toMatchObject({
      problem: { code: 'compose.refused', sentence: expect.stringContaining('And 1 more.') },
    })
    expect(
      problemOf({ 'compose.yaml': text, Dockerfile: DOCKERFILE }, { builder: 'COMPOSE' }).refusals,
    ).toHaveLength(4)
  })
})

describe('variables in a Compose file', () => {
  const values: Record<string, string> = { A: 'a', EMPTY: '' }
  const fill = (text: string) => interpolate(text, name => values[name])
  test.each([
    ['$A and ${A}', 'a and a'],
    ['$$A $$$A', '$A $a'],
    ['${X:-d} ${X-d} ${EMPTY:-d} ${EMPTY-d}', 'd d d '],
    ['${A:+yes}${EMPTY:+yes}${EMPTY+yes}${X+yes}', 'yesyes'],
    ['${X:-${Y:-${A}}}', 'a'],
    ['${X:-a}b}', 'ab}'],
    ['$ $1 ${ ${} ${1} ${A ${A!}', '$ $1 ${ ${} ${1} ${A ${A!}'],
    ['100% $', '100% $'],
  ])('%s', (text, expected) => expect(fill(text)).toEqual({ ok: true, text: expected }))
  test.each([
    ['$X', 'X', ''],
    ['${X}', 'X', ''],
    ['${X:?set it}', 'X', 'set it'],
    ['${EMPTY:?no}', 'EMPTY', 'no'],
    ['${Y:-${X}}', 'X', ''],
  ])('%s is missing', (text, name, reason) =>
    expect(fill(text)).toEqual({ ok: false, missing: { name, reason } }),
  )
  test('what is taken as it is comes back as it was', () => {
    for (const text of ['$A', '$$', '${X:?}', 'a$']) expect(fill(literal(text))).toEqual({ ok: true, text })
  })
  test('a text of open braces takes no time', () => {
    expect(fill('${A:-'.repeat(1600)).ok).toBe(true)
  })
})

describe('a command line', () => {
  test.each([
    ['node a.js', ['node', 'a.js']],
    [`sh -c 'a "b" $c'`, ['sh', '-c', 'a "b" $c']],
    ['a\\ b "c \\" d" ""', ['a b', 'c " d', '']],
    ['', []],
  ])('%s', (line, words) => expect(splitWords(line)).toEqual(words))
  test('with an open quote is none', () => expect(splitWords(`sh -c 'x`)).toBeNull())
})

describe('the formation of a Compose file', () => {
  const input = (overrides = {}) => ({
    ...plan(),
    images: { web: 'sha256:w', db: 'sha256:d' },
    overrides,
    memoryMb: 512,
    cpuMillis: 1000,
  })
  const entry = (type: string, overrides = {}) =>
    formationOf(input(overrides)).find(({ processType }) => processType === type)
  test('has every service, with its own limits', () => {
    expect(
      formationOf(input()).map(({ processType, count, singleton }) => [processType, count, singleton]),
    ).toEqual([
      ['web', 1, false],
      ['db', 1, true],
      ['mail-worker-2', 2, false],
      ['migrate', 1, true],
    ])
    expect(entry('mail-worker-2')).toMatchObject({ memoryMb: 256, cpuMillis: 500 })
    expect(entry('db')).toMatchObject({ memoryMb: 512, stopSeconds: 60, service: { image: 'sha256:d' } })
  })
  test('scales what may be, and what may not stays one', () => {
    expect(entry('web', { web: { count: 3 } })?.count).toBe(3)
    expect(entry('web', { web: { count: 0 } })?.count).toBe(1)
    expect(entry('db', { db: { count: 3 } })?.count).toBe(1)
    expect(entry('db', { db: { count: 0 } })?.count).toBe(0)
    expect(entry('mail-worker-2', { 'mail-worker-2': { count: 0, memoryMb: 64 } })).toMatchObject({
      count: 0,
      memoryMb: 64,
    })
  })
  test('is the same when it comes back from the database', () => {
    const stored = formation.parse(JSON.parse(canonicalJson(formationOf(input()))))
    expect(formationChanges(stored, formationOf(input()))).toEqual([])
  })
  test('gives code of the app all variables, over the file; other images what the file says', () => {
    const values = { DB_PASSWORD: 'p$w', DEBUG: 'true', OTHER: 'x', FROM_PANEL: 'set' }
    const filled = (type: string) => {
      const found = entry(type)
      if (!found?.service) throw new Error('no service')
      const result = fillService(found.service, found.command, values)
      if (!result.ok) throw new Error(result.missing.name)
      return result.value
    }
    expect(filled('web').environment).toEqual({
      ...values,
      DATABASE_URL: 'postgres://shop:p$w@db/shop',
      ZIP: '0123',
    })
    expect(filled('db').environment).toEqual({
      POSTGRES_USER: 'shop',
      POSTGRES_DB: 'a$b',
      POSTGRES_PASSWORD: 'p$w',
    })
    expect(filled('db').healthcheck?.test).toEqual(['CMD-SHELL', 'pg_isready -U $POSTGRES_USER'])
  })
})
