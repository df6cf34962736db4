export type DomainErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-many'
  | 'unavailable'

/** A refusal the user can act on: a sentence, and what to do. Mapped to HTTP once, in lib/api/http-errors.ts. */
export class DomainError extends Error {
  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly extra: { fix?: string; field?: string; details?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.name = 'DomainError'
  }
}

export const notFound = (what: string) => new DomainError('not-found', `There is no such ${what}.`)

/** The Docker engine cannot be reached. An infrastructure failure: the job is tried again. */
export class EngineUnavailable extends Error {
  override name = 'EngineUnavailable'
}

/** The proxy cannot be reached or did not acknowledge in time. */
export class ProxyUnavailable extends Error {
  override name = 'ProxyUnavailable'
}
