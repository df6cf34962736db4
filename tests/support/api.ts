import { encode } from 'next-auth/jwt'
import { requestFor } from '@/lib/api/client'
import type { OperationName } from '@/lib/api/contract'
import { handleApi } from '@/lib/api/endpoint'
import { sessionCookieName } from '@/lib/api/session-cookie'
import type { TestRuntime } from './context'

export interface Answer {
  status: number
  headers: Headers
  text: string
  body: unknown
}

/** Who sends a request: a session by its cookie, an API token, or nobody. */
export type Sender = { session: string } | { token: string } | null

/** The Cookie header of a session's browser. */
export async function cookieOf({ runtime }: TestRuntime, sessionId: string): Promise<string> {
  const { config } = runtime
  const value = await encode({ token: { sid: sessionId }, secret: config.sessionSecret })
  return `${sessionCookieName(config)}=${value}`
}

/** The headers such a sender's requests have, as a page of the panel would send them. */
export async function headersOf(at: TestRuntime, sender: Sender): Promise<Record<string, string>> {
  if (sender === null) return {}
  if ('token' in sender) return { authorization: `Bearer ${sender.token}` }
  return { cookie: await cookieOf(at, sender.session), 'sec-fetch-site': 'same-origin' }
}

/** Sends a request to /api/v1. */
export async function send(at: TestRuntime, path: string, init: RequestInit = {}): Promise<Answer> {
  const request = new Request(`${at.runtime.config.publicUrl}${path}`, init)
  const response = await handleApi(at.runtime, request)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) }
}

/** Calls an operation as the contract's clients do. */
export async function ask(
  at: TestRuntime,
  sender: Sender,
  name: OperationName,
  input: Record<string, unknown> = {},
): Promise<Answer> {
  const { method, path, body } = requestFor(name, input)
  return send(at, path, {
    method,
    body,
    headers: {
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(await headersOf(at, sender)),
    },
  })
}
