import { CONTRACT, type InputOf, type OperationName, type OutputOf } from './contract'

/** An answer of the API that is not a success. `message` and `fix` are for the user. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fix: string | null,
    readonly field: string | null,
    readonly details: Record<string, unknown>,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

export interface ClientOptions {
  /** Empty in the browser. */
  baseUrl?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Method, address and body of a request, from the contract. */
export function requestFor(
  name: OperationName,
  input: Record<string, unknown>,
): { method: string; path: string; body: string | null } {
  const { method, path } = CONTRACT[name]
  const rest = { ...input }
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = rest[key]
    delete rest[key]
    return encodeURIComponent(String(value))
  })
  if (method === 'POST' || method === 'PATCH')
    return { method, path: `/api/v1${filled}`, body: JSON.stringify(rest) }
  const query = new URLSearchParams(
    Object.entries(rest).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  ).toString()
  return { method, path: `/api/v1${filled}${query ? `?${query}` : ''}`, body: null }
}

/** Calls one operation. Throws `ApiError`. */
export async function call<N extends OperationName>(
  name: N,
  input: InputOf<N>,
  options: ClientOptions = {},
): Promise<OutputOf<N>> {
  const { method, path, body } = requestFor(name, input as Record<string, unknown>)
  const response = await fetch(`${options.baseUrl ?? ''}${path}`, {
    method,
    body,
    headers: {
      accept: 'application/json',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    signal: options.signal ?? null,
  }).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'AbortError'
      ? error
      : new ApiError(
          0,
          'unreachable',
          'The panel does not answer.',
          'Check your connection, then try again.',
          null,
          {},
        )
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw toApiError(response.status, answer)
  return answer as OutputOf<N>
}

function toApiError(status: number, answer: unknown): ApiError {
  const error = (answer as { error?: Record<string, unknown> } | null)?.error ?? {}
  const text = (key: string) => (typeof error[key] === 'string' ? (error[key] as string) : null)
  return new ApiError(
    status,
    text('code') ?? 'unknown',
    text('message') ?? `The panel answered ${status}.`,
    text('fix'),
    text('field'),
    (error.details as Record<string, unknown>) ?? {},
  )
}
