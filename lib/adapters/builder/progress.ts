import type { BuildEvent } from '@/lib/ports/builder'
import { LineSplitter } from './line-splitter'
import { status, type Timestamp, type Vertex, type VertexLog } from './messages'

const STDERR = 2
/** Lines of a step that are kept to explain its failure. */
const LAST_LINES = 60
/** Steps of the frontend that nobody wrote; told of only when they fail. */
const INTERNAL = '[internal] '

interface Step {
  name: string
  state: 'started' | 'done' | 'cached' | 'failed' | null
  out: Record<'stdout' | 'stderr', LineSplitter>
  lastLines: string[]
  error: string
}

export interface FailedStep {
  name: string
  error: string
  lastLines: string[]
}

/** Turns BuildKit's status messages into events, and remembers which step failed. */
export class Progress {
  readonly #steps = new Map<string, Step>()

  constructor(readonly onEvent: (event: BuildEvent) => void) {}

  /** Takes one status message. */
  take(message: Uint8Array): void {
    const { vertexes, logs } = status.decode(message)
    for (const vertex of vertexes) this.#begin(vertex)
    for (const log of logs) this.#log(log)
    for (const vertex of vertexes) this.#end(vertex)
  }

  /** Gives out what was held back. */
  close(): void {
    for (const [id, step] of this.#steps) this.#flush(id, step, new Date())
  }

  /** The step that made the build fail. Others that ran beside it were cancelled for it. */
  failed(): FailedStep | null {
    const failed = [...this.#steps.values()].filter(({ error }) => error !== '')
    const cause = failed.find(({ error }) => !/context canceled$/.test(error)) ?? failed[0]
    return cause ? { name: cause.name, error: cause.error, lastLines: cause.lastLines } : null
  }

  #begin({ digest, name, started, cached }: Vertex) {
    const step = this.#steps.get(digest) ?? newStep(name)
    this.#steps.set(digest, step)
    if (started && step.state === null && !cached) this.#tell(digest, step, 'started', started)
  }

  #end({ digest, cached, completed, error }: Vertex) {
    const step = this.#steps.get(digest)
    if (!step || !completed || (step.state !== null && step.state !== 'started')) return
    this.#flush(digest, step, dateOf(completed))
    step.error = error
    this.#tell(digest, step, error ? 'failed' : cached ? 'cached' : 'done', completed)
  }

  #tell(id: string, step: Step, state: 'started' | 'done' | 'cached' | 'failed', at: Timestamp) {
    step.state = state
    if (step.name.startsWith(INTERNAL) && state !== 'failed') return
    this.onEvent({ type: 'step', id, name: step.name, state, at: dateOf(at) })
  }

  #log({ vertex, timestamp, stream, msg }: VertexLog) {
    const step = this.#steps.get(vertex)
    if (!step) return
    const kind = stream === STDERR ? 'stderr' : 'stdout'
    this.#lines(vertex, step, kind, step.out[kind].push(msg), timestamp ? dateOf(timestamp) : new Date())
  }

  #flush(id: string, step: Step, at: Date) {
    for (const kind of ['stdout', 'stderr'] as const) this.#lines(id, step, kind, step.out[kind].end(), at)
  }

  #lines(stepId: string, step: Step, stream: 'stdout' | 'stderr', lines: string[], at: Date) {
    for (const text of lines) {
      this.onEvent({ type: 'log', stepId, stream, at, text })
      if (step.lastLines.push(text) > LAST_LINES) step.lastLines.shift()
    }
  }
}

const newStep = (name: string): Step => ({
  name,
  state: null,
  out: { stdout: new LineSplitter(), stderr: new LineSplitter() },
  lastLines: [],
  error: '',
})

const dateOf = ({ seconds, nanos }: Timestamp) => new Date(seconds * 1000 + nanos / 1e6)
