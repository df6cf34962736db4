import { describe, expect, test } from 'vitest'
import { type CheckFacts, diagnoseCheckFailure } from '@/lib/core/run/diagnose'

const up = { running: true, exitCode: null, oomKilled: false, restartCount: 0, health: 'none' } as const
const facts: CheckFacts = {
  process: 'web.1',
  answer: { kind: 'refused' },
  state: up,
  listening: [],
  expectedPort: 8080,
  healthPath: null,
  lastLines: [],
  memoryMb: 512,
  timeoutSeconds: 120,
}
const say = (changes: Partial<CheckFacts>) => diagnoseCheckFailure({ ...facts, ...changes })
const status = (code: number, bodyStart = '') => ({ kind: 'status', status: code, bodyStart }) as const

test('the word of the app is quoted, not that of its server', () => {
  const lastLines = [
    'RuntimeError: no database',
    '[2026-11-21 05:12:07 +0000] [7] [ERROR] Shutting down: Master',
  ]
  const state = { ...up, running: false, exitCode: 3 }
  expect(say({ state, lastLines }).sentence).toContain('RuntimeError: no database')
  expect(say({ state, lastLines: lastLines.slice(1) }).sentence).toContain('Shutting down: Master')
})

test.each([
  [
    'a module that is missing',
    `Error: Cannot find module 'express'
Require stack:
- /app/server.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1421:15)
    at Object..js (node:internal/modules/cjs/loader:1913:10) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/app/server.js' ]
}

Node.js v22.23.3`,
    "Error: Cannot find module 'express'",
  ],
  [
    'an error of the system',
    'Error: listen EADDRINUSE: address already in use :::8080\n  port: 8080\n}\n\nNode.js v22.1.0',
    'Error: listen EADDRINUSE: address already in use :::8080',
  ],
  [
    'an exception of Python',
    'Traceback (most recent call last):\n  File "app.py", line 1\ndjango.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
    'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
  ],
  ['a version and no error', 'Hello\nNode.js v22.1.0', 'Node.js v22.1.0'],
])('of %s the line that says it is quoted', (_, output, quoted) => {
  const state = { ...up, running: false, exitCode: 1 }
  expect(say({ state, lastLines: output.split('\n') }).sentence).toContain(`Its last line: ${quoted}`)
})

describe('an app that is up but does not answer', () => {
  test('because it listens on loopback', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const { code, sentence, fix } = say({ listening: [{ address, port: 8080 }] })
      expect(code).toBe('check.loopback-only')
      expect(sentence).toContain(`${address}:8080`)
      expect(fix).toContain('0.0.0.0')
    }
  })
  test('because it listens on another port', () => {
    const { code, sentence, fix } = say({ listening: [{ address: '0.0.0.0', port: 3000 }] })
    expect(code).toBe('check.wrong-port')
    expect(sentence).toBe('web.1 listens on port 3000, not on 8080.')
    expect(fix).toContain('3000')
  })
  test('because it listens on another port, and on loopback: its port alone would not do', () => {
    const { code, fix } = say({ listening: [{ address: '127.0.0.1', port: 5000 }] })
    expect(code).toBe('check.wrong-port')
    expect(fix).toContain('0.0.0.0')
    expect(fix).not.toContain('settings')
  })
  test('because its workers crash while they load it', () => {
    const lastLines = [
      '[2026-11-21 05:08:41 +0000] [1162] [INFO] Booting worker with pid: 1162',
      "KeyError: 'API_TOKEN'",
      '[2026-11-21 05:08:41 +0000] [8] [ERROR] Worker (pid:1158) exited with code 1.',
      '[2026-11-21 05:08:41 +0000] [8] [ERROR] Worker (pid:1162) exited with code 1.',
    ]
    const { code, sentence, fix } = say({
      answer: { kind: 'timeout' },
      listening: [{ address: '0.0.0.0', port: 8080 }],
      lastLines,
    })
    expect(code).toBe('check.workers-crash')
    expect(sentence).toContain("KeyError: 'API_TOKEN'")
    expect(fix).toContain('Set the variable API_TOKEN')
  })
  test('on loopback and on all addresses: the address is not the reason', () => {
    const listening = [
      { address: '127.0.0.1', port: 8080 },
      { address: '0.0.0.0', port: 8080 },
    ]
    expect(say({ listening, answer: { kind: 'timeout' } }).code).toBe('check.no-answer')
  })
  test('because it never listens', () => {
    expect(say({})).toMatchObject({ code: 'check.not-listening' })
    expect(say({}).sentence).toContain('120 s')
  })
  test.each([
    ['timeout', 'check.no-answer'],
    ['reset', 'check.connection-closed'],
    ['not-http', 'check.not-http'],
  ] as const)('%s is %s', (kind, code) => {
    expect(say({ answer: { kind }, listening: [{ address: '::', port: 8080 }] }).code).toBe(code)
  })
})

describe('an app that answers wrongly', () => {
  test.each([
    [500, null, 'check.server-error'],
    [503, '/healthz', 'check.server-error'],
    [404, '/healthz', 'check.bad-status'],
    [401, '/healthz', 'check.bad-status'],
    [301, '/healthz', 'check.redirects'],
  ])('%i on %s is %s', (code, healthPath, expected) => {
    const diagnosis = say({ answer: status(code), healthPath })
    expect(diagnosis.code).toBe(expected)
    expect(diagnosis.sentence).toContain(`${code} on ${healthPath ?? '/'}`)
  })
  test('Django refuses the host, seen in the page or in the log', () => {
    const page = say({ answer: status(400, '<title>DisallowedHost at /</title>'), healthPath: '/' })
    const log = say({
      answer: status(400, '<h1>Bad Request (400)</h1>'),
      healthPath: '/',
      lastLines: [
        "Invalid HTTP_HOST header: 'x.localhost'. You may need to add 'x.localhost' to ALLOWED_HOSTS.",
      ],
    })
    expect(page.code).toBe('check.host-refused')
    expect(log.code).toBe('check.host-refused')
  })
  test('the HEALTHCHECK of its image fails', () => {
    expect(say({ answer: status(200), state: { ...up, health: 'unhealthy' } }).code).toBe(
      'check.healthcheck-failed',
    )
  })
})

describe('an app that ended', () => {
  const ended = { ...up, running: false, exitCode: 1 }
  test('says its exit code and last line', () => {
    const { code, sentence, fix } = say({
      state: ended,
      lastLines: ['Traceback', "ModuleNotFoundError: No module named 'flask_cors'", ''],
    })
    expect(code).toBe('check.exited')
    expect(sentence).toContain('exit code 1')
    expect(sentence).toContain("No module named 'flask_cors'")
    expect(fix).toContain('flask_cors')
  })
  test('for want of a variable', () => {
    expect(say({ state: ended, lastLines: ["KeyError: 'DATABASE_URL'"] }).fix).toContain('DATABASE_URL')
  })
  test('without a word', () => {
    expect(say({ state: ended }).sentence).toContain('It wrote nothing.')
  })
  test.each([
    [0, 'foreground'],
    [126, 'executable'],
    [127, 'PATH'],
  ])('with exit code %i has a fix that fits', (exitCode, word) => {
    expect(say({ state: { ...ended, exitCode } }).fix).toContain(word)
  })
  test('and was restarted: the code is not known any more', () => {
    expect(say({ state: { ...up, restartCount: 2 } }).sentence).toContain('ended 2 times')
  })
  test('for want of memory, with the limit', () => {
    expect(say({ state: { ...ended, exitCode: 137, oomKilled: true } })).toMatchObject({
      code: 'check.out-of-memory',
      sentence: 'web.1 needed more than its 512 MB of memory and was ended.',
    })
  })
  test('a worker is not probed', () => {
    expect(say({ process: 'worker.1', answer: null, expectedPort: null, state: ended }).code).toBe(
      'check.exited',
    )
  })
  test('with a line of a megabyte: it is quoted in part', () => {
    expect(say({ state: ended, lastLines: ['x'.repeat(1e6)] }).sentence.length).toBeLessThan(500)
  })
})

test('a container that is gone', () => {
  expect(say({ state: null }).code).toBe('check.container-gone')
})
