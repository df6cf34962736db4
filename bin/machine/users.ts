import { readFile } from 'node:fs/promises'
import { run } from '@/lib/adapters/process/run'

export interface SystemUser {
  name: string
  uid: number
  gid: number
}

/** Whom parts run as when we are root. */
export interface SystemUsers {
  /** The web process. */
  web: SystemUser
  /** Postgres and Redis. */
  data: SystemUser
}

const NAMES = { web: 'berth', data: 'berth-data' }

/** The users that exist; null while one is missing. */
export async function findUsers(): Promise<SystemUsers | null> {
  const passwd = await readFile('/etc/passwd', 'utf8')
  const [web, data] = [find(passwd, NAMES.web), find(passwd, NAMES.data)]
  return web && data ? { web, data } : null
}

/** Makes the users where they are missing; null when we are not root and everything runs as ourselves. */
export async function ensureUsers(): Promise<SystemUsers | null> {
  if (process.getuid?.() !== 0) return null
  const passwd = await readFile('/etc/passwd', 'utf8')
  for (const name of Object.values(NAMES)) {
    if (!find(passwd, name)) await createUser(name)
  }
  const users = await findUsers()
  if (!users) throw new Error(`The system users ${Object.values(NAMES).join(' and ')} could not be made.`)
  return users
}

async function createUser(name: string) {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent']
  const { exitCode, stderr } = await run('useradd', [...options, '--shell', '/usr/sbin/nologin', name])
  // 9: another start made it in the same moment.
  if (exitCode === 0 || exitCode === 9) return
  throw new Error(`The system user ${name} could not be made: ${stderr.trim()}`)
}

function find(passwd: string, name: string): SystemUser | null {
  const fields = passwd
    .split('\n')
    .find(line => line.startsWith(`${name}:`))
    ?.split(':')
  return fields ? { name, uid: Number(fields[2]), gid: Number(fields[3]) } : null
}
