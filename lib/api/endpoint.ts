import { randomUUID } from 'node:crypto'
import { DomainError } from '@/lib/core/errors'
import type { WebRuntime } from '@/lib/runtime'
import { actorOf } from './actor'
import { CONTRACT, type OperationName } from './contract'
import { HttpError, toAnswer } from './http-errors'
import { matchRoute } from './match-route'
import { readJson } from './read-json'
import { REGISTRY } from './registry'
import { isFromBrowser, requireSameOrigin } from './same-origin'
import { contextFor } from './server'

export const API_PREFIX = '/api/v1/'

/** Operations that only start something: the answer says what was accepted. */
export const ACCEPTED: ReadonlySet<OperationName> = new Set<OperationName>([
  'deployments.create',
  'deployments.redeploy',
  'deployments.roll-back',
  'app-environments.start',
  'app-environments.stop',
  'app-environments.restart',
  'apps.delete',
  'inspections.create',
  'comparisons.create',
  'promotions.create',
  'projects.create-example',
  'cleanup.preview',
  'cleanup.start',
])

/** Headers of every answer of the API: none of it is kept anywhere, and none of it is a page. */
export const API_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

/** Answers a request to /api/v1 by the operation that the contract names for it. */
export async function handleApi(runtime: WebRuntime, request: Request): Promise<Response> {
  return answering(runtime, request, async requestId => {
    const url = new URL(request.url)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const match = matchRoute(method, url.pathname.slice(API_PREFIX.length).split('/'))
    if (match.kind === 'none') throw new DomainError('not-found', 'There is no such address in the API.')
    if (match.kind === 'wrong-method') throw wrongMethod(method, match.allow)
    const { name, params } = match
    const operation = REGISTRY[name]
    const actor = await actorOf(runtime, request.headers)
    const reads = CONTRACT[name].method === 'GET'
    const vouched = actor.kind === 'user' || (actor.kind === 'anonymous' && isFromBrowser(request.headers))
    if (!reads && vouched) requireSameOrigin(request.headers, runtime.config.publicUrl)
    const given = hasBody(method) ? await readJson(request) : Object.fromEntries(url.searchParams)
    const ctx = contextFor({ ...runtime, log: runtime.log.child({ requestId, operation: name }) }, actor)
    const output = operation.output.parse(await operation(ctx, { ...given, ...params }))
    return Response.json(output, { status: ACCEPTED.has(name) ? 202 : 200 })
  })
}

/** Runs `respond`, turns whatever it throws into an answer, and gives every answer its headers and id. */
export async function answering(
  runtime: WebRuntime,
  request: Request,
  respond: (requestId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = requestIdOf(request.headers)
  const response = await respond(requestId).catch((error: unknown) => {
    const { status, headers, body, unexpected } = toAnswer(error, requestId)
    const { pathname } = new URL(request.url)
    if (unexpected) runtime.log.error({ err: error, requestId, pathname }, 'a request failed')
    return Response.json(body, { status, headers })
  })
  response.headers.set('x-request-id', requestId)
  for (const [name, value] of Object.entries(API_HEADERS)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  return response
}

const hasBody = (method: string) => method === 'POST' || method === 'PATCH'

const wrongMethod = (method: string, allow: string[]) =>
  new HttpError(405, 'wrong-method', `${method} is not possible here.`, `Use ${allow.join(' or ')}.`, {
    allow: allow.join(', '),
  })

/** The proxy's id of the request, so that its access log and ours can be joined; a new one where it has none. */
function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id') ?? ''
  return /^[0-9a-f-]{16,36}$/.test(given) ? given : randomUUID()
}
