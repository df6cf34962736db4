import type { AnswerCount } from '@/lib/core/deployment/error-share'
import type { RouteDocument } from '@/lib/core/proxy/routes'

export interface ProxyStatus {
  driver: string
  /** Generation every worker of the proxy answers with. */
  generation: number
}

/** The reverse proxy. It is given whole documents, never differences. */
export interface ProxyPort {
  /** Resolves when all of the proxy's workers route by this generation or a newer one; an older document is ignored. Throws `ProxyUnavailable`. */
  apply(document: RouteDocument, signal?: AbortSignal): Promise<void>
  status(): Promise<ProxyStatus>
  /** Requests under way to `host:port`, over all workers. */
  inFlight(target: { host: string; port: number }): Promise<number>
  /** Answers that `host:port` gave so far, and those with status 5xx; null: this proxy does not count them. */
  answers(target: { host: string; port: number }): Promise<AnswerCount | null>
}
