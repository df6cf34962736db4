import { setTimeout as sleep } from 'node:timers/promises'
import { endProcess } from './end-process'
import { logSize, logTail } from './log-tail'
import { isAlive, type ProcessIdentity } from './process-identity'
import type { Service } from './service'
import type { ServiceStatus } from './state'

const POLL_MS = 200
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** A process that ran this long was well: the pauses begin anew. */
const WELL_MS = 60_000

export interface SupervisedService {
  name: Service['name']
  status(): ServiceStatus
  /** Ends the process and starts it no more. */
  stop(): Promise<void>
}

export interface Watcher {
  /** The status has changed. */
  changed(): void
  /** A sentence for the operator. */
  say(text: string): void
}

/**
 * Starts the service, waits until it is ready, and keeps it running from then on: with growing pauses when it ends
 * again and again. Throws, with the end of its log, when the first start fails. `register` is called before the process
 * is started, so that it is known in every moment of its life.
 */
export async function superviseService(
  service: Service,
  watcher: Watcher,
  signal: AbortSignal,
  register: (service: SupervisedService) => void,
): Promise<void> {
  const keeper = new Keeper(service, watcher)
  register(keeper)
  await keeper.firstStart(signal)
}

class Keeper implements SupervisedService {
  readonly name: Service['name']
  private phase: ServiceStatus['phase'] = 'starting'
  private process: ProcessIdentity | null = null
  private startedAt = 0
  private restarts = 0
  private failures = 0
  private readonly stopping = new AbortController()
  private kept: Promise<void> = Promise.resolve()

  constructor(
    private readonly service: Service,
    private readonly watcher: Watcher,
  ) {
    this.name = service.name
  }

  status(): ServiceStatus {
    const startedAt = this.process ? new Date(this.startedAt).toISOString() : null
    return { phase: this.phase, process: this.process, startedAt, restarts: this.restarts }
  }

  async firstStart(signal: AbortSignal): Promise<void> {
    const logStart = logSize(this.service.logFile)
    try {
      await this.start()
      await this.becomeReady(signal)
    } catch (error) {
      const said = logTail(this.service.logFile, logStart)
      await this.stop()
      throw said && error instanceof StartFailed ? new Error(`${error.message}\n${said}`) : error
    }
    this.enter('running')
    this.kept = this.keep()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.kept
    if (this.process) await endProcess(this.process, this.service.farewell)
    this.process = null
    this.enter('stopped')
  }

  private async start() {
    this.process = await this.service.start()
    this.startedAt = Date.now()
    this.watcher.changed()
  }

  private async becomeReady(signal: AbortSignal) {
    const { name, readyTimeoutMs, logFile } = this.service
    const deadline = Date.now() + readyTimeoutMs
    while (!(await this.service.isReady())) {
      signal.throwIfAborted()
      if (!this.process || !isAlive(this.process))
        throw new StartFailed(`The ${name} process ended while starting.`)
      if (Date.now() > deadline) {
        throw new StartFailed(
          `The ${name} process is not ready after ${readyTimeoutMs / 1000} s; see ${logFile}.`,
        )
      }
      await sleep(50)
    }
  }

  private async keep(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      if (this.process && isAlive(this.process)) await this.pause(POLL_MS)
      else await this.restart()
    }
  }

  private async restart() {
    if (Date.now() - this.startedAt > WELL_MS) this.failures = 0
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS)
    this.process = null
    this.enter('restarting')
    this.watcher.say(
      `The ${this.name} process has ended; it is started again in ${pauseMs / 1000} s. Its log: ${this.service.logFile}`,
    )
    await this.pause(pauseMs)
    if (this.stopping.signal.aborted) return
    this.failures += 1
    this.restarts += 1
    this.startedAt = Date.now()
    try {
      await this.start()
      this.enter('running')
    } catch (error) {
      this.watcher.say(error instanceof Error ? error.message : String(error))
    }
  }

  /** Ends early when the service is to be stopped. */
  private async pause(ms: number) {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined)
  }

  private enter(phase: ServiceStatus['phase']) {
    this.phase = phase
    this.watcher.changed()
  }
}

class StartFailed extends Error {}
