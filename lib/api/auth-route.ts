import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { tellNextAuth } from '@/lib/config'
import { DomainError } from '@/lib/core/errors'
import type { WebRuntime } from '@/lib/runtime'
import { authOptions } from './auth-options'
import { answering } from './endpoint'
import { readText } from './read-json'
import { isFromBrowser, requireSameOrigin } from './same-origin'

const MAX_BODY_BYTES = 16 * 1024
/** What the panel's own pages ask of next-auth; the rest of it is closed. */
const OPEN = new Set([
  'GET csrf',
  'GET providers',
  'GET session',
  'GET error',
  'GET signin',
  'GET signout',
  'POST callback/credentials',
  'POST signout',
])

/** Answers a request to /api/auth by next-auth. */
export async function handleAuth(
  runtime: WebRuntime,
  request: Request,
  params: Promise<{ nextauth: string[] }>,
): Promise<Response> {
  return answering(runtime, request, async () => {
    const { nextauth } = await params
    if (!OPEN.has(`${request.method} ${nextauth.join('/')}`))
      throw new DomainError('not-found', 'There is no such page.')
    const posted = request.method === 'POST'
    if (posted && isFromBrowser(request.headers)) requireSameOrigin(request.headers, runtime.config.publicUrl)
    const body = posted ? await readText(request, MAX_BODY_BYTES) : null
    const { url, method, headers } = request
    tellNextAuth(runtime.config.publicUrl)
    const answer: unknown = await NextAuth(
      new NextRequest(url, { method, headers, body }),
      { params: { nextauth } },
      authOptions(runtime),
    )
    if (!(answer instanceof Response)) throw new Error('next-auth gave no response')
    return answer
  })
}
