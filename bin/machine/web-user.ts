import { stat } from 'node:fs/promises'
import path from 'node:path'
import { firstClosedFolder } from '@/lib/adapters/system/reachable'
import { ROOT } from '../root'
import type { SystemUser } from './users'

const READ_AT_START = ['package.json', 'dist/web.mjs', '.next/BUILD_ID', 'node_modules/next/package.json']

/** Why the web process cannot run as its own user, with the command that mends it; null when it can. */
export async function whyWebStaysRoot(user: SystemUser): Promise<string | null> {
  for (const dir of [ROOT, path.dirname(process.execPath)]) {
    const closed = await firstClosedFolder(dir, user)
    if (closed) {
      return `The user ${user.name} may not enter ${closed}. Move Berth to a folder everyone may read, as /opt/berth, or run: chmod o+x ${closed}`
    }
  }
  for (const name of READ_AT_START) {
    const { mode } = await stat(path.join(ROOT, name))
    if (!(mode & 0o004)) return `The user ${user.name} may not read ${ROOT}. Run: chmod -R o+rX ${ROOT}`
  }
  return null
}
