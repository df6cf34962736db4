import { stat } from 'node:fs/promises'
import path from 'node:path'

/** The first folder, from `dir` upwards, that the user may not enter; null when there is none. */
export async function firstClosedFolder(
  dir: string,
  user: { uid?: number; gid?: number },
): Promise<string | null> {
  if (user.uid === undefined) return null
  for (let folder = dir; ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const executable = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if (!(mode & executable)) return folder
    if (folder === path.dirname(folder)) return null
  }
}
