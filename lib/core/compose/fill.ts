import { interpolate, type MissingVariable, variablesIn } from './interpolate'
import type { ComposeService, Healthcheck, ReleaseService } from './service'

export type Filled<T> = { ok: true; value: T } | { ok: false; missing: MissingVariable }

/** Thrown and caught in this file only. */
class Missing extends Error {
  constructor(readonly missing: MissingVariable) {
    super(missing.name)
  }
}

function filling<T>(values: Record<string, string>, work: (fill: (text: string) => string) => T): Filled<T> {
  const lookup = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)
  const fill = (text: string) => {
    const result = interpolate(text, lookup)
    if (!result.ok) throw new Missing(result.missing)
    return result.text
  }
  try {
    return { ok: true, value: work(fill) }
  } catch (error) {
    if (error instanceof Missing) return { ok: false, missing: error.missing }
    throw error
  }
}

/** What a service's container is given besides its image and limits. */
export interface FilledService {
  command: string | string[] | null
  entrypoint: string[] | null
  environment: Record<string, string>
  healthcheck: Healthcheck | null
}

/**
 * A service with the app's variables filled in. Code of the app's own gets all of them, over what the file says; images
 * of others get what the file gives them. `command`: a text is the user's, for a shell that fills in by itself.
 */
export function fillService(
  service: ReleaseService,
  command: string | string[] | null,
  values: Record<string, string>,
): Filled<FilledService> {
  return filling(values, fill => ({
    command: Array.isArray(command) ? command.map(fill) : command,
    entrypoint: service.entrypoint?.map(fill) ?? null,
    environment: {
      ...Object.fromEntries(
        Object.entries(service.environment).flatMap(([name, text]): [string, string][] => {
          if (text !== null) return [[name, fill(text)]]
          const value = Object.hasOwn(values, name) ? values[name] : undefined
          return value === undefined ? [] : [[name, value]]
        }),
      ),
      ...(service.ownCode ? values : {}),
    },
    healthcheck: service.healthcheck && {
      ...service.healthcheck,
      test: service.healthcheck.test?.map(fill) ?? null,
    },
  }))
}

/** A service whose image and build arguments are filled in, as they must be before anything is built. */
export function fillSource(service: ComposeService, values: Record<string, string>): Filled<ComposeService> {
  const { source } = service
  return filling(values, fill => ({
    ...service,
    source:
      source.kind === 'image'
        ? { ...source, reference: fill(source.reference) }
        : {
            ...source,
            args: Object.fromEntries(Object.entries(source.args).map(([name, text]) => [name, fill(text)])),
          },
  }))
}

const sourceTexts = ({ source }: ComposeService) =>
  source.kind === 'image' ? [source.reference] : Object.values(source.args)

/** Names of variables that a service's image or build arguments are made from. */
export const sourceVariables = (service: ComposeService): string[] =>
  sourceTexts(service).flatMap(text => variablesIn(text).map(({ name }) => name))

/** Names of variables that the services cannot start without. */
export function neededVariables(services: ComposeService[]): string[] {
  const texts = services.flatMap(service => [
    ...sourceTexts(service),
    ...(service.command ?? []),
    ...(service.entrypoint ?? []),
    ...Object.values(service.environment).flatMap(text => text ?? []),
    ...(service.healthcheck?.test ?? []),
  ])
  const found = texts.flatMap(text => variablesIn(text).filter(({ optional }) => !optional))
  return [...new Set(found.map(({ name }) => name))].sort()
}
