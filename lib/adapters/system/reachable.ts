import { stat } from 'node:fs/promises'
import path from 'node:path'

/** Throws, naming the folder, when the user may not enter `dir` or one of the folders above it. */
export async function assertReachable(dir: string, user: { uid?: number; gid?: number }): Promise<void> {
  if (user.uid === undefined) return
  for (let folder = dir; ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const executable = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if (!(mode & executable)) {
      throw new Error(
        `The user that Postgres runs as (${user.uid}) may not enter ${folder}. Choose a data folder elsewhere, or allow it with: chmod o+x ${folder}`,
      )
    }
    if (folder === path.dirname(folder)) return
  }
}
