import type { EngineClient } from '@/lib/adapters/engine/client'
import type { EngineInfo } from '@/lib/ports/docker'

interface InfoAnswer {
  ServerVersion: string
  OperatingSystem: string
  NCPU: number
  MemTotal: number
  DockerRootDir: string
}

export async function engineInfo(engine: EngineClient): Promise<EngineInfo> {
  const info = await engine.json<InfoAnswer>({ method: 'GET', path: '/info' })
  return {
    version: info.ServerVersion,
    os: info.OperatingSystem,
    cpus: info.NCPU,
    memoryBytes: info.MemTotal,
    dataRoot: info.DockerRootDir,
  }
}
