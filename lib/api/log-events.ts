import type { Actor } from '@/lib/core/access/actor'
import { DomainError } from '@/lib/core/errors'
import type { Context } from '@/lib/operations/context'
import { getDeployment } from '@/lib/operations/deployments/get'
import { readDeploymentLog, readRuntimeLog } from '@/lib/operations/deployments/read-log'
import type { WebRuntime } from '@/lib/runtime'
import { actorOf } from './actor'
import { answering } from './endpoint'
import { eventStream, POLL_MS, STREAM_HEADERS, type StreamEvent, type StreamSource } from './event-stream'
import { firstLine, LogCursor } from './log-cursor'
import { contextFor } from './server'

/** What a notice says when only lines were added: the deployment itself need not be read again. */
const LOG_GREW = 'log'

/**
 * A deployment as it goes: `deployment` (the whole of it) whenever it changed, `log` (a list of lines), and `end` when
 * it is over and told to its last line.
 */
export function handleDeploymentEvents(
  runtime: WebRuntime,
  request: Request,
  deploymentId: string,
): Promise<Response> {
  return streaming(runtime, request, async ctx => {
    let deployment = await getDeployment(ctx, { deploymentId })
    let readAt = 0
    const lines = new LogCursor(firstLine(request), query =>
      readDeploymentLog(ctx, { deploymentId, ...query }),
    )
    let told = ''
    return {
      subscribe: wake =>
        ctx.events.subscribe(`deployment:${deploymentId}`, what => {
          if (what !== LOG_GREW) readAt = 0
          wake()
        }),
      async next() {
        if (Date.now() - readAt >= POLL_MS) {
          readAt = Date.now()
          deployment = await getDeployment(ctx, { deploymentId })
        }
        const { events, more } = await lines.next()
        const text = JSON.stringify(deployment)
        const moved: StreamEvent[] = text === told ? [] : [{ event: 'deployment', data: deployment }]
        told = text
        const over = deployment.finishedAt !== null
        if (over && events.length === 0) return { events: [...moved, { event: 'end', data: {} }], go: 'end' }
        return { events: [...moved, ...events], go: over || more ? 'again' : 'wait' }
      },
    }
  })
}

/** What an app's containers write, line by line, as `log` events. It has no end. */
export function handleRuntimeLogEvents(
  runtime: WebRuntime,
  request: Request,
  appEnvironmentId: string,
): Promise<Response> {
  return streaming(runtime, request, async ctx => {
    await readRuntimeLog(ctx, { appEnvironmentId, limit: 1 })
    const lines = new LogCursor(firstLine(request), query =>
      readRuntimeLog(ctx, { appEnvironmentId, ...query }),
    )
    return {
      subscribe: wake => ctx.events.subscribe(`runtime-log:${appEnvironmentId}`, wake),
      async next() {
        const { events, more } = await lines.next()
        return { events, go: more ? 'again' : 'wait' }
      },
    }
  })
}

/** The source's operations check the right to the project at every turn; `authorize` sees that the caller is still the same. */
async function streaming(
  runtime: WebRuntime,
  request: Request,
  open: (ctx: Context) => Promise<Omit<StreamSource, 'authorize'>>,
): Promise<Response> {
  return answering(runtime, request, async requestId => {
    const actor = await actorOf(runtime, request.headers)
    const source = await open(contextFor(runtime, actor))
    const authorize = async () => requireSame(actor, await actorOf(runtime, request.headers))
    const onError = (error: unknown) => {
      if (!(error instanceof DomainError))
        runtime.log.error({ err: error, requestId }, 'an event stream failed')
    }
    return new Response(eventStream({ ...source, authorize }, request.signal, onError), {
      headers: STREAM_HEADERS,
    })
  })
}

function requireSame(before: Actor, now: Actor): void {
  if (JSON.stringify(now) === JSON.stringify(before)) return
  throw new DomainError('unauthenticated', 'The session ended, or its rights changed.')
}
