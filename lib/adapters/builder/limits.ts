import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What all builds together may take. */
export interface BuildLimits {
  /** With swap; null: no limit. */
  memoryMb: number | null
  /** Processes and threads. */
  pids: number
  /** Share of the processors when others want them, too; a container of an app has 1. */
  cpuShare: number
}

type Controller = 'memory' | 'pids' | 'cpu'
export interface LimitOutcome {
  applied: Controller[]
  /** Why the others are not; null when all are. */
  reason: string | null
}

interface Setting {
  file: string
  value: string
  /** Kernels without swap accounting do not have the file. */
  optional?: true
}

const MIB = 1024 * 1024
/** Where the engine puts the processes of containers, and those of all builds below it. */
const ENGINE = 'docker'
const BUILDS = 'docker/buildkit'
const CONTROLLERS: Controller[] = ['memory', 'pids', 'cpu']

/**
 * Limits what all builds together take of the server. The engine takes no limit for BuildKit over its interface (it
 * ignores `memory`), so this writes to the control group all builds are in. That needs root on the engine's own
 * server, and an engine that manages its groups itself (not systemd).
 */
export async function limitBuilds({
  cgroupRoot = '/sys/fs/cgroup',
  ...limits
}: BuildLimits & { cgroupRoot?: string }): Promise<LimitOutcome> {
  const outcome: LimitOutcome = { applied: [], reason: null }
  const version2 = await exists(path.join(cgroupRoot, 'cgroup.controllers'))
  for (const controller of CONTROLLERS) {
    const root = version2 ? cgroupRoot : path.join(cgroupRoot, controller)
    const settings = version2 ? version2Settings(limits) : version1Settings(limits)
    const reason = await apply(root, controller, settings[controller], version2)
    if (reason === null) outcome.applied.push(controller)
    else outcome.reason ??= reason
  }
  return outcome
}

/** Why it could not be applied; null when it was. */
async function apply(
  root: string,
  controller: Controller,
  settings: Setting[],
  version2: boolean,
): Promise<string | null> {
  if (!(await exists(path.join(root, ENGINE))))
    return 'the engine does not keep its control groups on this server, or systemd manages them'
  const folder = path.join(root, BUILDS)
  try {
    if (version2) await passDown(path.join(root, ENGINE), controller)
    await mkdir(folder, { recursive: true })
    const there = new Set(await readdir(folder))
    for (const { file, value, optional } of settings) {
      if (!there.has(file) && optional) continue
      if (!there.has(file)) return `the kernel has no ${file} for builds`
      await writeFile(path.join(folder, file), value)
    }
    return null
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return `the control group of builds cannot be written (${String(error.code)})`
  }
}

/** In version 2 a group has a controller's files only when the group above passes the controller down. */
async function passDown(engine: string, controller: Controller): Promise<void> {
  const file = path.join(engine, 'cgroup.subtree_control')
  const passed = (await readFile(file, 'utf8')).split(/\s+/)
  if (!passed.includes(controller)) await writeFile(file, `+${controller}`)
}

/** The weight of a group runs from 1 to 10,000 and is 100 unless set. */
const version2Settings = ({ memoryMb, pids, cpuShare }: BuildLimits): Record<Controller, Setting[]> => ({
  memory: [
    { file: 'memory.max', value: memoryMb === null ? 'max' : String(memoryMb * MIB) },
    { file: 'memory.swap.max', value: memoryMb === null ? 'max' : '0', optional: true },
  ],
  pids: [{ file: 'pids.max', value: String(pids) }],
  cpu: [{ file: 'cpu.weight', value: String(Math.round(100 * cpuShare)) }],
})

/** The sum with swap may never be below the limit without it, so it is lifted first. Shares are 1024 unless set. */
function version1Settings({ memoryMb, pids, cpuShare }: BuildLimits): Record<Controller, Setting[]> {
  const bytes = memoryMb === null ? '-1' : String(memoryMb * MIB)
  const withSwap = { file: 'memory.memsw.limit_in_bytes', optional: true } as const
  return {
    memory: [
      { ...withSwap, value: '-1' },
      { file: 'memory.limit_in_bytes', value: bytes },
      { ...withSwap, value: bytes },
    ],
    pids: [{ file: 'pids.max', value: String(pids) }],
    cpu: [{ file: 'cpu.shares', value: String(Math.round(1024 * cpuShare)) }],
  }
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )
