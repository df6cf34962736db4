import { checkTraefik } from '@/lib/adapters/proxy/traefik/check'
import type { Installation } from '../installation/installation'
import type { Places } from '../installation/places'
import { askEngine, dockerHost, startEngine } from '../machine/docker-engine'
import { findProgram } from '../machine/find-program'
import {
  installCommand,
  installPackages,
  type MissingPart,
  missingParts,
  removeLeftPolicy,
} from '../machine/packages'
import { step, tell } from './events'

const LOOKED = {
  absent: 'Looked for a Docker engine: none runs',
  'not-allowed': 'Looked for a Docker engine: it is closed to this user',
}

/** Installs and starts what the machine lacks, or throws with the sentence that says what to run. */
export async function prepareMachine({ places, proxy }: Installation): Promise<void> {
  const isRoot = process.getuid?.() === 0
  if (isRoot) await removeLeftPolicy()
  const engine = await step(
    'Looking for a Docker engine',
    () => askEngine(dockerHost()),
    answer => (answer.state === 'answers' ? `Docker engine ${answer.version} found` : LOOKED[answer.state]),
  )
  const mayStartEngine = engine.state === 'absent' && !process.env.DOCKER_HOST
  const missing = await missingParts({
    nginx: proxy === 'nginx',
    docker: mayStartEngine && !findProgram('dockerd'),
    redis: !process.env.REDIS_URL,
  })
  if (missing.length > 0) await install(missing, isRoot)
  if (proxy === 'traefik') await requireTraefik()
  if (engine.state === 'answers') return
  if (isRoot && mayStartEngine) await startInstalledEngine(places)
  else throw new Error(engineProblem(engine.state, engine.reason))
}

async function install(missing: MissingPart[], isRoot: boolean) {
  const names = missing.map(part => part.title).join(', ')
  const packages = missing.flatMap(part => part.packages).join(' ')
  if (isRoot && findProgram('apt-get')) {
    tell({ kind: 'note', text: `Missing: ${names}. Installing the packages ${packages} with apt-get.` })
    await step(
      `Installing ${names}`,
      () => installPackages(missing),
      () => `Installed ${names}`,
    )
    return
  }
  const how = findProgram('apt-get')
    ? `Run: sudo ${installCommand(missing)}`
    : `Install with this system's package manager what Debian calls: ${packages}`
  if (missing.some(part => !part.optional))
    throw new Error(`Missing: ${names}.\n${how}\nThen start Berth again.`)
  tell({ kind: 'note', text: `${names} is not installed: jobs are queued in Postgres instead. ${how}` })
}

/** No package of Debian has it, so it is not for us to install. */
async function requireTraefik() {
  const traefik = await checkTraefik(findProgram('traefik'))
  if (!traefik.ok) throw new Error(`${traefik.reason}\n${traefik.fix}`)
}

async function startInstalledEngine(places: Places) {
  const program = findProgram('dockerd')
  if (!program) throw new Error('Docker was installed, but there is no dockerd program.')
  await step(
    'Starting the Docker engine',
    () => startEngine(program, places),
    version => `Docker engine ${version} started; it stays when Berth stops`,
  )
}

function engineProblem(state: 'not-allowed' | 'absent', reason: string): string {
  if (state === 'not-allowed') {
    return 'You may not use the Docker engine of this machine. Run: sudo usermod -aG docker "$USER", sign in again, and start Berth again.'
  }
  return process.env.DOCKER_HOST
    ? `The Docker engine at ${process.env.DOCKER_HOST} does not answer (${reason}). Start it, or unset DOCKER_HOST to use this machine's.`
    : `The Docker engine is not running (${reason}). Run: sudo systemctl start docker`
}
