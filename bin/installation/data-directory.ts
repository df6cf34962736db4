import { chmod, chown, mkdir } from 'node:fs/promises'
import type { SystemUsers } from '../machine/users'
import type { Places } from './places'

/** Where the output of the first step goes. Throws a sentence when the data directory cannot be made. */
export async function makeLogFolder(places: Places): Promise<void> {
  try {
    await mkdir(places.dataDir, { recursive: true, mode: 0o711 })
    await folder(places.log, 0o700)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const denied = error.code === 'EACCES' || error.code === 'EPERM'
    throw new Error(
      denied
        ? `You may not write to ${places.dataDir}. Choose another folder with --data-dir, or run as its owner.`
        : `${places.dataDir} cannot be used as data directory (${error.message}). Choose another folder with --data-dir.`,
    )
  }
}

/**
 * Makes the folders. The data directory may be entered but not listed: Postgres, Redis, nginx and the web process run
 * as users of their own and have to reach their part, and the mode of each part keeps the others out.
 */
export async function makeDataDirectory(places: Places, users: SystemUsers | null): Promise<void> {
  await makeLogFolder(places)
  await chmod(places.dataDir, users ? 0o711 : 0o700)
  await folder(places.run, users ? 0o711 : 0o700)
  await folder(places.appLogs, 0o750)
  if (users) {
    await chown(places.appLogs, 0, users.web.gid)
    // After chown, which clears it. Set-group-id: what the worker writes there belongs to the web process's group.
    await chmod(places.appLogs, 0o2750)
  }
}

async function folder(dir: string, mode: number) {
  await mkdir(dir, { recursive: true })
  await chmod(dir, mode)
}
