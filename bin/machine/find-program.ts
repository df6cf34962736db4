import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { BASE_ENV } from '@/lib/adapters/process/run'

/** Path of the first of `names` that is installed, or null. */
export function findProgram(...names: string[]): string | null {
  const folders = [...(BASE_ENV.PATH ?? '').split(':'), ...(process.env.PATH ?? '').split(':')]
  const candidates = names.flatMap(name => folders.filter(Boolean).map(folder => path.join(folder, name)))
  return candidates.find(isProgram) ?? null
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // Not there, or not for us: not a program we can start.
    return false
  }
}
