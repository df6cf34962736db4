import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { engineClient } from '@/lib/adapters/engine/client'
import { MAX_LINE } from '@/lib/core/logs/entry'
import { testBuilder } from '../../support/building'
import { DOCKER_HOST, testEngine } from '../../support/docker'

const engine = testEngine()
const { build } = testBuilder(engine)
const client = engineClient(DOCKER_HOST)
afterAll(() => engine.cleanUp(), 60_000)

/** What makes a step of this run unlike any that the cache knows. */
const once = () => randomBytes(6).toString('hex')

describe('a build', () => {
  test('makes an image with its labels, from the arguments, and tells of its steps', async () => {
    const nonce = once()
    const dockerfile = `FROM busybox\nARG GREETING\nRUN echo "says $GREETING ${nonce}" && echo wrong >&2\nEXPOSE 8000 9000/udp 70/tcp`
    const { result, steps, events } = await build(dockerfile, {}, { buildArgs: { GREETING: 'žluť "$HOME"' } })
    if (!result.ok) throw new Error(result.failure.sentence)
    expect(result.imageId).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(result.sizeBytes).toBeGreaterThan(1_000_000)
    const run = Object.keys(steps).find(name => name.includes('RUN'))
    expect(run).toMatch(/^\[2\/2\] RUN echo "says/)
    expect(steps[run ?? '']).toEqual(['started', 'done'])
    expect(Object.keys(steps).some(name => name.startsWith('[internal]'))).toBe(false)
    const lines = events.flatMap(event => (event.type === 'log' ? [[event.stream, event.text]] : []))
    expect(lines).toContainEqual(['stdout', `says žluť "$HOME" ${nonce}`])
    expect(lines).toContainEqual(['stderr', 'wrong'])
    expect(await engine.docker.exposedPorts(result.imageId)).toEqual([70, 8000])
    const image = await client.json<{ Config: { Labels: object } }>({
      method: 'GET',
      path: `/images/${result.imageId}/json`,
    })
    expect(image.Config.Labels).toMatchObject(engine.network.labels)
  })

  test('done again is taken from the cache, and says so; without cache it is not', async () => {
    const nonce = once()
    const dockerfile = `FROM busybox\nCOPY . /app\nRUN echo ${nonce} && sleep 0.2`
    const files = { 'a.txt': nonce }
    const first = await build(dockerfile, files)
    const second = await build(dockerfile, files)
    const third = await build(dockerfile, files, { noCache: true })
    const run = Object.keys(first.steps).find(name => name.includes('RUN')) ?? ''
    expect(first.steps[run]).toEqual(['started', 'done'])
    expect(second.steps[run]).toEqual(['cached'])
    expect(third.steps[run]).toEqual(['started', 'done'])
    expect(second.result).toMatchObject({ ok: true, imageId: first.result.ok && first.result.imageId })
  })

  test('sees a change of one byte in the Dockerfile', async () => {
    const nonce = once()
    for (const byte of ['1', '2', '1', '3']) {
      const { log } = await build(`FROM busybox\nRUN echo ${nonce}${byte}`, {}, { noCache: true })
      expect(log).toEqual([`${nonce}${byte}`])
    }
  })

  test('sees a change of one byte in a file whose size and time are as before', async () => {
    const nonce = once()
    const contents = ['1', '2', '1', '3'].map(byte => `${nonce}${byte}`)
    for (const content of contents) {
      const { log } = await build('FROM busybox\nCOPY . /app\nRUN cat /app/version && echo', {
        version: content,
        same: nonce,
      })
      if (log.length > 0) expect(log).toContain(content)
      const { result } = await build('FROM busybox\nCOPY . /app\nCMD cat /app/version', {
        version: content,
        same: nonce,
      })
      const name = await engine.run({ image: result.ok ? result.imageId : '', command: null })
      expect((await engine.output(name)).map(({ text }) => text)).toEqual([content])
    }
  }, 60_000)

  test('has no context to speak of', async () => {
    expect((await build(`FROM busybox\nCOPY . /app\nRUN ls -A /app && echo ${once()}`)).result.ok).toBe(true)
  })
})

describe('the context', () => {
  test('arrives with its modes, links, odd names, empty folders; the Dockerfile is no part of it', async () => {
    const deep = `${'a-long-name-'.repeat(8)}/`.repeat(4)
    const { log } = await build(
      `FROM busybox\nCOPY . /app\nRUN cd /app && find . -type f -o -type l -o -type d -empty | sort && stat -c '%a %n' run.sh && readlink up && cat hard && echo ${once()}`,
      {
        'run.sh': { mode: 0o755, content: 'echo hi' },
        './dot/': { type: 'directory' },
        up: { type: 'symlink', linkname: '../../etc/passwd' },
        first: 'linked\n',
        hard: { type: 'link', linkname: 'first' },
        'ž 🚢\t$(id)': 'x',
        [`${deep}leaf`]: 'x',
        'empty-file': '',
        'a-b': 'x',
        'a/b': 'x',
        'a.b': 'x',
      },
    )
    expect(log.slice(0, -1)).toEqual([
      ...[
        './run.sh',
        './dot',
        './up',
        './first',
        './hard',
        './ž 🚢\t$(id)',
        `./${deep}leaf`,
        './empty-file',
        './a-b',
        './a/b',
        './a.b',
      ].sort(),
      '755 run.sh',
      '../../etc/passwd',
      'linked',
    ])
  })

  test('is without what is ignored, by us or by a .dockerignore of the repository', async () => {
    const { log } = await build(
      `FROM busybox\nCOPY . /app\nRUN cd /app && find . -type f | sort && echo ${once()}`,
      {
        '.dockerignore': '# of the repository\nsecret.txt\n',
        'secret.txt': 'x',
        'node_modules/a/index.js': 'x',
        'web/node_modules/b': 'x',
        '.env': 'x',
        'keep/.env': 'x',
        'logs/a.log': 'x',
        'logs/keep.log': 'x',
        'app.py': 'x',
      },
      { ignore: ['**/node_modules', '.env', 'logs', '!logs/keep.log'] },
    )
    expect(log.slice(0, -1)).toEqual(['./.dockerignore', './app.py', './keep/.env', './logs/keep.log'])
  })

  test('of thousands of files, some of them big, arrives whole', async () => {
    const big = randomBytes(5_000_000)
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`d${i % 50}/f${i}`, `${i}\n`]))
    const { log, result } = await build(
      `FROM busybox\nCOPY . /app\nRUN find /app -type f | wc -l && cat /app/d*/f* | wc -l && wc -c < /app/big && echo ${once()}`,
      { ...many, big },
    )
    expect(result.ok).toBe(true)
    expect(log.slice(0, -1)).toEqual(['3001', '3000', '5000000'])
  }, 60_000)
})

describe('a secret', () => {
  test('reaches the step that mounts it, and nothing else', async () => {
    const secret = `hunter2-${once()}`
    const { result, events } = await build(
      'FROM busybox\nRUN --mount=type=secret,id=token test "$(wc -c < /run/secrets/token)" -gt 10 && sha1sum /run/secrets/token\nRUN test ! -s /run/secrets/token\nRUN --mount=type=secret,id=__proto__ test ! -e /run/secrets/__proto__',
      {},
      { secrets: { token: secret }, noCache: true },
    )
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    const parts: Buffer[] = []
    for await (const part of await client.stream({ method: 'GET', path: `/images/${result.imageId}/get` }))
      parts.push(part)
    const history = await client.json<object[]>({ method: 'GET', path: `/images/${result.imageId}/history` })
    expect(Buffer.concat(parts).includes(secret)).toBe(false)
    expect(JSON.stringify([history, events])).not.toContain(secret)
  })
})

describe('output', () => {
  test('of any kind comes in whole lines', async () => {
    const script = [
      "printf 'one\\ntwo\\n\\n'",
      "printf 'ž%.0s' $(seq 1 9000); echo",
      "printf '10%%\\r100%%\\n'",
      "printf '\\377 bad\\n'",
      `printf 'no end ${once()}'`,
    ].join('; ')
    const { log } = await build(`FROM busybox\nRUN ${script}`)
    expect(log.slice(0, -1)).toEqual(['one', 'two', '', 'ž'.repeat(9000), '100%', '\ufffd bad'])
    expect(log.at(-1)).toMatch(/^no end /)
  })

  test('without end is cut, and nobody has to hold it', async () => {
    const { log, result } = await build(
      `FROM busybox\nRUN yes ${once()} | head -c 20000000; yes x | tr -d '\\n' | head -c 20000000`,
    )
    expect(result.ok).toBe(true)
    expect(Math.max(...log.map(line => line.length))).toBeLessThanOrEqual(MAX_LINE)
  }, 60_000)
})
