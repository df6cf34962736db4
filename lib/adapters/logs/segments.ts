import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/** A file of a log; its name is the number of its first line. */
export interface Segment {
  first: number
  file: string
}

const NAME = /^[a-z][a-z-]{0,30}\/[A-Za-z0-9_-]{1,80}$/
const FILE = /^(\d{12})\.jsonl$/

/** Folder of the log `name` (`deployment/dpl_…`). Throws for a name that could lead elsewhere. */
export function logFolder(dir: string, name: string): string {
  if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} is not the name of a log.`)
  return path.join(dir, name)
}

export const segmentFile = (folder: string, first: number): string =>
  path.join(folder, `${String(first).padStart(12, '0')}.jsonl`)

/** The segments of a log, oldest first; none when there is no such log. */
export async function listSegments(folder: string): Promise<Segment[]> {
  const names = (await unlessMissing(readdir(folder))) ?? []
  return names
    .flatMap(name => FILE.exec(name)?.[1] ?? [])
    .sort()
    .map(digits => ({ first: Number(digits), file: path.join(folder, `${digits}.jsonl`) }))
}

/** The logs below `dir` with their sizes in bytes. */
export async function listLogs(dir: string): Promise<{ name: string; sizeBytes: number }[]> {
  const kinds = (await unlessMissing(readdir(dir, { withFileTypes: true }))) ?? []
  const logs: { name: string; sizeBytes: number }[] = []
  for (const kind of kinds.filter(entry => entry.isDirectory())) {
    for (const id of (await unlessMissing(readdir(path.join(dir, kind.name)))) ?? []) {
      const name = `${kind.name}/${id}`
      if (NAME.test(name)) logs.push({ name, sizeBytes: await logSize(path.join(dir, name)) })
    }
  }
  return logs
}

async function logSize(folder: string): Promise<number> {
  const sizes = await Promise.all((await listSegments(folder)).map(segmentSize))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Size in bytes; 0 when the segment was dropped meanwhile. */
export const segmentSize = async ({ file }: Segment): Promise<number> =>
  (await unlessMissing(stat(file)))?.size ?? 0

/** Complete lines of a segment; none when it was dropped meanwhile. A line that is being written is not complete. */
export async function segmentText({ file }: Segment): Promise<string> {
  const text = (await unlessMissing(readFile(file, 'utf8'))) ?? ''
  return text.slice(0, text.lastIndexOf('\n') + 1)
}

/** The promise's value, or null when there is no such file or folder. */
export async function unlessMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
