export interface ProbeRequest {
  host: string
  port: number
  path: string
  /** Sent as the Host header. */
  hostHeader: string
  timeoutMs: number
  signal?: AbortSignal
}

export type ProbeAnswer =
  | { kind: 'status'; status: number; bodyStart: string }
  | { kind: 'refused' }
  | { kind: 'timeout' }
  | { kind: 'reset' }
  | { kind: 'not-http' }

/** One HTTP GET from outside the container: `X-Forwarded-Proto: https`, user agent `berth-healthcheck`, redirects not followed. */
export interface ProbePort {
  probe(request: ProbeRequest): Promise<ProbeAnswer>
}
