import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'

export interface WorkerUser {
  name: string
  group: string
  uid: number
  gid: number
}

/** In this order: a web server's own user first, because `nobody` may own other things. */
const CANDIDATES = ['www-data', 'nginx', 'nobody']

/** The user nginx's workers run as when its master is root. Throws when the system has none of the usual ones. */
export async function findWorkerUser(): Promise<WorkerUser> {
  const users = await entries('/etc/passwd')
  const groups = await entries('/etc/group')
  for (const name of CANDIDATES) {
    const user = users.find(fields => fields[0] === name)
    const group = groups.find(fields => fields[2] === user?.[3])
    if (user && group?.[0]) return { name, group: group[0], uid: Number(user[2]), gid: Number(user[3]) }
  }
  throw new Error(`nginx needs a user to run as: none of ${CANDIDATES.join(', ')} exists on this system.`)
}

const entries = async (file: string) =>
  (await readFile(file, 'utf8')).split('\n').map(line => line.split(':'))

/** Throws with the command that mends it when `user` cannot get to `dir`. */
export async function checkReachable(dir: string, user: WorkerUser): Promise<void> {
  const { mode, uid, gid } = await stat(dir)
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  if ((mode & bit) === 0) {
    throw new Error(`nginx runs as ${user.name}, who cannot get into ${dir}. Run: chmod o+x ${dir}`)
  }
  const parent = path.dirname(dir)
  if (parent !== dir) await checkReachable(parent, user)
}
