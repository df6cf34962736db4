import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { proxyPage } from '@/lib/core/proxy/proxy-page'

/** Answers for a proxy without pages of its own; false when the request is for something else. */
export function answerProxyPage(request: IncomingMessage, response: ServerResponse): boolean {
  const requestId = randomUUID().replaceAll('-', '')
  const { url = '/', method = 'GET', headers } = request
  const page = proxyPage({ url, method, accept: headers.accept, requestId })
  if (!page) return false
  // What is still being uploaded is not read.
  response.writeHead(page.status, {
    ...page.headers,
    'Content-Length': Buffer.byteLength(page.body),
    ...(request.complete ? {} : { Connection: 'close' }),
  })
  response.end(page.body)
  return true
}
