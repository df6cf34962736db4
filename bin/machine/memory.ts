import { readdirSync, readFileSync } from 'node:fs'

/**
 * Resident memory of a process and its children, in MB (10^6 bytes): the sum of their proportional set sizes, so that
 * pages they share count once. Null when it may not be read.
 */
export function residentMegabytes(pid: number): number | null {
  const sizes = [pid, ...childrenOf(pid)].map(kilobytes)
  if (sizes[0] === null) return null
  const total = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
  return Math.round((total * 1024) / 1e5) / 10
}

function kilobytes(pid: number): number | null {
  const text = read(`/proc/${pid}/smaps_rollup`)
  const found = /^Pss:\s+(\d+) kB/m.exec(text ?? '')?.[1]
  return found === undefined ? null : Number(found)
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const children = pids.filter(pid => {
    const stat = read(`/proc/${pid}/stat`)
    return stat !== null && Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
  })
  return children.map(Number)
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // It ended, or belongs to somebody else.
    return null
  }
}
