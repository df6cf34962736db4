import { decode } from 'next-auth/jwt'
import type { Config } from '@/lib/config'

type CookieConfig = Pick<Config, 'publicUrl' | 'sessionSecret'>

export const isSecure = ({ publicUrl }: Pick<Config, 'publicUrl'>) => publicUrl.startsWith('https:')

/** With https, `__Host-` keeps apps on sibling names from setting the cookie for us. */
export const sessionCookieName = (config: Pick<Config, 'publicUrl'>) =>
  isSecure(config) ? '__Host-berth-session' : 'berth-session'

/** The session id in the cookie of a request; null when there is none, or it was not made by us, or it is too old. */
export async function sessionIdOf(config: CookieConfig, headers: Headers): Promise<string | null> {
  const token = cookieOf(headers.get('cookie') ?? '', sessionCookieName(config))
  if (!token) return null
  try {
    const payload = await decode({ token, secret: config.sessionSecret })
    return typeof payload?.sid === 'string' ? payload.sid : null
  } catch (error) {
    if (error instanceof Error) return null // forged, expired or cut: whoever sends it is a stranger
    throw error
  }
}

function cookieOf(header: string, name: string): string | null {
  const pair = header
    .split(';')
    .map(part => part.trim())
    .find(part => part.startsWith(`${name}=`))
  return pair ? pair.slice(name.length + 1) : null
}
