import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BERTH, type Installation, newInstallation, processesOf, ROOT, start } from './installation'

const SLOW = { timeout: 120_000 }

const berth = (...argv: string[]) => start(BERTH, argv).ended

describe('a command line that cannot be understood', () => {
  test.each([
    [['upp'], 'There is no command "upp".'],
    [['status', '--jsn'], '--jsn'],
    [['doctor', 'now'], 'now'],
    [['up', '--port', '70000'], '--port must be a number from 1 to 65535, not "70000".'],
    [['up', '--port', 'eighty'], 'not "eighty"'],
    [['up', '--url', 'panel.example.com'], "The panel's address must be like https://panel.example.com"],
    [['up', '--url', 'https://example.com/panel'], 'without a path'],
    [['up', '--proxy', 'caddy'], 'The proxy can be nginx or traefik, not "caddy".'],
    [['up', '--domain', '*.example.com'], 'The base domain must be like apps.example.com'],
    [['up', '--domain', 'a b; rm -rf /'], 'The base domain must be like apps.example.com'],
  ])('%j', async (argv, sentence) => {
    const { code, stdout, stderr } = await berth(...argv)
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
    expect(stderr).toContain('See: berth help')
    expect(stdout + stderr).not.toMatch(/\n {4}at /)
  })

  test.each([['help'], ['--help'], ['up', '--help'], ['doctor', '-h'], ['--version']])(
    '%s is answered',
    async (...argv) => {
      const { code, stdout } = await berth(...argv)
      expect(code).toBe(0)
      expect(stdout.trim()).not.toBe('')
    },
  )
})

describe('a certificate that cannot be used', () => {
  const files = mkdtempSync(path.join(os.tmpdir(), 'berth-tls-'))
  afterAll(() => rmSync(files, { recursive: true }))
  const [certificate = '', key = '', other = ''] = ['cert.pem', 'key.pem', 'other.pem'].map(name =>
    path.join(files, name),
  )
  beforeAll(() => {
    const make = (keyFile: string) =>
      spawnSync('openssl', [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
        ...['-subj', '/CN=panel.test', '-keyout', keyFile, '-out', certificate],
      ])
    make(other)
    make(key)
  })

  test.each([
    [{ BERTH_TLS_PORT: '8443' }, 'needs BERTH_TLS_CERTIFICATE and BERTH_TLS_KEY as well'],
    [
      { BERTH_TLS_PORT: '0', BERTH_TLS_CERTIFICATE: certificate, BERTH_TLS_KEY: key },
      'BERTH_TLS_PORT must be',
    ],
    [{ BERTH_TLS_PORT: '8443', BERTH_TLS_CERTIFICATE: '/nowhere.pem', BERTH_TLS_KEY: key }, 'no such file'],
    [{ BERTH_TLS_PORT: '8443', BERTH_TLS_CERTIFICATE: key, BERTH_TLS_KEY: key }, 'which cannot be used'],
    [{ BERTH_TLS_PORT: '8443', BERTH_TLS_CERTIFICATE: certificate, BERTH_TLS_KEY: other }, 'is not the one'],
  ])('%j', async (env, sentence) => {
    const dataDir = path.join(files, 'data')
    const { code, stderr } = await start(BERTH, ['proxy', '--data-dir', dataDir], { ...process.env, ...env })
      .ended
    expect(code).not.toBe(0)
    expect(stderr).toContain(sentence)
  })
})

describe('a place that cannot be used', () => {
  let installation: Installation
  beforeAll(async () => {
    installation = await newInstallation()
  })
  afterAll(() => installation?.remove())

  test('a taken port: the sentence names another one, and nothing is left running', SLOW, async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(installation.port, '0.0.0.0', resolve))
    const { code, stdout, stderr } = await installation.berth(
      'up',
      '--detach',
      '--port',
      String(installation.port),
    )
    await new Promise(resolve => other.close(resolve))
    expect(code).toBe(1)
    expect(stdout + stderr).toContain(`Port ${installation.port} cannot be used`)
    expect(stdout + stderr).toContain('berth up --port')
    expect(processesOf(installation.dataDir)).toEqual([])
  })

  test('damaged keys are not replaced by new ones', SLOW, async () => {
    const file = path.join(installation.dataDir, 'secrets.json')
    writeFileSync(file, '{"masterKey": ', { mode: 0o600 })
    const { code, stdout } = await installation.berth('up', '--detach', '--port', String(installation.port))
    expect(code).toBe(1)
    expect(stdout).toContain(`The file ${file} is damaged. Restore it from a backup.`)
    expect(readFileSync(file, 'utf8')).toBe('{"masterKey": ')
    const doctor = await installation.berth('doctor')
    expect(doctor.code).toBe(1)
    expect(doctor.stdout).toContain('✗ Keys')
    expect(doctor.stdout).toContain('is damaged')
  })

  test('a data directory below a file', async () => {
    const { code, stderr } = await berth('up', '--detach', '--data-dir', '/dev/null/berth')
    expect(code).toBe(1)
    expect(stderr).toContain('/dev/null/berth cannot be used as data directory')
    expect(stderr).toContain('--data-dir')
  })
})

/** Where nothing but Node is: this checkout in a container, as a user who may install nothing. */
describe('a machine without the parts, not as root', () => {
  let empty: string
  beforeAll(() => {
    empty = mkdtempSync(path.join(os.tmpdir(), 'berth-command-'))
  })
  afterAll(() => rmSync(empty, { recursive: true, force: true }))

  const inContainer = (...argv: string[]) => {
    const mounts = ['-v', `${ROOT}:/berth:ro`, '-v', `${empty}:/closed`]
    const limits = ['--rm', '--network', 'none', '--user', '65534:65534']
    const node = ['node:22-slim', 'node', '/berth/bin/berth', ...argv]
    return start('docker', ['run', ...limits, ...mounts, ...node]).ended
  }

  test('up names the command that installs them', SLOW, async () => {
    const { code, stdout } = await inContainer('up', '--detach', '--data-dir', '/tmp/berth')
    expect(code).toBe(1)
    expect(stdout).toContain('Missing: Docker engine, nginx with Lua, Redis')
    expect(stdout).toMatch(
      /Run: sudo apt-get install --no-install-recommends docker\.io iptables .*nginx-light libnginx-mod-http-lua lua-resty-core redis-server/,
    )
    expect(stdout).toContain('Then start Berth again.')
  })

  test('doctor names each of them', SLOW, async () => {
    const { code, stdout } = await inContainer('doctor', '--data-dir', '/tmp/berth')
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ Docker engine +None answers at unix:\/\/\/var\/run\/docker\.sock/)
    expect(stdout).toContain('apt-get install nginx-light libnginx-mod-http-lua lua-resty-core')
    expect(stdout).toMatch(/✗ Berth +It is not running/)
  })

  test('a folder of somebody else is not written to', SLOW, async () => {
    const { code, stderr } = await inContainer('up', '--detach', '--data-dir', '/closed/berth')
    expect(code).toBe(1)
    expect(stderr).toContain('You may not write to /closed/berth.')
    expect(stderr).toContain('--data-dir')
  })
})
