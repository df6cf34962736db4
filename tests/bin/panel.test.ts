import { chmodSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Installation, newInstallation, type Outcome, processesOf } from './installation'

const SLOW = { timeout: 120_000 }
const NAMES = ['postgres', 'redis', 'proxy', 'worker', 'web']

let installation: Installation
let first: Outcome
beforeAll(async () => {
  installation = await newInstallation()
  first = await installation.berth('up', '--detach', '--port', String(installation.port))
})
afterAll(() => installation?.remove())

const pidOf = async (name: string) => (await installation.status()).processes[name]?.pid ?? Number.NaN

describe('the first start', () => {
  test('says where the panel is, and how its administrator is made', async () => {
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain(`Berth is running: http://localhost:${installation.port}`)
    const link = /http:\/\/localhost:\d+(\/setup\?token=\S+)/.exec(first.stdout)?.[1]
    expect(link).toBeDefined()
    expect((await installation.get('localhost', link)).status).toBe(200)
  })

  test('keeps its keys from other users', () => {
    for (const name of ['secrets.json', 'environment.json']) {
      expect(statSync(path.join(installation.dataDir, name)).mode & 0o777).toBe(0o600)
    }
    expect(statSync(installation.dataDir).mode & 0o066).toBe(0)
  })
})

describe('while it runs', () => {
  test('another up says so, and starts nothing', SLOW, async () => {
    const before = await installation.status()
    const { code, stdout } = await installation.berth('up', '--detach')
    expect(code).toBe(0)
    expect(stdout).toMatch(/Berth is already running \(process \d+\): http:\/\/localhost:\d+/)
    const pids = (status: typeof before) => NAMES.map(name => status.processes[name]?.pid)
    expect(pids(await installation.status())).toEqual(pids(before))
  })

  test('status shows each process', async () => {
    const { running, processes } = await installation.status()
    expect(running).toBe(true)
    expect(Object.keys(processes)).toEqual(NAMES)
    for (const { phase, pid } of Object.values(processes)) {
      expect(phase).toBe('running')
      expect(pid).toBeGreaterThan(1)
    }
    const { code, stdout } = await installation.berth('status')
    expect(code).toBe(0)
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^${name} +running +\\d+`, 'm'))
  })

  test('doctor finds every part well', SLOW, async () => {
    const { ok, running, findings } = await installation.doctor()
    expect({ ok, running }).toEqual({ ok: true, running: true })
    const parts = findings.map(({ part }) => part)
    for (const part of [
      'Keys',
      'Docker engine',
      'Postgres',
      'Migrations',
      'Queue',
      'Worker',
      'Web',
      'Proxy',
    ]) {
      expect(parts).toContain(part)
    }
    expect(findings.filter(({ level, fix }) => level !== 'ok' && !fix)).toEqual([])
  })

  test('doctor says which keys others can read, and how to mend it', SLOW, async () => {
    const file = path.join(installation.dataDir, 'secrets.json')
    chmodSync(file, 0o644)
    const { code, stdout } = await installation.berth('doctor')
    expect(code).toBe(1)
    expect(stdout).toContain(`${file} can be read by other users (mode 644)`)
    expect(stdout).toContain(`chmod 600 ${file}`)
    chmodSync(file, 0o600)
    const mended = await installation.berth('doctor')
    expect(mended.stdout).toContain('Everything works.')
    expect(mended.code).toBe(0)
  })

  test.each(NAMES)('a killed %s process is started again', SLOW, async name => {
    const killed = await pidOf(name)
    process.kill(killed, 'SIGKILL')
    await expect
      .poll(async () => (await installation.status()).processes[name], { timeout: 60_000 })
      .toMatchObject({ phase: 'running', restarts: 1, pid: expect.any(Number) })
    expect(await pidOf(name)).not.toBe(killed)
  })

  test('and then doctor finds every part well again', SLOW, async () => {
    const problems = async () =>
      (await installation.doctor()).findings.filter(({ level }) => level === 'problem')
    await expect.poll(problems, { timeout: 100_000, interval: 500 }).toEqual([])
    expect((await installation.get('localhost', '/api/health')).status).toBe(200)
  })
})

describe('after down', () => {
  test('nothing that was started is left, and the data is', SLOW, async () => {
    const keys = readFileSync(path.join(installation.dataDir, 'secrets.json'), 'utf8')
    const { code, stdout } = await installation.berth('down')
    expect({ code, left: processesOf(installation.dataDir) }).toEqual({ code: 0, left: [] })
    expect(stdout).toContain('Berth stopped')
    expect(readFileSync(path.join(installation.dataDir, 'secrets.json'), 'utf8')).toBe(keys)
    expect(statSync(path.join(installation.dataDir, 'postgres/data')).isDirectory()).toBe(true)
  })

  test('status and doctor say that it does not run, and what starts it', SLOW, async () => {
    const status = await installation.berth('status')
    expect(status.code).toBe(3)
    expect(status.stdout).toContain('Berth is not running')
    const doctor = await installation.berth('doctor')
    expect(doctor.code).toBe(1)
    expect(doctor.stdout).toMatch(/✗ Berth +It is not running/)
    expect(doctor.stdout).toMatch(new RegExp(`Run: \\S+ up --data-dir ${installation.dataDir}`))
    expect(doctor.stdout.match(/✗/g)).toHaveLength(1)
  })

  test('another down is no mistake', async () => {
    const { code, stdout } = await installation.berth('down')
    expect(code).toBe(0)
    expect(stdout).toContain('Berth is not running')
  })
})
