import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { host } from '@/lib/adapters/host'
import { checkNginx, type NginxCheck } from '@/lib/adapters/proxy/nginx/check'
import { checkTraefik, type TraefikCheck } from '@/lib/adapters/proxy/traefik/check'
import type { EngineInfo } from '@/lib/ports/docker'
import { askEngine, dockerHost, type EngineAnswer } from '../machine/docker-engine'
import { findProgram } from '../machine/find-program'
import { gigabytes, judgeDisk } from './disk'
import { type Finding, look, ok, problem, warning } from './finding'
import type { Patient } from './patient'

const LITTLE_MEMORY = 300e6
const START_DOCKER = 'Run: sudo systemctl start docker'

/** What Berth needs of the machine: the engine, programs, memory. */
export async function checkMachine(patient: Patient): Promise<Finding[]> {
  const engine = patient.environment?.DOCKER_HOST ?? dockerHost()
  return [
    ...(await look('Docker engine', START_DOCKER, () => checkEngine(engine))),
    ...(await look('Memory', 'Stop what is not needed.', async () => [judgeMemory(await host.memory())])),
    ...PROGRAMS.map(({ part, name, debian }) => judgeProgram(part, findProgram(name), debian)),
    ...(patient.settings?.proxy === 'traefik'
      ? await look('Traefik', 'Run: traefik version', async () => [
          judgeTraefik(await checkTraefik(findProgram('traefik'))),
        ])
      : await look('nginx', 'Run: nginx -V', async () => [judgeNginx(await checkNginx())])),
  ]
}

const PROGRAMS = [
  { part: 'git', name: 'git', debian: 'git' },
  { part: 'ssh', name: 'ssh', debian: 'openssh-client' },
]

export function judgeProgram(part: string, file: string | null, debian: string): Finding {
  if (file !== null) return ok(part, file)
  return problem(part, `${part} is not installed`, `Run: sudo apt-get install ${debian}`)
}

export function judgeTraefik(traefik: TraefikCheck): Finding {
  if (traefik.ok) return ok('Traefik', `Traefik ${traefik.version} (${traefik.file})`)
  return problem('Traefik', traefik.reason, traefik.fix)
}

export function judgeNginx(nginx: NginxCheck): Finding {
  if (nginx.ok) return ok('nginx', `nginx ${nginx.version} with Lua`)
  return problem('nginx', nginx.reason, nginx.fix)
}

async function checkEngine(address: string): Promise<Finding[]> {
  const answer = await askEngine(address)
  if (answer.state !== 'answers') return [judgeSilence(address, answer)]
  const info = await dockerAdapter({ dockerHost: address, namespace: 'berth' }).info()
  const found = ok('Docker engine', describe(info))
  // The folder of an engine elsewhere is not on this machine.
  if (!address.startsWith('unix:')) return [found]
  const fix = 'See what takes the space: docker system df'
  return [found, judgeDisk(`Disk of ${info.dataRoot}`, await host.disk(info.dataRoot), fix)]
}

const describe = ({ version, cpus, memoryBytes }: EngineInfo) =>
  `Docker ${version}; ${cpus} processors, ${gigabytes(memoryBytes)} of memory`

export function judgeSilence(
  address: string,
  { state, reason }: Exclude<EngineAnswer, { state: 'answers' }>,
): Finding {
  const part = 'Docker engine'
  if (state === 'not-allowed') {
    const fix = 'Run: sudo usermod -aG docker "$USER", and sign in again'
    return problem(part, `You may not use the engine at ${address}`, fix)
  }
  const fix = address.startsWith('unix:') ? START_DOCKER : 'Start it, or unset DOCKER_HOST.'
  return problem(part, `None answers at ${address} (${reason})`, fix)
}

/** Sizes in bytes. */
export function judgeMemory({ total, available }: { total: number; available: number }): Finding {
  const says = `${gigabytes(available)} of ${gigabytes(total)} available`
  if (available >= LITTLE_MEMORY) return ok('Memory', says)
  return warning('Memory', says, 'See what takes it: ps axo pid,rss,comm --sort -rss | head')
}
