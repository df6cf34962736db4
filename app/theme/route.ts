import { THEME_COOKIE, themeOf } from '@/components/shell/theme'

const YEAR_SECONDS = 365 * 24 * 3600

/** Keeps the chosen theme in a cookie, so that the server can set it before the first paint without a script in the page. */
export async function POST(request: Request): Promise<Response> {
  const theme = themeOf(new URL(request.url).searchParams.get('theme'))
  const cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly`
  return new Response(null, { status: 204, headers: { 'set-cookie': cookie } })
}
