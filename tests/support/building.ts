import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { builderAdapter } from '@/lib/adapters/builder/builder'
import { resourceLabels } from '@/lib/core/run/names'
import type { BuildEvent, BuildRequest, BuildResult } from '@/lib/ports/builder'
import { DOCKER_HOST, type TestEngine } from './docker'

type TarHeader = Parameters<ReturnType<typeof pack>['entry']>[0]
/** Names with content, or with a whole tar header. */
export type Files = Record<string, string | Buffer | (Omit<TarHeader, 'name'> & { content?: string })>

/** A tar as `git archive` writes it. */
export function tarOf(files: Files): Readable {
  const tar = pack()
  for (const [name, file] of Object.entries(files)) {
    if (typeof file === 'string' || Buffer.isBuffer(file)) tar.entry({ name, mtime: new Date(0) }, file)
    else tar.entry({ mtime: new Date(0), ...file, name }, file.content ?? '')
  }
  tar.finalize()
  return Readable.from(tar)
}

export interface TestBuild {
  result: BuildResult
  events: BuildEvent[]
  /** All log lines. */
  log: string[]
  /** States by step name. */
  steps: Record<string, string[]>
}

export interface TestBuilder {
  request(dockerfile: string, files?: Files, changes?: Partial<BuildRequest>): BuildRequest
  build(dockerfile: string, files?: Files, changes?: Partial<BuildRequest>): Promise<TestBuild>
}

/** Builds into the namespace of the test's engine, which removes the images. */
export function testBuilder({ namespace }: TestEngine): TestBuilder {
  const builder = builderAdapter({ dockerHost: DOCKER_HOST })
  const request: TestBuilder['request'] = (dockerfile, files = {}, changes = {}) => ({
    tag: `${namespace}/app_x:${randomBytes(6).toString('hex')}`,
    labels: resourceLabels({ namespace }),
    dockerfile,
    context: tarOf(files),
    ignore: [],
    buildArgs: {},
    secrets: {},
    noCache: false,
    signal: new AbortController().signal,
    onEvent: () => undefined,
    ...changes,
  })
  return {
    request,
    async build(dockerfile, files, changes) {
      const events: BuildEvent[] = []
      const full = request(dockerfile, files, changes)
      const result = await builder.build({
        ...full,
        onEvent(event) {
          events.push(event)
          full.onEvent(event)
        },
      })
      return {
        result,
        events,
        log: events.flatMap(event => (event.type === 'log' ? event.text : [])),
        steps: stepsOf(events),
      }
    },
  }
}

function stepsOf(events: BuildEvent[]): Record<string, string[]> {
  const steps: Record<string, string[]> = {}
  for (const event of events) {
    if (event.type === 'step') steps[event.name] = [...(steps[event.name] ?? []), event.state]
  }
  return steps
}
