import { rm } from 'node:fs/promises'
import type { Places } from '../installation/places'
import { step, tell } from './events'
import { identify } from './process-identity'
import type { Service } from './service'
import { SERVICE_NAMES, type State, writeState } from './state'
import { type SupervisedService, superviseService } from './supervise-service'

/** The services of one panel, and the file that says how they are. */
export class Panel {
  private readonly services: SupervisedService[] = []
  private readonly startedAt = new Date().toISOString()
  private phase: State['phase'] = 'starting'
  url = ''

  constructor(private readonly places: Places) {}

  /** Starts the service as one step; afterwards it is kept running. */
  async start<S extends Service>(service: S, title: string, signal: AbortSignal): Promise<S> {
    const watcher = {
      changed: () => this.publish(),
      say: (text: string) => tell({ kind: 'note', text }),
    }
    signal.throwIfAborted()
    await step(
      `Starting ${title}`,
      () => superviseService(service, watcher, signal, started => this.services.push(started)),
      () => `${title} started`,
    )
    return service
  }

  isReady(): void {
    this.phase = 'running'
    this.publish()
    tell({ kind: 'ready', url: this.url })
  }

  /** Ends the services in the opposite order of their start, so that each ends before what it needs. */
  async stop(): Promise<void> {
    this.phase = 'stopping'
    this.publish()
    const latestFirst = this.services.toSorted(
      (a, b) => SERVICE_NAMES.indexOf(b.name) - SERVICE_NAMES.indexOf(a.name),
    )
    for (const service of latestFirst) {
      await step(
        `Stopping ${service.name}`,
        () => service.stop(),
        () => `${service.name} stopped`,
      )
    }
    await rm(this.places.state, { force: true })
  }

  publish(): void {
    const supervisor = identify(process.pid)
    if (!supervisor) throw new Error('This process cannot be found in /proc.')
    writeState(this.places, {
      supervisor,
      phase: this.phase,
      url: this.url,
      startedAt: this.startedAt,
      services: Object.fromEntries(this.services.map(service => [service.name, service.status()])),
    })
  }
}
