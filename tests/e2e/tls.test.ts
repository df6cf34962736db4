import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:http2'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '@/lib/adapters/process/run'
import { createApp, deploy, hostOf } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { freePort, type Panel, startPanel, visit } from '../support/panel'
import { trafficApp } from '../support/traffic-app'

let panel: Panel
let repository: ServedRepository
let made: Awaited<ReturnType<typeof createApp>>
let dir: string
let tlsPort: number

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'berth-certificate-'))
  const [certificate, key] = [path.join(dir, 'cert.pem'), path.join(dir, 'key.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const files = ['-keyout', key, '-out', certificate]
  await run('openssl', ['req', '-x509', ...curve, '-subj', '/CN=localhost', '-days', '2', ...files])
  tlsPort = await freePort()
  panel = await startPanel({
    BERTH_TLS_PORT: String(tlsPort),
    BERTH_TLS_CERTIFICATE: certificate,
    BERTH_TLS_KEY: key,
  })
  repository = await createRepository({ files: trafficApp('one') })
  made = await createApp(panel, { repositoryUrl: repository.url })
  await deploy(panel, made.production)
}, 400_000)

afterAll(async () => {
  await repository?.close()
  await panel?.stop()
  rmSync(dir, { recursive: true, force: true })
}, 60_000)

/** GET over TLS and HTTP/2, each on a connection of its own. */
async function secure(host: string, pathname: string): Promise<{ status: number; body: string }> {
  const session = connect(`https://127.0.0.1:${tlsPort}`, { rejectUnauthorized: false })
  try {
    const stream = session.request({ ':authority': host, ':path': pathname })
    return await new Promise((resolve, reject) => {
      let status = 0
      let body = ''
      session.once('error', reject)
      stream.once('error', reject).once('response', answer => {
        status = Number(answer[':status'])
      })
      stream.setEncoding('utf8').on('data', part => {
        body += part
      })
      stream.once('end', () => resolve({ status, body }))
    })
  } finally {
    session.close()
  }
}

test('app and panel answer over HTTP/2, and the app knows that it is https', {
  timeout: 60_000,
}, async () => {
  const host = new URL(`http://${await hostOf(panel, made.production)}`).hostname
  const { status, body } = await secure(`${host}:${tlsPort}`, '/headers')
  expect(status).toBe(200)
  expect(JSON.parse(body)).toMatchObject({
    'x-forwarded-proto': 'https',
    'x-forwarded-port': String(tlsPort),
  })
  expect(JSON.parse((await secure(new URL(panel.url).hostname, '/api/health')).body)).toMatchObject({
    ok: true,
  })
})

test('an app sends http to https when it is asked to', { timeout: 120_000 }, async () => {
  const host = await hostOf(panel, made.production)
  await panel.call('traffic.update', { appEnvironmentId: made.production, redirects: { https: true } })
  const until = Date.now() + 60_000
  for (;;) {
    const { status, headers } = await visit(panel, host, '/x?y=1')
    if (status === 308) {
      expect(headers.location).toBe(`https://${new URL(`http://${host}`).hostname}:${tlsPort}/x?y=1`)
      break
    }
    if (Date.now() > until) throw new Error(`still ${status}`)
    await sleep(50)
  }
  expect((await secure(host, '/')).body).toBe('one')
  // A new version takes over behind it.
  await deploy(panel, made.production)
})
