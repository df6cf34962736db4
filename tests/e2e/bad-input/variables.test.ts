import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_VALUE_LENGTH, MAX_VARIABLES } from '@/lib/core/variables/limits'
import { webApp } from '../../support/apps'
import { type Bystander, startBystander } from '../../support/bystander'
import { createApp, deploy, hostOf, waitFor } from '../../support/deploying'
import { createRepository, type ServedRepository } from '../../support/git-server'
import { type Panel, startPanel, visit } from '../../support/panel'

let panel: Panel
let bystander: Bystander
let repository: ServedRepository
/** Variables of which every edit is refused. */
let untouched: string
beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: webApp({ version: 'answers' }) })
  bystander = await startBystander(panel)
  const { production } = await createApp(panel, { repositoryUrl: repository.url })
  untouched = (await panel.call('app-environments.get', { appEnvironmentId: production })).variableSetId
})
afterAll(async () => {
  await bystander?.stop()
  await repository?.close()
  await panel?.stop()
})

type Edit = { name: string; value?: string; secret?: boolean }[]

/** An app that is live, and its variables. */
async function liveApp() {
  const { production: appEnvironmentId } = await createApp(panel, { repositoryUrl: repository.url })
  await deploy(panel, appEnvironmentId)
  const { variableSetId } = await panel.call('app-environments.get', { appEnvironmentId })
  const host = await hostOf(panel, appEnvironmentId)
  return {
    appEnvironmentId,
    variableSetId,
    host,
    list: () => panel.call('variables.list', { variableSetId }),
    save: (set: Edit, revision = 0) => panel.call('variables.update', { variableSetId, revision, set }),
    refused: (set: Edit) => panel.refusal('variables.update', { variableSetId, revision: 0, set }),
    env: async () => JSON.parse((await visit(panel, host, '/env')).body) as Record<string, string>,
  }
}

const VALUES = {
  LINES: 'first\nsecond\n\nfourth\n',
  WINDOWS: 'first\r\nsecond\r\n',
  QUOTES: `'single' "double" \`back\` '"'"'`,
  DOLLAR: '$HOME $' + '{PATH} $(id) $$ %PATH% {{env}}',
  BACKSLASH: '\\n \\ \\\\ \\',
  SPACES: '  around  ',
  EMPTY: '',
  EQUALS: '=a=b=',
  HASH: '# no comment',
  UNICODE: 'žluťoučký kůň 日本語 🦄 עברית \u200b\u202e',
  JSON: '{"a": ["b", null], "c": "\\u0000"}',
  KEY: '-----BEGIN PRIVATE KEY-----\nMIIE/+==\n-----END PRIVATE KEY-----\n',
  CONTROL: '\u0001\u001b[31m\u007f\t',
  LONG: 'x'.repeat(MAX_VALUE_LENGTH),
  LONG_UNICODE: 'ž'.repeat(MAX_VALUE_LENGTH - 10_000),
}

describe.concurrent('values of every kind', () => {
  test('reach the app as they were entered', async () => {
    const { appEnvironmentId, save, env, list } = await liveApp()
    const set = Object.entries(VALUES).map(([name, value], index) => ({
      name,
      value,
      secret: index % 2 === 1,
    }))
    await save(set)
    const { variables } = await list()
    for (const { name, secret, value } of set) {
      const shown = variables.find(variable => variable.name === name)
      expect([name, shown?.value]).toEqual([name, secret ? null : value])
    }
    await deploy(panel, appEnvironmentId)
    expect(await env()).toMatchObject(VALUES)
  })

  test('10,000 of them are saved, shown and reach the app; one more is refused', async () => {
    const { appEnvironmentId, variableSetId, save, env, list } = await liveApp()
    const set = Array.from({ length: MAX_VARIABLES }, (_, index) => ({
      name: `VARIABLE_${index}`,
      value: `value number ${index}`,
      secret: index % 2 === 0,
    }))
    await save(set)
    expect((await list()).variables).toHaveLength(MAX_VARIABLES)
    const refusal = await panel.refusal('variables.update', {
      variableSetId,
      revision: 1,
      set: [{ name: 'ONE_MORE', value: '' }],
    })
    expect(refusal.message).toMatch(/10001 variables; a set has at most 10000/)
    await deploy(panel, appEnvironmentId)
    const received = await env()
    for (const { name, value } of set) expect(received[name]).toBe(value)
  })

  test.each([
    ['many that are long', Array.from({ length: 10 }, (_, i) => [`BIG_${i}`, 'x'.repeat(MAX_VALUE_LENGTH)])],
    ['very many', Array.from({ length: MAX_VARIABLES }, (_, i) => [`V_${i}`, `${i}`.padEnd(280, '.')])],
  ])('%s: deployed, or refused in words while the old version serves', async (_, pairs) => {
    const { appEnvironmentId, host, env, save } = await liveApp()
    let revision = 0
    // A request has at most 12 MB.
    for (let at = 0; at < pairs.length; at += 5000) {
      const set = pairs.slice(at, at + 5000).map(([name = '', value = '']) => ({ name, value }))
      revision = (await save(set, revision)).revision
    }
    const ended = await deploy(panel, appEnvironmentId, ['SUCCEEDED', 'FAILED'])
    if (ended.phase === 'SUCCEEDED') expect(await env()).toMatchObject(Object.fromEntries(pairs))
    else {
      const said = `${ended.failure?.sentence} ${ended.failure?.fix}`
      expect(said).toMatch(/variables .* too big.*128 KB.*2 MB/i)
      expect(ended.failure?.previousServing).toBe(true)
    }
    expect((await visit(panel, host)).body).toBe('answers')
  })

  test.each<[string, Edit, RegExp]>([
    ['NUL in a value', [{ name: 'A', value: 'a\0b' }], /NUL/],
    ['half a character', [{ name: 'A', value: 'a\ud800' }], /half a character/],
    ['a value of 64 KB and one', [{ name: 'A', value: 'x'.repeat(65_537) }], /at most 65536 characters/],
    ['no name', [{ name: '', value: '1' }], /must start with a letter/],
    ['a digit first', [{ name: '1A', value: '1' }], /must start with a letter/],
    ['a space in the name', [{ name: 'A B', value: '1' }], /only letters, digits/],
    ['an equals sign in the name', [{ name: 'A=B', value: '1' }], /only letters, digits/],
    ['a line break after the name', [{ name: 'A\n', value: '1' }], /only letters, digits/],
    ['a shell in the name', [{ name: '$(id)', value: '1' }], /must start with a letter/],
    ['the name __proto__', [{ name: '__proto__', value: '1' }], /not allowed/],
    ['a letter that is not ASCII', [{ name: 'KLÍČ', value: '1' }], /only letters, digits/],
    ['a name of 201 characters', [{ name: 'A'.repeat(201), value: '1' }], /at most 200 characters/],
    [
      'the same name twice',
      [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
      /A is there twice/,
    ],
    ['a new one without value', [{ name: 'A' }], /A is new and needs a value/],
  ])('%s is refused, and nothing of the edit is saved', async (_, edit, says) => {
    const variableSetId = untouched
    const refusal = await panel.refusal('variables.update', {
      variableSetId,
      revision: 0,
      set: [{ name: 'GOOD', value: 'yes' }, ...edit],
    })
    expect(refusal).toMatchObject({ status: 400, code: 'invalid' })
    expect(refusal.message).toMatch(says)
    expect(await panel.call('variables.list', { variableSetId })).toMatchObject({
      revision: 0,
      variables: [],
    })
  })

  test('a request that is too large is refused in words', async () => {
    const refusal = await panel.refusal('variables.update', {
      variableSetId: untouched,
      revision: 0,
      set: Array.from({ length: 200 }, (_, i) => ({ name: `V_${i}`, value: 'x'.repeat(MAX_VALUE_LENGTH) })),
    })
    expect(refusal.status).toBe(413)
    expect(refusal.message).toMatch(/larger than/)
    expect((await panel.call('variables.list', { variableSetId: untouched })).variables).toEqual([])
  })

  test.each(['99999', '80 80', ''])('PORT=%j is said to be no port', async value => {
    const { appEnvironmentId, host, save } = await liveApp()
    await save([{ name: 'PORT', value }])
    const { failure } = await deploy(panel, appEnvironmentId, ['FAILED'])
    expect(failure).toMatchObject({ code: 'configuration.port-invalid', previousServing: true })
    expect(failure?.sentence).toMatch(/PORT is not the number of a port/)
    expect(failure?.fix).toMatch(/1 to 65535, or remove it/)
    expect((await visit(panel, host)).body).toBe('answers')
  })

  test('names that programs read at their start do not break the deployment of others', async () => {
    const { appEnvironmentId, host, save } = await liveApp()
    await save([
      { name: 'PATH', value: '/nowhere' },
      { name: 'LD_PRELOAD', value: '/nowhere/evil.so' },
      { name: 'NODE_OPTIONS', value: '--require /nowhere.js' },
    ])
    const { failure } = await deploy(panel, appEnvironmentId, ['FAILED'])
    expect(failure?.code).toMatch(/^(check|start)\./)
    expect(failure?.fix).toBeTruthy()
    expect((await visit(panel, host)).body).toBe('answers')
  })

  test('two editors of the same variables: the second is told, and nothing is lost', async () => {
    const { save, refused, list, appEnvironmentId, variableSetId } = await liveApp()
    const { deployment } = await panel.call('variables.update', {
      variableSetId,
      revision: 0,
      set: [{ name: 'FIRST', value: '1' }],
      deploy: true,
    })
    const refusal = await refused([{ name: 'SECOND', value: '2' }])
    expect(refusal).toMatchObject({ status: 409, code: 'conflict' })
    expect(refusal.fix).toMatch(/Compare/)
    expect(refusal.details).toMatchObject({ revision: 1, variables: [{ name: 'FIRST' }] })
    await waitFor(panel, deployment?.id ?? '')
    await save([{ name: 'SECOND', value: '2' }], 1)
    expect((await list()).variables.map(({ name }) => name)).toEqual(['FIRST', 'SECOND'])
    expect((await panel.call('app-environments.get', { appEnvironmentId })).pendingChanges).toBe(1)
  })
})

test('meanwhile the other app answered every time', () => {
  const { failures, answers } = bystander.seen()
  expect(failures).toEqual([])
  expect(answers).toBeGreaterThan(20)
})
