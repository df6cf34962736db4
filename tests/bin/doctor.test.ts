import { describe, expect, test } from 'vitest'
import { judgeDisk } from '../../bin/doctor/disk'
import { judgeDomain, judgeIdlePort, judgeRoutes } from '../../bin/doctor/entry'
import { look } from '../../bin/doctor/finding'
import { judgeBuild, judgeFolder, judgeKeyFile, judgeNode } from '../../bin/doctor/installation'
import { judgeMemory, judgeNginx, judgeProgram, judgeSilence, judgeTraefik } from '../../bin/doctor/machine'
import { judgeOwnMemory, judgeService, judgeWebUser } from '../../bin/doctor/processes'
import { judgeHeartbeat, judgeMigrations, judgeQueue } from '../../bin/doctor/stores'
import { placesIn } from '../../bin/installation/places'
import { installCommand } from '../../bin/machine/packages'

const command = (name: string) => `berth ${name}`
const places = placesIn('/data')
const patient = { command, places, isRunning: true }
const GB = 1e9

describe('Berth and its data', () => {
  test.each([
    ['20.18.3', 'problem'],
    ['18.20.0', 'problem'],
    ['20.19.0', 'ok'],
    ['22.1.0', 'ok'],
  ])('Node %s: %s', (version, level) => expect(judgeNode(version).level).toBe(level))

  test('a panel that runs has to end before it is built anew', () => {
    expect(judgeBuild([], patient).level).toBe('ok')
    expect(judgeBuild(['pages'], patient)).toMatchObject({
      level: 'warning',
      fix: 'Run: berth down && berth up',
    })
    expect(judgeBuild(['pages'], { ...patient, isRunning: false }).fix).toBe('Run: berth up')
  })

  test.each([
    { uid: 0, mode: 0o40711, us: 0, level: 'ok' },
    { uid: 0, mode: 0o40755, us: 0, level: 'problem', fix: 'Run: chmod 711 /data' },
    { uid: 0, mode: 0o40700, us: 0, level: 'problem', fix: 'Run: chmod 711 /data' },
    { uid: 1000, mode: 0o40700, us: 1000, level: 'ok' },
    { uid: 1000, mode: 0o40711, us: 1000, level: 'problem', fix: 'Run: chmod 700 /data' },
    { uid: 1000, mode: 0o40700, us: 0, level: 'ok' },
    { uid: 0, mode: 0o40711, us: 1000, level: 'problem' },
  ])('data directory %j', ({ uid, mode, us, level, fix }) => {
    const finding = judgeFolder('/data', { uid, mode }, us)
    expect(finding.level).toBe(level)
    if (fix) expect(finding.fix).toBe(fix)
  })

  test.each([
    [0o100600, 'ok'],
    [0o100400, 'ok'],
    [0o100640, 'problem'],
    [0o100604, 'problem'],
  ])('keys of mode %o: %s', (mode, level) =>
    expect(judgeKeyFile('/data/secrets.json', mode).level).toBe(level),
  )
})

describe('the machine', () => {
  test.each([
    [0.5, 'problem'],
    [3, 'warning'],
    [20, 'ok'],
  ])('%d GB free on a disk: %s', (free, level) => {
    expect(judgeDisk('Disk', { total: 100 * GB, free: free * GB }, 'Run: df').level).toBe(level)
  })

  test('little memory is a warning', () => {
    expect(judgeMemory({ total: 2 * GB, available: 0.1 * GB }).level).toBe('warning')
    expect(judgeMemory({ total: 2 * GB, available: 1 * GB }).level).toBe('ok')
  })

  test('what is missing is named with its package', () => {
    expect(judgeProgram('ssh', '/usr/bin/ssh', 'openssh-client').level).toBe('ok')
    expect(judgeProgram('ssh', null, 'openssh-client')).toMatchObject({
      level: 'problem',
      fix: 'Run: sudo apt-get install openssh-client',
    })
    const found = { ok: false, version: null, luaModule: false, reason: 'None.', fix: 'Run: x' } as const
    expect(judgeNginx(found)).toMatchObject({ level: 'problem', says: 'None.', fix: 'Run: x' })
    expect(judgeTraefik(found)).toMatchObject({ level: 'problem', says: 'None.', fix: 'Run: x' })
    const traefik = { ok: true, file: '/usr/bin/traefik', version: '3.7.12' } as const
    expect(judgeTraefik(traefik)).toMatchObject({ level: 'ok', says: expect.stringContaining('3.7.12') })
    expect(installCommand([{ title: 'git', packages: ['git', 'openssh-client'] }])).toBe(
      'apt-get install --no-install-recommends git openssh-client',
    )
  })

  test('an engine that is closed to us is not one that does not run', () => {
    const silence = (state: 'absent' | 'not-allowed', address: string) =>
      judgeSilence(address, { state, reason: 'connect' }).fix
    expect(silence('not-allowed', 'unix:///var/run/docker.sock')).toContain('usermod -aG docker')
    expect(silence('absent', 'unix:///var/run/docker.sock')).toContain('systemctl start docker')
    expect(silence('absent', 'tcp://10.0.0.1:2375')).toContain('DOCKER_HOST')
  })
})

describe('what runs', () => {
  const identity = { pid: 7, startTicks: '1', bootId: 'b' }
  const startedAt = '2026-01-01T00:00:00.000Z'
  test.each([
    { phase: 'running', lives: true, restarts: 0, level: 'ok' },
    { phase: 'running', lives: true, restarts: 1, level: 'ok' },
    { phase: 'running', lives: true, restarts: 3, level: 'warning' },
    { phase: 'running', lives: false, restarts: 0, level: 'problem' },
    { phase: 'restarting', lives: false, restarts: 2, level: 'problem' },
    { phase: 'starting', lives: true, restarts: 0, level: 'warning' },
  ] as const)('process %j', ({ phase, lives, restarts, level }) => {
    const finding = judgeService('web', { phase, process: identity, startedAt, restarts }, lives, patient)
    expect(finding.level).toBe(level)
    if (level === 'problem') expect(finding.fix).toContain('/data/log/web.log')
  })

  test('a web process that is root is a warning with the reason', () => {
    expect(judgeWebUser(999, null, command).level).toBe('ok')
    expect(judgeWebUser(0, 'Run: chmod o+x /root.', command)).toMatchObject({
      level: 'warning',
      fix: 'Run: chmod o+x /root. Run: berth down && berth up',
    })
  })

  test('memory beyond the usual is a warning', () => {
    expect(judgeOwnMemory(180, command).level).toBe('ok')
    expect(judgeOwnMemory(900, command).level).toBe('warning')
  })

  test.each([
    [null, 'problem'],
    [5, 'ok'],
    [30, 'ok'],
    [31, 'problem'],
  ])('a worker that reported %s s ago: %s', (heartbeatAgeSeconds, level) => {
    expect(judgeHeartbeat({ heartbeatAgeSeconds }, patient).level).toBe(level)
  })

  test('routes of another generation than the newest are a problem', () => {
    expect(judgeRoutes({ generation: 4, wanted: 4 }, patient).level).toBe('ok')
    expect(judgeRoutes({ generation: 3, wanted: 4 }, patient).level).toBe('problem')
  })
})

describe('what it stands on', () => {
  const answer = { pid: 1, version: '7.0.15' }
  test.each([
    [undefined, null, 'ok'],
    ['/data/run/redis/redis.sock', answer, 'ok'],
    ['/data/run/redis/redis.sock', null, 'problem'],
    ['redis://10.0.0.2:6379', null, 'problem'],
  ])('queue at %s', (address, found, level) => {
    expect(judgeQueue(address, found, patient).level).toBe(level)
  })

  test('migrations that are missing are named', () => {
    expect(judgeMigrations([], patient).level).toBe('ok')
    expect(judgeMigrations(['0002_more'], patient)).toMatchObject({
      level: 'problem',
      says: 'The database lacks: 0002_more',
    })
  })

  test('the address of a server in another network is asked of DNS', () => {
    expect(judgeDomain('apps.example.com', '192.0.2.1').level).toBe('ok')
    expect(judgeDomain('apps.example.com', null)).toMatchObject({
      level: 'warning',
      fix: expect.stringContaining('*.apps.example.com A'),
    })
  })

  test('a port that somebody else has while Berth is down', () => {
    expect(judgeIdlePort(8080, true, patient).level).toBe('ok')
    expect(judgeIdlePort(8080, false, patient)).toMatchObject({
      level: 'problem',
      fix: expect.stringContaining("ss -ltnp 'sport = :8080'"),
    })
  })
})

test('a look that fails is a finding, also when the error says nothing', async () => {
  const failing = (error: unknown) =>
    look('Part', 'Run: x', async () => {
      throw error
    })
  expect(await failing(new Error('first line\nsecond'))).toEqual([
    { part: 'Part', level: 'problem', says: 'first line', fix: 'Run: x' },
  ])
  const silent = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
  expect(await failing(silent)).toMatchObject([{ says: 'ECONNREFUSED' }])
})
