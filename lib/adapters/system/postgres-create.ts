import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run } from '../process/run'
import { type Cluster, POSTGRES_USER } from './postgres-cluster'
import { readIfThere } from './read-if-there'

const INIT_TIMEOUT_MS = 120_000

/** Makes the data folder unless it is there. Throws when it is of another major version than the programs. */
export async function createCluster(
  cluster: Cluster,
  bin: string,
  major: string,
): Promise<'started' | 'created'> {
  const version = (await readIfThere(path.join(cluster.data, 'PG_VERSION')))?.trim()
  if (version === major) return 'started'
  if (version !== undefined) {
    throw new Error(
      `The data in ${cluster.data} is of Postgres ${version}, the packaged server is ${major}. Dump it with the old version and restore it into the new one.`,
    )
  }
  // Made beside and renamed at the end, so that an interrupted initdb is never taken for a database.
  const fresh = `${cluster.data}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  await initialise(cluster, bin, fresh)
  await rename(fresh, cluster.data)
  return 'created'
}

async function initialise(cluster: Cluster, bin: string, folder: string) {
  const passwordFile = path.join(cluster.dir, '.initial-password')
  await writeFile(passwordFile, cluster.password, { mode: 0o600 })
  try {
    await giveAway(cluster, [passwordFile, folder])
    const access = ['-U', POSTGRES_USER, '--pwfile', passwordFile, '-A', 'scram-sha-256']
    const format = ['-E', 'UTF8', '--locale=C', '--data-checksums']
    const { exitCode, stderr } = await run(
      path.join(bin, 'initdb'),
      ['-D', folder, '--no-instructions', ...access, ...format],
      { ...cluster.identity, cwd: '/', timeoutMs: INIT_TIMEOUT_MS },
    )
    if (exitCode !== 0) {
      throw new Error(`The database could not be created in ${cluster.dir}: ${stderr.trim()}`)
    }
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function giveAway(cluster: Cluster, files: string[]) {
  const { uid, gid } = cluster.identity
  if (uid === undefined || gid === undefined) return
  for (const file of files) await chown(file, uid, gid)
}
