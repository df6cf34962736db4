import { randomUUID } from 'node:crypto'
import { statfsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dockerfile } from '../support/apps'
import { createApp, deploy, hostOf } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { visit } from '../support/panel'
import { type WatchedPanel, watchedPanel } from '../support/watched-panel'

const MIB = 1024 * 1024
const BUILD_MEMORY_MB = 2048
const INSTANCE_DISK_MB = 200
/** What is left to use up when the disk is to run short, and what a build tries to write: about twice as much. */
const ROOM_MB = 1500
const FILLER_MB = 3000

let watched: WatchedPanel
const repositories: ServedRepository[] = []
beforeAll(async () => {
  watched = await watchedPanel({
    BERTH_BUILD_MEMORY_MB: String(BUILD_MEMORY_MB),
    BERTH_INSTANCE_DISK_MB: String(INSTANCE_DISK_MB),
  })
})
afterAll(async () => {
  await Promise.all(repositories.map(repository => repository.close()))
  await watched?.stop()
})

async function appOf({ panel }: WatchedPanel, files: Record<string, string>) {
  const repository = await createRepository({ files })
  repositories.push(repository)
  const { production } = await createApp(panel, { repositoryUrl: repository.url })
  return production
}

/** Builds what takes too much; none of it is in a cache. Returns the failure. */
async function failedBuild(place: WatchedPanel, command: string) {
  const appEnvironmentId = await appOf(place, dockerfile([`RUN : ${randomUUID()}; ${command}`]))
  return (await deploy(place.panel, appEnvironmentId, ['FAILED'])).failure
}

function expectUndisturbed({ seen }: WatchedPanel) {
  const { failures, answers, pages } = seen()
  expect(failures).toEqual([])
  expect(answers).toBeGreaterThan(10)
  expect(pages).toBeGreaterThan(3)
}

describe('a build', () => {
  test('that forks without end is stopped at the processes that builds may have', async () => {
    const bomb = 'i=0; while [ $i -lt 6000 ]; do sleep 30 & i=$((i+1)); done'
    const failure = await failedBuild(watched, bomb)
    expect(failure?.code).toBe('build.too-many-processes')
    expect(failure?.sentence).toMatch(/more processes than all builds together may have/)
    expectUndisturbed(watched)
  })

  // The group of all builds is the engine's: another panel may lift the limit at its start.
  test('that takes memory without end is stopped at what builds may have', { retry: 3 }, async () => {
    const eater = `node -e 'const a = []; for (let i = 0; i < 40; i++) a.push(Buffer.alloc(1e8, 1))'`
    const failure = await failedBuild(watched, eater)
    expect(failure?.code).toBe('build.out-of-memory')
    expect(failure?.fix).toMatch(/BERTH_BUILD_MEMORY_MB/)
    expectUndisturbed(watched)
  })

  test('that wants all processors leaves some to the others', async () => {
    const spin = 'timeout 8 sh -c "while :; do :; done" &'
    await failedBuild(watched, `${spin} ${spin} ${spin} ${spin} wait; exit 1`)
    expectUndisturbed(watched)
  })
})

/** `/bomb` forks, `/eat` takes memory, `/fill?MB` writes, `/spin` wants all processors; all of them end by themselves. */
const GREEDY = {
  ...dockerfile(['COPY server.js .', 'EXPOSE 8080', 'CMD ["node", "server.js"]']),
  'server.js': `
const { spawn } = require('node:child_process')
const fs = require('node:fs')
const born = Date.now()
const work = {
  '/': reply => reply(String(born)),
  '/written': reply => reply(String(fs.existsSync('/large'))),
  async '/bomb'(reply) {
    let [started, refused] = [0, 0]
    const children = []
    for (let i = 0; i < 1500; i++) {
      await new Promise(resolve => {
        const child = spawn('sleep', ['30'])
        child.on('spawn', () => { started++; children.push(child); resolve() })
        child.on('error', () => { refused++; resolve() })
      })
    }
    for (const child of children) child.kill('SIGKILL')
    reply(JSON.stringify({ started, refused }))
  },
  '/eat'(reply) {
    reply('eating')
    setTimeout(() => { const all = []; for (let i = 0; i < 20; i++) all.push(Buffer.alloc(1e8, 1)) }, 100)
  },
  '/fill'(reply, megabytes) {
    const file = fs.openSync('/large', 'w')
    for (let i = 0; i < megabytes; i++) fs.writeSync(file, Buffer.alloc(1024 * 1024, 1))
    fs.closeSync(file)
    reply('full')
  },
  '/spin'(reply) {
    for (let i = 0; i < 4; i++) spawn('timeout', ['8', 'sh', '-c', 'while :; do :; done'])
    reply('spinning')
  },
}
require('node:http').createServer((request, response) => {
  const [path, query] = request.url.split('?')
  work[path](text => response.end(text), Number(query))
}).listen(process.env.PORT)`,
}

describe('a running app', () => {
  let appEnvironmentId: string
  let host: string
  beforeAll(async () => {
    appEnvironmentId = await appOf(watched, GREEDY)
    await deploy(watched.panel, appEnvironmentId)
    host = await hostOf(watched.panel, appEnvironmentId)
  })
  const ask = async (path: string) => (await visit(watched.panel, host, path)).body
  const born = () => ask('/').catch(() => null)
  /** Resolves when another process answers than the one born then. */
  const isAnother = (before: string | null) =>
    expect
      .poll(
        async () => {
          const now = await born()
          return now !== null && /^\d+$/.test(now) && now !== before
        },
        { timeout: 180_000, interval: 500 },
      )
      .toBe(true)

  test('that forks without end gets no more processes than it may have', async () => {
    const { started, refused } = JSON.parse(await ask('/bomb')) as { started: number; refused: number }
    expect(started).toBeGreaterThan(100)
    expect(started).toBeLessThan(1024)
    expect(started + refused).toBe(1500)
    expectUndisturbed(watched)
  })

  test('that wants all processors leaves some to the others', async () => {
    expect(await ask('/spin')).toBe('spinning')
    await new Promise(resolve => setTimeout(resolve, 8000))
    expectUndisturbed(watched)
  })

  test('that takes memory without end is ended and started again', async () => {
    const before = await born()
    expect(await ask('/eat')).toBe('eating')
    await isAnother(before)
    expectUndisturbed(watched)
  })

  test('that fills the disk is started anew with an empty file system, and its log says why', async () => {
    const before = await born()
    expect(await ask(`/fill?${INSTANCE_DISK_MB + 50}`)).toBe('full')
    expect(await ask('/written')).toBe('true')
    await isAnother(before)
    await expect.poll(() => ask('/written'), { timeout: 60_000 }).toBe('false')
    const search = 'to its own file system'
    const { entries } = await watched.panel.call('logs.read', { appEnvironmentId, search })
    expect(entries[0]).toMatchObject({ stream: 'system', source: 'web.1' })
    expect(entries[0]?.text).toMatch(/wrote 250 MB .* more than the 200 MB an instance may/)
    expectUndisturbed(watched)
  })
})

test('a build that fills the disk is ended while there is room for the panel and the apps', async () => {
  const { bavail, bsize } = statfsSync('/var/lib/docker')
  const reserve = Math.floor((bavail * bsize) / MIB) - ROOM_MB
  const place = await watchedPanel({ BERTH_DISK_RESERVE_MB: String(reserve) })
  try {
    const filler = `for i in $(seq ${FILLER_MB / 100}); do dd if=/dev/zero of=/large$i bs=1M count=100; sleep 0.3; done`
    const failure = await failedBuild(place, filler)
    expect(failure?.code).toBe('build.disk-full')
    expect(failure?.sentence).toMatch(/ended because it filled the server's disk/)
    expect(failure?.fix).toMatch(/Let the build write less/)
    expectUndisturbed(place)
  } finally {
    await place.stop()
  }
})
