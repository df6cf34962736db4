import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { connectDatabase, type Database } from '@/lib/adapters/db/client'
import { type ApiError, call } from '@/lib/api/client'
import type { InputOf, OperationName, OutputOf } from '@/lib/api/contract'

const ROOT = path.resolve(import.meta.dirname, '../..')
const BERTH = path.join(ROOT, 'bin/berth')

export const ADMIN = {
  name: 'Ada Admin',
  email: 'ada@example.test',
  password: 'correct horse battery staple',
}

/** A whole Berth of its own, started as a user starts it: `berth up --detach`. */
export interface Panel {
  url: string
  port: number
  dataDir: string
  env: Record<string, string>
  setupLink: string
  /** Calls the API as the administrator. Throws `ApiError`. */
  call<N extends OperationName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>
  /** The error a call is answered with; throws when it succeeds. */
  refusal<N extends OperationName>(name: N, input: InputOf<N>): Promise<ApiError>
  token: string
  db: Database
  pid(process: 'web' | 'worker' | 'proxy' | 'redis' | 'postgres'): number
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Runs the command as a user would; returns its output, or throws with it. */
export function berth(argv: string[], env: Record<string, string> = {}): string {
  const { status, stdout, stderr } = spawnSync(BERTH, argv, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 300_000,
  })
  if (status !== 0) throw new Error(`berth ${argv.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`)
  return stdout
}

/** Starts a panel and makes its administrator. `env` adds settings. Stop it in `afterAll`. */
export async function startPanel(env: Record<string, string> = {}): Promise<Panel> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'berth-panel-'))
  const port = await freePort()
  const settings = {
    BERTH_ALLOW_PRIVATE_REPOSITORIES: '1',
    BERTH_NAMESPACE: `t${randomBytes(5).toString('hex')}`,
    ...env,
  }
  const place = ['--data-dir', dataDir]
  const output = berth(['up', '--detach', ...place, '--port', String(port)], settings)
  const setupLink = /http\S+\/setup\?token=\S+/.exec(output)?.[0]
  if (!setupLink) throw new Error(`no set-up link in:\n${output}`)
  const url = new URL(setupLink).origin
  const baseUrl = `http://127.0.0.1:${port}`
  const headers = { host: new URL(url).host }
  await call(
    'setup.complete',
    { ...ADMIN, token: new URL(setupLink).searchParams.get('token') ?? '' },
    { baseUrl, headers },
  )
  const token = await signInForToken(baseUrl)
  const options = { baseUrl, headers: { ...headers, authorization: `Bearer ${token}` } }
  /** The command ends with 1 while a process is being restarted; what it prints is true all the same. */
  const status = () => {
    const env = { ...process.env, ...settings }
    const { stdout } = spawnSync(BERTH, ['status', '--json', ...place], { encoding: 'utf8', env })
    return JSON.parse(stdout) as { processes: Record<string, { pid: number | null }> }
  }
  const secrets = JSON.parse(readFileSync(path.join(dataDir, 'environment.json'), 'utf8')) as {
    DATABASE_URL: string
  }
  const db = connectDatabase(secrets.DATABASE_URL, 3)
  return {
    url,
    port,
    dataDir,
    env: settings,
    setupLink,
    token,
    db,
    call: (name, input) => call(name, input, options),
    async refusal(name, input) {
      const answer = await call(name, input, options).catch((error: ApiError) => error)
      if (!(answer instanceof Error)) throw new Error(`${name} was not refused`)
      return answer
    },
    pid: process => status().processes[process]?.pid ?? Number.NaN,
    async stop() {
      await db.$disconnect()
      berth(['down', ...place], settings)
      removeFromEngine(settings.BERTH_NAMESPACE)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Containers, networks and images that tests of this namespace left on the engine. */
export function removeFromEngine(namespace: string) {
  const docker = (...argv: string[]) =>
    spawnSync('docker', argv, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
  const filter = ['--filter', `label=berth.namespace=${namespace}`]
  for (const id of docker('ps', '-aq', ...filter)) docker('rm', '-fv', id)
  for (const id of docker('network', 'ls', '-q', ...filter)) docker('network', 'rm', id)
  for (const id of docker('image', 'ls', '-q', ...filter)) docker('rmi', '-f', id)
}

/** Signs in as a browser does and makes an API token that may do everything. */
async function signInForToken(baseUrl: string): Promise<string> {
  const { cookie } = await signIn(baseUrl, ADMIN)
  const { secret } = await call(
    'tokens.create',
    { name: 'tests', scope: 'WRITE' },
    { baseUrl, headers: { cookie, origin: baseUrl } },
  )
  return secret
}

/** Signs in through next-auth's own form endpoints; returns the session cookie and the status. */
export async function signIn(baseUrl: string, { email, password }: { email: string; password: string }) {
  const first = await fetch(`${baseUrl}/api/auth/csrf`)
  const { csrfToken } = (await first.json()) as { csrfToken: string }
  const csrfCookie = first.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  const answer = await fetch(`${baseUrl}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: csrfCookie },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  })
  const cookie = answer.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  return { cookie, status: answer.status }
}

/** One GET through a panel's proxy, as a visitor of `host`. */
export function visit(
  panel: Pick<Panel, 'port'>,
  host: string,
  pathname = '/',
): Promise<{ status: number; body: string; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      { host: '127.0.0.1', port: panel.port, path: pathname, headers: { host }, timeout: 30_000 },
      response => {
        let body = ''
        // Characters are not cut where the network cuts.
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        )
      },
    )
    request.on('error', reject)
  })
}
