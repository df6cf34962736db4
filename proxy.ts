import { type NextRequest, NextResponse } from 'next/server'
import { PATH_HEADER, pagePolicy } from '@/lib/api/page-headers'
import { config as readConfig } from '@/lib/config'

/** Gives every page its content security policy with a nonce of its own, which Next puts on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const { production, publicUrl } = readConfig()
  const policy = pagePolicy(crypto.randomUUID().replaceAll('-', ''), { production })
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  if (publicUrl.startsWith('https:')) {
    response.headers.set('strict-transport-security', 'max-age=31536000')
  }
  return response
}

export const config = { matcher: ['/((?!api/|_next/static|_next/image|icon.svg|favicon.ico).*)'] }
