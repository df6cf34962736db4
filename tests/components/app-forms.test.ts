import { describe, expect, it } from 'vitest'
import { buildChange, buildValues } from '@/components/app-settings/build-values'
import { environmentChange, environmentValues } from '@/components/app-settings/environment-values'
import { NEW_PROCESS, processChange, processRows, usualOf } from '@/components/app-settings/process-values'
import { gitAuthOf, isSshUrl, nameFromUrl } from '@/components/apps/source'
import { changedSource, savedSource } from '@/components/apps/source-change'
import { commandText } from '@/components/set-up/command-text'
import type { BuildPlan } from '@/lib/core/build/plan'
import { type AppEnvironment, updateAppEnvironment } from '@/lib/operations/app-environments/schema'
import type { App } from '@/lib/operations/apps/schema'

const id = (prefix: string) => `${prefix}_${'0'.repeat(20)}`
const app: App = {
  id: id('app'),
  projectId: id('prj'),
  projectSlug: 'shop',
  slug: 'web',
  name: 'Web',
  repositoryUrl: 'https://example.com/acme/web.git',
  gitAuth: 'token',
  deployKeyPublic: null,
  rootDirectory: '',
  builder: 'AUTO',
  dockerfilePath: 'Dockerfile',
  buildSettings: { startCommand: 'gunicorn app:app' },
  deleting: false,
  createdAt: '2026-11-21T12:00:00Z',
  environments: [],
}
const here: AppEnvironment = {
  id: id('ape'),
  appId: app.id,
  appSlug: 'web',
  appName: 'Web',
  projectId: app.projectId,
  projectSlug: 'shop',
  environmentId: id('env'),
  environmentSlug: 'production',
  environmentName: 'Production',
  status: 'live',
  url: null,
  maintenance: false,
  branch: 'main',
  autoDeploy: true,
  port: null,
  healthPath: null,
  checkTimeoutSeconds: 120,
  releaseCommand: null,
  strategy: null,
  requireApproval: false,
  soakSeconds: 5,
  deployTimeoutMinutes: 60,
  buildTimeoutMinutes: 30,
  buildIdleMinutes: 10,
  memoryMb: 512,
  cpuMillis: 500,
  processes: { web: { count: 2 }, beat: { command: 'celery beat' } },
  variableSetId: id('vst'),
  sharedVariableSetId: id('vst'),
  pendingChanges: 0,
  release: null,
  instances: [],
  volumes: [],
  activeDeployment: null,
}

describe('the source form', () => {
  it.each([
    ['https://github.com/you/shop.git', 'shop'],
    ['https://example.com/you/shop/', 'shop'],
    ['git@example.com:you/shop.git', 'shop'],
    ['https://example.com/shop.git?x=1#y', 'shop'],
    ['', ''],
    ['   ', ''],
  ])('names the app after %j', (url, name) => {
    expect(nameFromUrl(url)).toBe(name)
  })

  it('knows addresses that only a key can read', () => {
    expect(['git@example.com:a/b.git', 'ssh://git@example.com/a', ' me@host.example:x'].every(isSshUrl)).toBe(
      true,
    )
    expect(
      ['https://user@example.com/a', 'http://example.com:22/a', 'example.com/a', ''].some(isSshUrl),
    ).toBe(false)
  })

  it('keeps stored credentials unless they are replaced', () => {
    expect(changedSource(app, savedSource(app))).not.toHaveProperty('gitAuth')
    expect(changedSource(app, { ...savedSource(app), token: 'new' }).gitAuth).toEqual({
      kind: 'token',
      token: 'new',
    })
    expect(changedSource(app, { ...savedSource(app), auth: 'none' }).gitAuth).toEqual({ kind: 'none' })
  })

  it('does not make a new deploy key when something else is edited', () => {
    const withKey: App = { ...app, gitAuth: 'deploy-key' }
    expect(changedSource(withKey, { ...savedSource(withKey), rootDirectory: 'web' })).toEqual({
      repositoryUrl: app.repositoryUrl,
      rootDirectory: 'web',
    })
  })

  it('sends a user name only when there is one', () => {
    const values = { ...savedSource(app), token: 't' }
    expect(gitAuthOf({ ...values, username: ' bot ' })).toEqual({
      kind: 'token',
      token: 't',
      username: 'bot',
    })
    expect(gitAuthOf({ ...values, username: ' ' })).toEqual({ kind: 'token', token: 't' })
  })
})

describe('the build form', () => {
  it('sends what is saved back unchanged, and leaves out what is empty', () => {
    expect(buildChange(buildValues(app))).toEqual({
      builder: 'AUTO',
      dockerfilePath: 'Dockerfile',
      buildSettings: { startCommand: 'gunicorn app:app' },
    })
  })
})

describe('the environment form', () => {
  const change = (part: Partial<ReturnType<typeof environmentValues>>) =>
    environmentChange({ ...environmentValues(here), ...part })

  it('sends what is saved back unchanged, in the terms of the API', () => {
    const sent = change({})
    expect(sent).toMatchObject({
      branch: 'main',
      port: null,
      healthPath: null,
      releaseCommand: null,
      cpuMillis: 500,
    })
    expect(updateAppEnvironment.input.safeParse({ appEnvironmentId: here.id, ...sent }).success).toBe(true)
  })

  it('tells no release command from the detected one', () => {
    expect(change({ noReleaseCommand: true, releaseCommand: 'x' }).releaseCommand).toBe('')
    expect(environmentValues({ ...here, releaseCommand: '' }).noReleaseCommand).toBe(true)
  })

  it('leaves nonsense to the server to refuse', () => {
    const sent = change({ port: 'x', memoryMb: '' })
    expect(updateAppEnvironment.input.safeParse({ appEnvironmentId: here.id, ...sent }).success).toBe(false)
  })
})

describe('the processes form', () => {
  const plan = {
    processes: { web: { command: null }, worker: { command: 'celery worker' } },
  } as unknown as BuildPlan

  it('lists web first, then what the plan has, then what was added', () => {
    expect(processRows(here.processes, plan).map(({ type, detected }) => [type, detected])).toEqual([
      ['web', true],
      ['worker', true],
      ['beat', false],
    ])
    expect(processRows({}, null).map(({ type }) => type)).toEqual(['web'])
  })

  it('sends only what differs from the plan', () => {
    expect(processChange(processRows(here.processes, plan))).toEqual(here.processes)
    expect(processChange([{ ...NEW_PROCESS, type: 'worker', count: '0' }])).toEqual({ worker: { count: 0 } })
    expect(processChange([{ ...NEW_PROCESS, type: ' ', command: 'x' }])).toEqual({})
  })
})

describe('limits of a process', () => {
  const saved: AppEnvironment['processes'] = {
    beat: { command: 'x', memoryMb: 64, cpuMillis: 250, stopSeconds: 5, singleton: false },
  }

  it('are sent back unchanged, in the terms of the API', () => {
    expect(processChange(processRows(saved, null))).toEqual(saved)
  })

  it('are those of the environment and the usual where nothing is set', () => {
    const usual = { memoryMb: '512', cpus: '0.5', singleton: false, stopSeconds: '60' }
    expect(usualOf({ ...NEW_PROCESS, type: 'worker' }, null, here)).toEqual(usual)
    expect(usualOf({ ...NEW_PROCESS, type: 'beat' }, null, here)).toEqual({ ...usual, singleton: true })
    expect(usualOf({ ...NEW_PROCESS, type: 'web' }, null, here)).toEqual({ ...usual, stopSeconds: '30' })
    const plan = { processes: { tick: { command: ['celery', 'beat'] } } } as unknown as BuildPlan
    expect(usualOf({ ...NEW_PROCESS, type: 'tick' }, plan, here).singleton).toBe(true)
  })
})

describe('commandText', () => {
  it('quotes what needs it', () => {
    expect(commandText(['gunicorn', '--bind', '0.0.0.0:8000', 'a b', ''])).toBe(
      'gunicorn --bind 0.0.0.0:8000 "a b" ""',
    )
    expect(commandText('sh -c "x"')).toBe('sh -c "x"')
    expect(commandText(null)).toBe("The image's own command")
  })
})
