import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import * as z from 'zod'
import { DomainError } from '@/lib/core/errors'
import { actorOfSession } from '@/lib/operations/accounts/authenticate'
import { SESSION_SECONDS, signIn } from '@/lib/operations/accounts/sign-in'
import { signOut } from '@/lib/operations/accounts/sign-out'
import type { WebRuntime } from '@/lib/runtime'
import { clientAddress } from './client-address'
import { contextFor } from './server'
import { isSecure, sessionCookieName } from './session-cookie'

const credentials = z.object({ email: z.string(), password: z.string() })

/**
 * next-auth with e-mail and password. The signed cookie carries the id of a session row, which every request looks up,
 * so that a session can be ended.
 */
export function authOptions(runtime: WebRuntime): NextAuthOptions {
  const { config, log } = runtime
  const nobody = contextFor(runtime, { kind: 'anonymous' })
  return {
    secret: config.sessionSecret,
    useSecureCookies: isSecure(config),
    cookies: {
      sessionToken: {
        name: sessionCookieName(config),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(config) },
      },
    },
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: (given, request) => authorize(runtime, given, new Headers(request.headers)),
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        if (user) return { sid: user.id }
        if (typeof token.sid === 'string' && (await actorOfSession(runtime, token.sid)))
          return { sid: token.sid }
        throw new Error('the session ended')
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await signOut(nobody, token.sid)
      },
    },
    logger: {
      // An ended or forged session is no event; next-auth clears its cookie.
      error: (code, metadata) =>
        code === 'JWT_SESSION_ERROR'
          ? log.debug({ code })
          : log.error({ code, metadata }, 'next-auth failed'),
      warn: code => log.debug({ code }, 'next-auth warns'),
      debug: () => undefined,
    },
  }
}

/** The session as next-auth's user: its id is what the cookie gets. null: refused; an error names a special refusal. */
async function authorize(
  runtime: WebRuntime,
  given: unknown,
  headers: Headers,
): Promise<{ id: string } | null> {
  const parsed = credentials.safeParse(given)
  if (!parsed.success) return null
  try {
    const { sessionId } = await signIn(contextFor(runtime, { kind: 'anonymous' }), {
      ...parsed.data,
      address: clientAddress(headers),
      userAgent: headers.get('user-agent'),
    })
    return { id: sessionId }
  } catch (error) {
    if (!(error instanceof DomainError)) {
      runtime.log.error({ err: error }, 'a sign-in could not be checked')
      throw new Error('unavailable')
    }
    if (error.code === 'too-many') throw new Error('too-many')
    return null
  }
}
