import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import type * as z from 'zod'

/** The file's contents, or null when there is none. Throws a sentence when it is damaged. */
export async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const parsed = schema.safeParse(parse(text))
  if (parsed.success) return parsed.data
  throw new Error(`The file ${file} is damaged. Restore it from a backup.`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Torn or edited by hand: the schema refuses it with a sentence.
    return undefined
  }
}

/** Replaces the file in one move, so that a reader never sees half of it. */
export async function writeJson(file: string, value: unknown, mode: number): Promise<void> {
  const draft = await writeDraft(file, value, mode)
  await rename(draft, file)
}

/** Writes the file unless it is there; false when it was. */
export async function writeJsonOnce(file: string, value: unknown, mode: number): Promise<boolean> {
  const draft = await writeDraft(file, value, mode)
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft)
  }
}

async function writeDraft(file: string, value: unknown, mode: number): Promise<string> {
  const draft = `${file}.${process.pid}.new`
  await rm(draft, { force: true })
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode, flush: true })
  return draft
}
