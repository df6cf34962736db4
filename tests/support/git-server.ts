import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import ssh2 from 'ssh2'
import { generateDeployKey } from '@/lib/operations/apps/deploy-key'
import {
  type CommitOptions,
  commitTo,
  type FileContent,
  makeRepository,
  makeRoot,
  removeRoot,
} from './git-repository'

/** One repository with a server of its own. */
export interface ServedRepository {
  /** Address to give to Berth. */
  url: string
  /** The bare repository on disk; also an address to push to. */
  path: string
  server: HttpGitServer
  /** Adds a commit and returns its SHA. Files that are not named stay; null removes one. */
  commit(files: Record<string, FileContent>, message?: string, options?: CommitOptions): Promise<string>
  close(): Promise<void>
}

/** A repository with one commit (none without `files`), served over HTTP; with `token` it needs one. */
export async function createRepository({
  token,
  ...content
}: {
  files?: Record<string, FileContent>
  branch?: string
  message?: string
  name?: string
  token?: string
} = {}): Promise<ServedRepository> {
  const root = makeRoot()
  const repository = await makeRepository({ root, ...content })
  const server = await startHttpGitServer(root, token ? { token } : {})
  return {
    url: server.url(repository.name),
    path: repository.path,
    server,
    commit: (files, message = 'Change', options = {}) =>
      commitTo(repository, files, message, { branch: content.branch ?? 'main', ...options }),
    async close() {
      await server.close()
      removeRoot(root)
    },
  }
}

const SERVICE = /^git-(?:upload|receive)-pack$/
const REPOSITORY = /^[\w.-]+\.git$/

export interface HttpGitServer {
  origin: string
  /** Address of the repository `name` of the server's folder. */
  url(name: string): string
  /** Requests answered so far, as "METHOD path". */
  requests: string[]
  /** Passwords (tokens) that were sent, with the user name. */
  signIns: { username: string; password: string }[]
  /** May be changed at any time. */
  settings: HttpGitSettings
  close(): Promise<void>
}

export interface HttpGitSettings {
  /** Needed for every request when set. */
  token?: string
  /** Pause before each answer. */
  delayMs?: number
  /** Answer nothing at all. */
  silent?: boolean
  /** Answer every request with this status. */
  status?: number
  /** Repositories that moved: name → whole new address. */
  redirects?: Record<string, string>
}

/** A smart-HTTP git server on a loopback port, over git's own programs, for the bare repositories in `root`. Pushing works too. */
export async function startHttpGitServer(
  root: string,
  initial: HttpGitSettings = {},
): Promise<HttpGitServer> {
  const settings = { ...initial }
  const requests: string[] = []
  const signIns: HttpGitServer['signIns'] = []
  const server = http.createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const signIn = basicCredentials(request)
    if (signIn) signIns.push(signIn)
    if (settings.silent) return
    if (settings.delayMs) await new Promise(resolve => setTimeout(resolve, settings.delayMs))
    answer(root, settings, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${portOf(server.address())}`
  return {
    origin,
    url: name => `${origin}/${name}.git`,
    requests,
    signIns,
    settings,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function answer(
  root: string,
  settings: HttpGitSettings,
  request: http.IncomingMessage,
  response: http.ServerResponse,
) {
  const end = (status: number, headers: http.OutgoingHttpHeaders = {}) =>
    void response.writeHead(status, headers).end(`${status}\n`)
  const url = new URL(request.url ?? '/', 'http://server')
  const [, name = '', action = ''] = /^\/(.+?)\/(info\/refs|git-[a-z-]+)$/.exec(url.pathname) ?? []
  const moved = settings.redirects?.[name.replace(/\.git$/, '')]
  if (moved) return end(301, { location: `${moved}/${action}${url.search}` })
  if (settings.status) return end(settings.status)
  if (settings.token && basicCredentials(request)?.password !== settings.token)
    return end(401, { 'www-authenticate': 'Basic realm="git"' })
  const service = action === 'info/refs' ? (url.searchParams.get('service') ?? '') : action
  if (!REPOSITORY.test(name)) return end(404)
  if (!SERVICE.test(service)) return end(403)
  serve(path.join(root, name), service, action === 'info/refs', request, response)
}

function serve(
  repository: string,
  service: string,
  advertise: boolean,
  request: http.IncomingMessage,
  response: http.ServerResponse,
) {
  const kind = advertise ? 'advertisement' : 'result'
  const argv = ['--stateless-rpc', ...(advertise ? ['--advertise-refs'] : []), repository]
  const child = spawn(service, argv, {
    env: { ...process.env, GIT_PROTOCOL: String(request.headers['git-protocol'] ?? '') },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let started = false
  child.stdout.on('data', (chunk: Buffer) => {
    if (!started) {
      response.writeHead(200, {
        'content-type': `application/x-${service}-${kind}`,
        'cache-control': 'no-cache',
      })
      if (advertise) response.write(packet(`# service=${service}\n`))
    }
    started = true
    response.write(chunk)
  })
  child.on('close', () => (started ? response.end() : response.writeHead(404).end()))
  response.on('close', () => child.kill())
  const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request
  connect(body, child.stdin)
}

const packet = (text: string) => `${(text.length + 4).toString(16).padStart(4, '0')}${text}0000`

/** The reader may end first, as git does when it has what it needs. */
function connect(from: Readable, to: Writable) {
  to.on('error', () => from.unpipe(to))
  from.pipe(to)
}

function basicCredentials({ headers }: http.IncomingMessage) {
  const [scheme, value = ''] = (headers.authorization ?? '').split(' ')
  if (scheme !== 'Basic') return null
  const text = Buffer.from(value, 'base64').toString('utf8')
  const at = text.indexOf(':')
  return { username: text.slice(0, at), password: text.slice(at + 1) }
}

export interface SshGitServer {
  port: number
  url(name: string): string
  /** Lets this key (an authorized_keys line) read and write. */
  authorize(publicKey: string): void
  /** Shows another host key from the next connection on, as a reinstalled or a false server does. */
  changeHostKey(): Promise<void>
  close(): Promise<void>
}

/** An ssh git server on a loopback port with public-key sign-in, for the bare repositories in `root`. */
export async function startSshGitServer(root: string): Promise<SshGitServer> {
  const keys: ssh2.ParsedKey[] = []
  const start = async (port: number) => {
    const hostKey = generateDeployKey('host').privateKey
    const server = new ssh2.Server({ hostKeys: [hostKey] }, client => welcome(root, keys, client))
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  let server = await start(0)
  const port = portOf(server.address())
  const close = () => new Promise<void>(resolve => server.close(() => resolve()))
  return {
    port,
    url: name => `ssh://git@127.0.0.1:${port}/${name}.git`,
    authorize(publicKey) {
      const parsed = ssh2.utils.parseKey(publicKey)
      if (parsed instanceof Error) throw parsed
      keys.push(parsed)
    },
    async changeHostKey() {
      await close()
      server = await start(port)
    },
    close,
  }
}

function welcome(root: string, keys: ssh2.ParsedKey[], client: ssh2.Connection) {
  client.on('error', () => client.end())
  client.on('authentication', attempt =>
    isKnown(keys, attempt) ? attempt.accept() : attempt.reject(['publickey']),
  )
  client.on('session', accept => {
    let protocol = ''
    const session = accept()
    session.on('env', (acceptEnv, _reject, { key, val }) => {
      if (key === 'GIT_PROTOCOL') protocol = val
      acceptEnv?.()
    })
    session.on('exec', (acceptExec, reject, { command }) => {
      const [, service, name] = /^(git-(?:upload|receive)-pack) '\/?([\w.-]+\.git)'$/.exec(command) ?? []
      if (!service || !name) return reject()
      pipeCommand(acceptExec(), service, path.join(root, name), protocol)
    })
  })
}

function isKnown(keys: ssh2.ParsedKey[], attempt: ssh2.AuthContext): boolean {
  if (attempt.method !== 'publickey') return false
  const { key, signature, blob, hashAlgo } = attempt
  return keys.some(known => {
    if (!key.data.equals(known.getPublicSSH())) return false
    return !signature || !blob || known.verify(blob, signature, hashAlgo) === true
  })
}

function pipeCommand(channel: ssh2.ServerChannel, service: string, repository: string, protocol: string) {
  const child = spawn(service, [repository], {
    env: { ...process.env, GIT_PROTOCOL: protocol },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  connect(channel, child.stdin)
  child.stdout.pipe(channel, { end: false })
  child.stderr.pipe(channel.stderr, { end: false })
  child.on('close', code => {
    channel.exit(code ?? 1)
    channel.end()
  })
}

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
