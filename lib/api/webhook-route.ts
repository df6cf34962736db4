import { MAX_WEBHOOK_BYTES, receiveWebhook } from '@/lib/operations/webhooks/receive'
import type { WebRuntime } from '@/lib/runtime'
import { answering } from './endpoint'
import { readBytes } from './read-json'
import { contextFor } from './server'

/** Takes a provider's delivery: raw bytes in, one operation, 202 with what came of it. */
export function handleWebhook(
  runtime: WebRuntime,
  request: Request,
  { provider, appId }: { provider: string; appId: string },
): Promise<Response> {
  return answering(runtime, request, async requestId => {
    const body = await readBytes(request, MAX_WEBHOOK_BYTES)
    const log = runtime.log.child({ requestId, operation: receiveWebhook.operationName })
    const headers = Object.fromEntries(request.headers)
    const ctx = contextFor({ ...runtime, log }, { kind: 'anonymous' })
    return Response.json(await receiveWebhook(ctx, { provider, appId, headers, body }), { status: 202 })
  })
}
