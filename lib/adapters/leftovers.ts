import { lstat, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { LeftoversPort } from '@/lib/ports/leftovers'

/** A folder in which processes work, and how their temporary files and folders are named. */
export interface WorkFolder {
  dir: string
  name: RegExp
}

/** Longer than the longest work that uses one. */
const OLD_MS = 2 * 60 * 60_000

/** See `LeftoversPort`. Only what this process's own user made counts: temporary folders are everybody's. */
export function leftoversAdapter(folders: WorkFolder[]): LeftoversPort {
  return {
    async list() {
      const found = await Promise.all(folders.map(leftoversIn))
      return found.flat()
    },
    async remove(file) {
      const folder = folders.find(
        ({ dir, name }) => path.dirname(file) === dir && name.test(path.basename(file)),
      )
      if (!folder) throw new Error(`${file} is not a temporary file of Berth.`)
      if (await isLeftover(file)) await rm(file, { recursive: true, force: true })
    },
  }
}

async function leftoversIn({ dir, name }: WorkFolder) {
  const names = (await readdir(dir).catch(noneIfGone)).filter(entry => name.test(entry))
  const files = names.map(entry => path.join(dir, entry))
  const old = await Promise.all(files.map(isLeftover))
  return Promise.all(
    files.filter((_, index) => old[index]).map(async file => ({ path: file, sizeBytes: await sizeOf(file) })),
  )
}

async function isLeftover(file: string): Promise<boolean> {
  const found = await lstat(file).catch(noneIfGone)
  if (!('mtimeMs' in found)) return false
  return found.uid === process.getuid?.() && Date.now() - found.mtimeMs > OLD_MS
}

async function sizeOf(file: string): Promise<number> {
  const found = await lstat(file).catch(noneIfGone)
  if (!('size' in found)) return 0
  if (!found.isDirectory()) return found.size
  const entries = await readdir(file, { recursive: true, withFileTypes: true }).catch(noneIfGone)
  const sizes = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async entry => {
        const inner = await stat(path.join(entry.parentPath, entry.name)).catch(noneIfGone)
        return 'size' in inner ? inner.size : 0
      }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Work that ends meanwhile takes its files along. */
function noneIfGone(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
