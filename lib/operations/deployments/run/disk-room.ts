import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

const MIB = 1024 * 1024
const LOOK_MS = 1000
const FIX =
  'Make room (Servers → Disk shows what takes it and what would go) or enlarge the disk, then deploy again.'

/** Throws where the disk has less free than is kept for the panel and the apps. */
export async function checkDisk({ ctx }: Run): Promise<void> {
  const { dataRoot } = await ctx.docker.info()
  const { dataDir, diskReserveBytes: reserve } = ctx.worker
  for (const folder of [dataRoot, dataDir]) {
    const { free } = await ctx.host.disk(folder)
    if (free >= reserve) continue
    throw new DeployFailure(
      'disk.full',
      `The server's disk has ${inMb(free)} free where ${folder} is; a deployment needs at least ${inMb(reserve)}.`,
      FIX,
      [],
    )
  }
}

export interface DiskGuard {
  /** Aborted when what is kept for the panel and the apps begins to be used up. */
  signal: AbortSignal
  /** The failure to show then. */
  failure(): DeployFailure | null
  stop(): void
}

/** Watches the disk that a build writes to: builds have no quota there, and a full disk ends databases. */
export function guardDisk({ ctx }: Run): DiskGuard {
  const ending = new AbortController()
  const stopping = new AbortController()
  let failure: DeployFailure | null = null
  const watch = async () => {
    const { dataRoot } = await ctx.docker.info()
    const reserve = ctx.worker.diskReserveBytes
    for (let free = reserve; free >= reserve; { free } = await ctx.host.disk(dataRoot))
      await ctx.clock.sleep(LOOK_MS, stopping.signal)
    failure = new DeployFailure(
      'build.disk-full',
      `The build was ended because it filled the server's disk: the last ${inMb(reserve)} where ${dataRoot} is are kept for the panel and the apps.`,
      `Let the build write less. ${FIX}`,
    )
    ending.abort(failure)
  }
  watch().catch((error: unknown) => {
    if (!stopping.signal.aborted) ctx.log.warn({ error }, 'could not watch the disk of a build')
  })
  return { signal: ending.signal, failure: () => failure, stop: () => stopping.abort() }
}

const inMb = (bytes: number) => `${Math.floor(bytes / MIB)} MB`
