import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const GENERATED = 'lib/adapters/db/generated'

/** A hash over the names and contents of `sources`: files and folders below `root`. Missing ones are empty. */
export function hashSources(root, sources) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(source => filesOf(root, source))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesOf(root, source) {
  if (source === GENERATED) return []
  const found = statSync(path.join(root, source), { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [source]
  return readdirSync(path.join(root, source))
    .sort()
    .flatMap(name => filesOf(root, path.join(source, name)))
}
