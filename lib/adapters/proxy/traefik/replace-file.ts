import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Replaces the file in one move, and only once its bytes are on the disk: a reader never sees half of it. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.new`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  const folder = await open(dirname(file), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
