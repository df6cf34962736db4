import { type Finding, ok, problem, warning } from './finding'

const GB = 1e9
/** A build of a usual app needs this much for a moment. */
const LITTLE = 5 * GB
const TOO_LITTLE = 1 * GB

/** Sizes in bytes. */
export function judgeDisk(part: string, disk: { total: number; free: number }, fix: string): Finding {
  const says = `${gigabytes(disk.free)} of ${gigabytes(disk.total)} free`
  if (disk.free < TOO_LITTLE) return problem(part, says, fix)
  return disk.free < LITTLE ? warning(part, says, fix) : ok(part, says)
}

export const gigabytes = (bytes: number) => `${(bytes / GB).toFixed(1)} GB`
