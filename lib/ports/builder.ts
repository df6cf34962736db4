import type { Readable } from 'node:stream'
import type { BuildFailure } from '@/lib/core/build/failure'

export interface BuildRequest {
  tag: string
  labels: Record<string, string>
  /** Text of the Dockerfile; the adapter places it in the context under a name of its own. */
  dockerfile: string
  /** Uncompressed tar of the context, paths relative to it. */
  context: Readable
  /** Lines in .dockerignore syntax, applied to the context. */
  ignore: string[]
  buildArgs: Record<string, string>
  /** Stage to stop at; absent: the last. */
  target?: string
  /** Served to `RUN --mount=type=secret,id=NAME`; never part of the image or of a log. */
  secrets: Record<string, string>
  noCache: boolean
  signal: AbortSignal
  onEvent(event: BuildEvent): void
}

export type BuildEvent =
  | { type: 'step'; id: string; name: string; state: 'started' | 'done' | 'cached' | 'failed'; at: Date }
  | { type: 'log'; stepId: string; stream: 'stdout' | 'stderr'; at: Date; text: string }

export type BuildResult =
  | { ok: true; imageId: string; sizeBytes: number }
  | { ok: false; failure: BuildFailure }

export interface BuilderPort {
  /** Builds an image. A user's mistake is a result; an engine that cannot be reached throws `EngineUnavailable`. Rejects with the signal's reason when aborted. */
  build(request: BuildRequest): Promise<BuildResult>
}
