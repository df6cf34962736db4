import { existsSync, type Stats, statSync } from 'node:fs'
import { host } from '@/lib/adapters/host'
import { staleParts } from '../../scripts/build/build.mjs'
import { readSecrets } from '../installation/secrets'
import { dependenciesAreMissing } from '../launcher/dependencies.mjs'
import { ROOT } from '../root'
import { judgeDisk } from './disk'
import { type Finding, look, ok, problem, warning } from './finding'
import type { Patient } from './patient'

/** Berth's own program and everything durable of it. */
export async function checkInstallation(patient: Patient): Promise<Finding[]> {
  const owner = 'Run berth doctor as the user who started Berth, or as root.'
  return [
    judgeNode(process.versions.node),
    ...(await look('Build', `Run: ${patient.command('up')}`, async () => [
      judgeBuild([...(dependenciesAreMissing(ROOT) ? ['npm packages'] : []), ...staleParts(ROOT)], patient),
    ])),
    ...(await look('Data directory', owner, () => checkDataDirectory(patient))),
    ...(await look(
      'Keys',
      'If it may not be read: run berth doctor as its owner, or as root. Else restore it from a backup.',
      () => checkKeys(patient),
    )),
    ...patient.unreadable.map(says => problem('Data directory', says, owner)),
  ]
}

/** As in `engines` of package.json. */
export function judgeNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return ok('Node', `Node ${version}`)
  const fix = 'Install a newer one from https://nodejs.org/en/download'
  return problem('Node', `Node ${version}; Berth needs 20.19 or newer`, fix)
}

export function judgeBuild(stale: string[], patient: Pick<Patient, 'isRunning' | 'command'>): Finding {
  if (stale.length === 0) return ok('Build', 'Built from the sources as they are')
  const says = `The sources have changed since they were built: ${stale.join(', ')}`
  const up = patient.command('up')
  return warning('Build', says, patient.isRunning ? `Run: ${patient.command('down')} && ${up}` : `Run: ${up}`)
}

async function checkDataDirectory(patient: Patient): Promise<Finding[]> {
  const { dataDir } = patient.places
  const found = statSync(dataDir, { throwIfNoEntry: false })
  if (!found) {
    const says = `${dataDir} is not there yet`
    return [warning('Data directory', says, `Run: ${patient.command('up')}, which makes it`)]
  }
  const disk = await host.disk(dataDir)
  return [
    judgeFolder(dataDir, found, process.getuid?.() ?? 0),
    judgeDisk(`Disk of ${dataDir}`, disk, `See what is large: du -xh -d 2 ${dataDir} | sort -h | tail`),
  ]
}

/** Others may enter root's (parts of it are theirs), but neither list it nor write to it. Root may look at anybody's. */
export function judgeFolder(
  dataDir: string,
  { uid, mode }: Pick<Stats, 'uid' | 'mode'>,
  ourUid: number,
): Finding {
  const part = 'Data directory'
  if (ourUid !== 0 && uid !== ourUid) {
    const says = `${dataDir} belongs to user ${uid}, and this is user ${ourUid}`
    return problem(part, says, 'Run berth doctor as its owner, or as root.')
  }
  const wanted = uid === 0 ? 0o711 : 0o700
  const permissions = mode & 0o777
  const says = `${dataDir} (mode ${permissions.toString(8)})`
  if (permissions === wanted) return ok(part, says)
  const fix = `Run: chmod ${wanted.toString(8)} ${dataDir}`
  const tooOpen = (permissions & ~wanted) !== 0
  return problem(part, `${says} ${tooOpen ? 'is open to other users' : 'is closed to its own parts'}`, fix)
}

async function checkKeys({ places }: Patient): Promise<Finding[]> {
  if (!existsSync(places.secrets) && !existsSync(`${places.postgres}/data`)) {
    return [ok('Keys', 'Not made yet; the first berth up makes them')]
  }
  if ((await readSecrets(places)) === null) {
    const says = `${places.secrets} is missing, and stored secrets cannot be read without it`
    return [problem('Keys', says, 'Restore the file from a backup.')]
  }
  // The second one holds the same keys, for the commands.
  return [places.secrets, places.environment].flatMap(file => {
    const found = statSync(file, { throwIfNoEntry: false })
    return found ? [judgeKeyFile(file, found.mode)] : []
  })
}

export function judgeKeyFile(file: string, mode: number): Finding {
  const permissions = mode & 0o777
  if ((permissions & 0o077) === 0) return ok('Keys', `${file} can be read by its owner only`)
  const says = `${file} can be read by other users (mode ${permissions.toString(8)})`
  return problem('Keys', says, `Run: chmod 600 ${file}`)
}
