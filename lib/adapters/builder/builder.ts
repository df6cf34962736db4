import { createHash, randomUUID } from 'node:crypto'
import { type EngineClient, engineClient, translated } from '@/lib/adapters/engine/client'
import { linesOf } from '@/lib/adapters/engine/lines'
import { type BuildFailure, classifyBuildFailure } from '@/lib/core/build/failure'
import { EngineUnavailable } from '@/lib/core/errors'
import type { BuilderPort, BuildRequest, BuildResult } from '@/lib/ports/builder'
import { type BuildContext, ContextInvalid, readContext } from './context'
import { Progress } from './progress'
import { openSession } from './session'
import { singleFile, withoutIgnored } from './source-tree'

const DOCKERFILE = 'Dockerfile'

/** BuildKit inside the Docker engine at `dockerHost`, asked over the engine's interface with a session of our own. */
export function builderAdapter({ dockerHost }: { dockerHost: string }): BuilderPort {
  const engine = engineClient(dockerHost)
  return { build: request => build(engine, request) }
}

async function build(engine: EngineClient, request: BuildRequest): Promise<BuildResult> {
  const context = await contextOf(request)
  if ('code' in context) return { ok: false, failure: context }
  try {
    const entries = withoutIgnored(context.entries, request.ignore)
    const trees = { context: { ...context, entries }, dockerfile: singleFile(DOCKERFILE, request.dockerfile) }
    const served = { secrets: request.secrets, trees }
    const session = await openSession(engine, served, {
      sharedKey: sharedKey(request.tag),
      signal: request.signal,
    })
    try {
      return await run(engine, request, session.id)
    } finally {
      session.close()
    }
  } finally {
    await context.close()
  }
}

/** The context as it can be asked for, or why it cannot be built. */
async function contextOf({ context, signal }: BuildRequest): Promise<BuildContext | BuildFailure> {
  try {
    return await readContext(context, signal)
  } catch (error) {
    if (error instanceof ContextInvalid) {
      return {
        code: 'build.context-invalid',
        sentence: `The repository cannot be built from: ${error.message}`,
        fix: 'Remove or rename the file in the repository, then deploy again.',
      }
    }
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
      return classifyBuildFailure({ lastLines: [], error: 'no space left on device' })
    }
    throw error
  }
}

/** Builds of one app share what was sent of its files; the tag is `<namespace>/<app>:<build>`. */
const sharedKey = (tag: string) =>
  createHash('sha256')
    .update(tag.replace(/:[^:/]*$/, ''))
    .digest('hex')

async function run(engine: EngineClient, request: BuildRequest, session: string): Promise<BuildResult> {
  const { signal } = request
  const buildid = randomUUID()
  const cancel = () => {
    // The closed connection ends the build; this is for engines behind something that keeps it open.
    engine.json({ method: 'POST', path: '/build/cancel', query: { id: buildid } }).catch(() => undefined)
  }
  signal.addEventListener('abort', cancel, { once: true })
  const progress = new Progress(request.onEvent)
  try {
    const query = queryOf(request, session, buildid)
    const stream = await engine.stream({ method: 'POST', path: '/build', query, signal })
    const outcome = await follow(linesOf(stream), progress)
    progress.close()
    if ('error' in outcome) return { ok: false, failure: failureOf(outcome.error, progress) }
    return { ok: true, ...(await imageOf(engine, outcome.imageId)) }
  } catch (error) {
    throw translated(error, signal)
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

const queryOf = (request: BuildRequest, session: string, buildid: string) => ({
  version: '2',
  session,
  buildid,
  remote: 'client-session',
  dockerfile: DOCKERFILE,
  t: request.tag,
  labels: JSON.stringify(request.labels),
  buildargs: JSON.stringify(request.buildArgs),
  nocache: request.noCache,
  ...(request.target ? { target: request.target } : {}),
})

interface BuildLine {
  id?: string
  aux?: unknown
  error?: string
}

/** Reads the engine's answer to its end. */
async function follow(
  lines: AsyncIterable<string>,
  progress: Progress,
): Promise<{ imageId: string } | { error: string }> {
  let imageId: string | null = null
  let error: string | null = null
  for await (const line of lines) {
    if (line.trim() === '') continue
    const message: BuildLine = JSON.parse(line)
    if (message.id === 'moby.buildkit.trace') progress.take(Buffer.from(String(message.aux), 'base64'))
    else if (message.id === 'moby.image.id') imageId = idIn(message.aux)
    else if (message.error) error = message.error
  }
  if (error !== null) return { error }
  if (imageId === null) throw new EngineUnavailable('The Docker engine ended a build without a result.')
  return { imageId }
}

const idIn = (aux: unknown) =>
  typeof aux === 'object' && aux !== null && 'ID' in aux && typeof aux.ID === 'string' ? aux.ID : null

/** How the engine's message ends when it ended the build for reasons of its own. Before that may stand anything. */
const ENGINE_ENDED =
  /(context canceled|transport is closing|no active session for \w+(: context deadline exceeded)?|server is shutting down)$/

function failureOf(error: string, progress: Progress): BuildFailure {
  const failed = progress.failed()
  const told = failed?.error ?? error
  if (ENGINE_ENDED.test(told)) throw new EngineUnavailable(`The Docker engine ended a build: ${told}`)
  // The command comes first in the message, and may speak of exit codes, too.
  const exitCode = [...told.matchAll(/exit code: (\d{1,3})\b/g)].at(-1)?.[1]
  return classifyBuildFailure({
    step: failed?.name,
    exitCode: exitCode === undefined ? undefined : Number(exitCode),
    lastLines: failed?.lastLines ?? [],
    error: told,
  })
}

async function imageOf(engine: EngineClient, imageId: string) {
  const { Size } = await engine.json<{ Size: number }>({ method: 'GET', path: `/images/${imageId}/json` })
  return { imageId, sizeBytes: Size }
}
