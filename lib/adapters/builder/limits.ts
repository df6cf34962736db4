import { access, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

export type LimitOutcome = { applied: true } | { applied: false; reason: string }

const MIB = 1024 * 1024
/** Where the engine puts the processes of all builds, below the hierarchy's root. */
const BUILDS = 'docker/buildkit'

/**
 * Limits the memory of all builds together, swap included; null: no limit. The engine takes no limit for BuildKit over
 * its interface (it ignores `memory`), so this writes to the control group all builds are in. That needs root on the
 * engine's own server, and an engine that manages its groups itself (not systemd).
 */
export async function limitBuilds({
  memoryMb,
  cgroupRoot = '/sys/fs/cgroup',
}: {
  memoryMb: number | null
  cgroupRoot?: string
}): Promise<LimitOutcome> {
  const version2 = await exists(path.join(cgroupRoot, 'cgroup.controllers'))
  const root = version2 ? cgroupRoot : path.join(cgroupRoot, 'memory')
  if (!(await exists(path.join(root, 'docker')))) {
    return {
      applied: false,
      reason: 'the engine does not keep its control groups on this server, or systemd manages them',
    }
  }
  const bytes = memoryMb === null ? null : memoryMb * MIB
  try {
    const folder = path.join(root, BUILDS)
    await mkdir(folder, { recursive: true })
    for (const [file, value] of version2 ? version2Values(bytes) : version1Values(bytes)) {
      await writeFile(path.join(folder, file), value)
    }
    return { applied: true }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return { applied: false, reason: `the control group of builds cannot be written (${String(error.code)})` }
  }
}

const version2Values = (bytes: number | null): [file: string, value: string][] => [
  ['memory.max', bytes === null ? 'max' : String(bytes)],
  ['memory.swap.max', bytes === null ? 'max' : '0'],
]

/** The sum with swap may never be below the limit without it, so it is lifted first. */
const version1Values = (bytes: number | null): [file: string, value: string][] => [
  ['memory.memsw.limit_in_bytes', '-1'],
  ['memory.limit_in_bytes', String(bytes ?? -1)],
  ['memory.memsw.limit_in_bytes', String(bytes ?? -1)],
]

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )
