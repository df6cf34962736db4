import { parseOptions } from '../arguments'
import { commandName } from '../command-name'
import { placesIn } from '../installation/places'
import { residentMegabytes } from '../machine/memory'
import { isAlive } from '../supervisor/process-identity'
import { readState, SERVICE_NAMES, type ServiceStatus } from '../supervisor/state'

export const summary = 'show whether the panel runs, and each of its processes'
export const usage = 'berth status [--json] [--data-dir DIR]'

interface ProcessReport {
  phase: ServiceStatus['phase'] | 'gone'
  pid: number | null
  uptimeSeconds: number | null
  restarts: number
  /** Resident, of the process and its children; shared pages counted once. */
  memoryMb: number | null
}
interface Report {
  running: boolean
  url: string
  pid: number
  phase: string
  processes: Record<string, ProcessReport>
}

/** Ends with 0 when the panel runs and all its processes do, with 3 when it does not run, else with 1. */
export async function run(argv: string[]): Promise<number> {
  const { dataDir, json } = parseOptions(argv, { json: { type: 'boolean', default: false } })
  const report = await readReport(dataDir)
  if (!report) {
    console.log(
      json ? JSON.stringify({ running: false }) : `Berth is not running (data directory ${dataDir}).`,
    )
    return 3
  }
  if (json) console.log(JSON.stringify(report))
  else print(report)
  const allRun = Object.values(report.processes).every(({ phase }) => phase === 'running')
  return report.running && allRun ? 0 : 1
}

async function readReport(dataDir: string): Promise<Report | null> {
  const state = await readState(placesIn(dataDir))
  if (!state) return null
  const names = SERVICE_NAMES.filter(name => state.services[name])
  const reports = names.map(name => [name, reportOf(state.services[name])])
  return {
    running: isAlive(state.supervisor),
    url: state.url,
    pid: state.supervisor.pid,
    phase: state.phase,
    processes: Object.fromEntries(reports),
  }
}

function reportOf(status: ServiceStatus | undefined): ProcessReport {
  const identity = status?.process
  const restarts = status?.restarts ?? 0
  if (!status || !identity || !isAlive(identity)) {
    const phase = status?.phase === 'running' ? 'gone' : (status?.phase ?? 'stopped')
    return { phase, pid: null, uptimeSeconds: null, restarts, memoryMb: null }
  }
  const started = status.startedAt === null ? Date.now() : Date.parse(status.startedAt)
  return {
    phase: status.phase,
    pid: identity.pid,
    uptimeSeconds: Math.round((Date.now() - started) / 1000),
    restarts,
    memoryMb: residentMegabytes(identity.pid),
  }
}

function print(report: Report) {
  console.log(
    report.running
      ? `Berth is ${report.phase}: ${report.url} (process ${report.pid})`
      : `The supervisor was killed; these processes are left. Run: ${commandName()} up, or ${commandName()} down`,
  )
  console.log(row('process', 'state', 'pid', 'up', 'restarts', 'memory'))
  for (const [name, { phase, pid, uptimeSeconds, restarts, memoryMb }] of Object.entries(report.processes)) {
    const up = uptimeSeconds === null ? '' : duration(uptimeSeconds)
    console.log(row(name, phase, pid ?? '', up, restarts, memoryMb === null ? '' : `${memoryMb} MB`))
  }
}

const row = (...cells: (string | number)[]) =>
  cells
    .map((cell, index) => String(cell).padEnd(index < 2 ? 12 : 10))
    .join('')
    .trimEnd()

function duration(seconds: number): string {
  const [days, hours, minutes] = [86_400, 3600, 60].map(unit => Math.floor(seconds / unit))
  if (days) return `${days} d`
  if (hours) return `${hours} h`
  return minutes ? `${minutes} min` : `${seconds} s`
}
