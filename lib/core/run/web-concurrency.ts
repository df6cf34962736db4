const MB_PER_WORKER = 256

/** How many web workers suit a container: `2·cpu + 1`, no more than one per 256 MB, at least one. Injected as WEB_CONCURRENCY. */
export function webConcurrency(cpuMillis: number, memoryMb: number): number {
  return Math.max(1, Math.floor(Math.min((2 * cpuMillis) / 1000 + 1, memoryMb / MB_PER_WORKER)))
}
