import { shown } from '../build/detect/problem'
import type { Refusal } from './service'

/** Collects what is refused and what has no effect, while a Compose file is read to its end. */
export class Notes {
  readonly refusals: Refusal[] = []
  /** Keys without effect by service. */
  readonly ignored = new Map<string, Set<string>>()

  of(service: string | null): ServiceNotes {
    return {
      refuse: (key, why, instead) =>
        this.refusals.push({
          service: service === null ? null : shown(service),
          key: shown(key),
          why,
          instead,
        }),
      ignore: key => {
        const name = service === null ? 'file' : shown(service)
        this.ignored.set(name, (this.ignored.get(name) ?? new Set()).add(shown(key)))
      },
    }
  }
}

export interface ServiceNotes {
  refuse(key: string, why: string, instead: string): void
  ignore(key: string): void
}
