import type { Farewell } from './end-process'
import type { ProcessIdentity } from './process-identity'
import type { ServiceName } from './state'

/** One process that is kept running. */
export interface Service {
  name: ServiceName
  /** Starts it, or adopts the one that runs; returns its main process. Throws with what its log says. */
  start(): Promise<ProcessIdentity>
  /** Whether it does its work. */
  isReady(): Promise<boolean>
  readyTimeoutMs: number
  farewell: Farewell
  /** Where its output goes. */
  logFile: string
}
