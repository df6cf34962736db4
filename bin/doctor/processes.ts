import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Places } from '../installation/places'
import { residentMegabytes } from '../machine/memory'
import { whyWebStaysRoot } from '../machine/web-user'
import { isAlive } from '../supervisor/process-identity'
import { SERVICE_NAMES, type ServiceName, type ServiceStatus } from '../supervisor/state'
import { type Finding, look, ok, problem, warning } from './finding'
import type { Patient } from './patient'

/** A process that ended this often has not only been unlucky. */
const MANY_RESTARTS = 3
/** Web and worker together at work; idle they take less than half of it. */
const MUCH_MEMORY_MB = 600

/** The supervisor and what it keeps running. */
export async function checkProcesses(patient: Patient): Promise<Finding[]> {
  const { state, isRunning, command } = patient
  if (!state) return [problem('Berth', 'It is not running', `Run: ${command('up')}`)]
  if (!isRunning) {
    const says = 'Its supervisor was killed: nothing restarts what ends'
    return [problem('Berth', says, `Run: ${command('up')}`)]
  }
  const running = ok('Berth', `${state.phase} at ${state.url} (process ${state.supervisor.pid})`)
  const services = SERVICE_NAMES.flatMap(name => {
    const status = state.services[name]
    const lives = Boolean(status?.process && isAlive(status.process))
    return status ? [judgeService(name, status, lives, patient)] : []
  })
  const web = await look('Web user', `Run: ${command('status')}`, () => checkWebUser(patient))
  return [running, ...services, ...memory(patient), ...web]
}

export function judgeService(
  name: ServiceName,
  { phase, process, restarts }: ServiceStatus,
  lives: boolean,
  { places }: Pick<Patient, 'places'>,
): Finding {
  const part = `Process ${name}`
  const fix = `See why: tail -n 50 ${logOf(places, name)}`
  const times = restarts === 0 ? '' : `; restarted ${restarts === 1 ? 'once' : `${restarts} times`}`
  if (phase === 'starting') return warning(part, `It is being started${times}`, 'Wait a moment.')
  if (phase !== 'running' || !lives) return problem(part, `It does not run${times}`, fix)
  const says = `Runs as process ${process?.pid}${times}`
  return restarts >= MANY_RESTARTS ? warning(part, says, fix) : ok(part, says)
}

function logOf(places: Places, name: ServiceName): string {
  if (name === 'redis') return path.join(places.redis, 'redis.log')
  if (name === 'postgres') return path.join(places.postgres, 'postgres.log')
  return path.join(places.log, `${name}.log`)
}

function memory({ state, command }: Patient): Finding[] {
  const pids = [state?.services.web, state?.services.worker].flatMap(status => status?.process?.pid ?? [])
  const sizes = pids.map(residentMegabytes).filter(size => size !== null)
  if (sizes.length < 2) return []
  return [judgeOwnMemory(Math.round(sizes.reduce((sum, size) => sum + size, 0)), command)]
}

export function judgeOwnMemory(megabytes: number, command: Patient['command']): Finding {
  const says = `Web and worker take ${megabytes} MB`
  if (megabytes <= MUCH_MEMORY_MB) return ok('Own memory', says)
  return warning('Own memory', `${says}, more than usual`, `Run: ${command('down')} && ${command('up')}`)
}

/** Whoever breaks into the web process should not be root. Only root can give it another user. */
async function checkWebUser({ isRoot, users, state, command }: Patient): Promise<Finding[]> {
  const pid = state?.services.web?.process?.pid
  if (!isRoot || pid === undefined) return []
  const reason = users && (await whyWebStaysRoot(users.web))
  return [judgeWebUser(uidOf(pid), reason, command)]
}

export function judgeWebUser(uid: number, reason: string | null, command: Patient['command']): Finding {
  if (uid !== 0) return ok('Web user', `The web process runs as user ${uid}, not as root`)
  const restart = `Run: ${command('down')} && ${command('up')}`
  return warning('Web user', 'The web process runs as root', reason ? `${reason} ${restart}` : restart)
}

/** proc(5): the first of the four is the real one. */
const uidOf = (pid: number) => Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
