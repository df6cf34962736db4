import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, visit } from '../support/panel'
import { REQUIRED, ROOT, readCompose } from './compose-file'
import { buildImage, docker, Stack } from './stack'

const NODE_IMAGE = 'node:22-slim'
/** npm packages and a build of the pages, on a machine that runs other tests too. */
const START_MS = 15 * 60_000

describe('the image, run as docker-compose.yml says', () => {
  const id = `t${randomBytes(5).toString('hex')}`
  const image = `berth-test:${id}`
  let stack: Stack | undefined
  let ports: { proxy: number; web: number }
  const running = () => {
    if (!stack) throw new Error('the stack was not started')
    return stack
  }

  beforeAll(async () => {
    await buildImage(image, NODE_IMAGE, ROOT)
    const [proxy, web, postgres, redis] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ]
    ports = { proxy, web }
    const { services } = readCompose({
      ...REQUIRED,
      BERTH_NAMESPACE: id,
      BERTH_PORT: String(proxy),
      BERTH_WEB_PORT: String(web),
      BERTH_POSTGRES_PORT: String(postgres),
      BERTH_REDIS_PORT: String(redis),
    })
    stack = new Stack(id, services, image)
    stack.start('postgres')
    stack.start('redis')
    await Promise.all([stack.healthy('postgres'), stack.healthy('redis')])
    expect(stack.run('migrate')).toMatch(/^Applied: /)
    for (const service of ['web', 'worker', 'proxy']) stack.start(service)
    await Promise.all(['web', 'worker', 'proxy'].map(service => running().healthy(service)))
  }, START_MS)

  afterAll(() => {
    stack?.remove()
    docker('rmi', '-f', image, `${image}-build`)
  })

  it('answers browsers through the proxy', async () => {
    const panel = await visit({ port: ports.proxy }, 'panel.example.test', '/api/health')
    expect(panel.status).toBe(200)
    const page = await visit({ port: ports.proxy }, 'panel.example.test', '/sign-in')
    expect(page.headers['content-type']).toContain('text/html')
    expect((await fetch(`http://127.0.0.1:${ports.web}/api/health`)).status).toBe(200)
  })

  it('runs web as a user of its own that can neither write nor reach the engine', () => {
    expect(running().exec('web', 'id', '-u')).toBe('10001')
    expect(() => running().exec('web', 'ls', '/var/run/docker.sock')).toThrow('No such file')
    expect(() => running().exec('web', 'touch', '/opt/berth/x')).toThrow('Read-only file system')
    expect(() => running().exec('web', 'touch', '/var/lib/berth/logs/x')).toThrow('Read-only file system')
    expect(running().exec('web', 'grep', '^CapBnd', '/proc/self/status')).toMatch(/\b0{16}$/)
  })

  it('lets web read what the worker logs, and nobody else', () => {
    running().exec(
      'worker',
      'sh',
      '-c',
      'umask 027 && mkdir -p /var/lib/berth/logs/a && echo hello > /var/lib/berth/logs/a/b',
    )
    expect(running().exec('web', 'cat', '/var/lib/berth/logs/a/b')).toBe('hello')
    const asNobody = () =>
      docker('exec', '--user', '65534:65534', running().container('web'), 'cat', '/var/lib/berth/logs/a/b')
    expect(asNobody).toThrow('Permission denied')
  })

  it('has a worker that reaches the engine, the repositories and the proxy', () => {
    const query = 'SELECT report FROM "WorkerHeartbeat" ORDER BY "seenAt" DESC LIMIT 1'
    const report = JSON.parse(
      docker(
        'exec',
        '--env',
        `PGPASSWORD=${REQUIRED.BERTH_POSTGRES_PASSWORD}`,
        running().container('postgres'),
        'psql',
        '-h',
        '127.0.0.1',
        '-U',
        'berth',
        '-d',
        'berth',
        '-Atc',
        query,
      ),
    ) as { docker: { error: string | null }; proxy: { error: string | null } }
    expect(report.docker.error).toBeNull()
    expect(report.proxy.error).toBeNull()
    for (const program of ['git', 'ssh', 'flock']) running().exec('worker', 'which', program)
  })

  it('prints the link for the first administrator', async () => {
    const link = new URL(running().exec('worker', 'berth', 'setup-link'))
    expect(link.origin).toBe(REQUIRED.BERTH_URL)
    const page = await visit({ port: ports.proxy }, link.host, link.pathname + link.search)
    expect(page.status).toBe(200)
  })

  it('deploys the example from its containers', async () => {
    expect(running().exec('worker', 'berth', 'demo')).toContain('production is live')
    const app = await visit({ port: ports.proxy }, 'flask-production.apps.example.test')
    expect(app.status).toBe(200)
  }, 300_000)

  it('keeps the keys out of the image', () => {
    const { Env } = JSON.parse(docker('image', 'inspect', '-f', '{{json .Config}}', image)) as {
      Env: string[]
    }
    expect(Env.join('\n')).not.toMatch(/KEY|SECRET|PASSWORD|_URL=/)
    expect(docker('run', '--rm', image, 'ls', '-A', '/opt/berth').split('\n')).not.toContain('.env')
  })

  it('ends every part when it is told to', () => {
    for (const service of ['proxy', 'web', 'worker'])
      docker('stop', '--time', '40', running().container(service))
    const code = (service: string) =>
      docker('inspect', '-f', '{{.State.ExitCode}}', running().container(service))
    expect(['proxy', 'web', 'worker'].map(code)).toEqual(['0', '0', '0'])
  }, 180_000)
})
