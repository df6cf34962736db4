/** Pages that the panel's web process answers for a proxy that has none of its own (Traefik). */
const PAGES = {
  unknown: {
    status: 404,
    code: 'not-deployed',
    title: 'Nothing is deployed at this address',
    text: 'Check the address for typing mistakes. If it is yours, add it to the domains of an app in the panel.',
  },
  starting: {
    status: 503,
    code: 'proxy-starting',
    title: 'Just a moment',
    text: 'The server is starting and does not know its apps yet. Try again in a few seconds.',
    retryAfter: 5,
    asksAgain: true,
  },
  stopped: {
    status: 503,
    code: 'app-stopped',
    title: 'This app is stopped',
    text: '{name} is not running at the moment. Whoever runs it can start it in the panel.',
    retryAfter: 30,
  },
  updating: {
    status: 503,
    code: 'app-updating',
    title: 'This app is being updated',
    text: '{name} is back in a moment. This page tries again by itself.',
    retryAfter: 5,
    asksAgain: true,
  },
  down: {
    status: 502,
    code: 'app-down',
    title: 'This app is down',
    text: '{name} has ended, and the panel says why. This page tries again by itself.',
    retryAfter: 5,
    asksAgain: true,
  },
  maintenance: {
    status: 503,
    code: 'app-maintenance',
    title: 'Down for maintenance',
    text: '{name} is being worked on and will be back.',
    retryAfter: 600,
  },
  refused: {
    status: 400,
    code: 'bad-request',
    title: 'This request cannot be understood',
    text: 'The browser or program sent something that no app here can answer.',
  },
} satisfies Record<string, PageText>

interface PageText {
  status: number
  code: string
  title: string
  text: string
  retryAfter?: number
  /** A browser comes back by itself after that time; a form that was sent is not sent again. */
  asksAgain?: boolean
}

export type ProxyPageKind = keyof typeof PAGES

const PREFIX = '/.berth-proxy/'
const PATH =
  /^\/\.berth-proxy\/([a-z]+)(?:\/([A-Za-z0-9][A-Za-z0-9._-]{0,199})(?:\/([1-9]\d{0,5}))?)?(?:[?#]|$)/

/** Where the proxy finds a page. `name`: of the app, `<app>-<environment>`. `seconds`: after which to come back. */
export const proxyPagePath = (kind: ProxyPageKind, name?: string, seconds?: number) =>
  PREFIX + [kind, name, seconds].filter(part => part !== undefined).join('/')

export interface ProxyPage {
  status: number
  headers: Record<string, string>
  body: string
}

interface PageRequest {
  /** Of the request, as it was written. */
  url: string
  method: string
  accept: string | undefined
  /** 32 hexadecimal digits, by which the request is found again. */
  requestId: string
}

/** The page at this address, as JSON for who asks for it; null when it is none of these. */
export function proxyPage({ url, method, accept = '', requestId }: PageRequest): ProxyPage | null {
  const [, kind = '', name = 'The app', seconds] = PATH.exec(url) ?? []
  if (!isKind(kind)) return null
  const page: PageText = { ...PAGES[kind], ...(seconds ? { retryAfter: Number(seconds) } : {}) }
  const text = page.text.replace('{name}', name)
  const json = /[/+]json/.test(accept) && !accept.includes('text/html')
  const error = { code: page.code, message: `${page.title}. ${text}`, requestId }
  return {
    status: page.status,
    headers: {
      'Content-Type': json ? 'application/json' : 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': requestId,
      ...(json ? {} : { 'Content-Security-Policy': POLICY }),
      ...(page.asksAgain && method === 'GET' && !json ? { Refresh: String(page.retryAfter) } : {}),
      ...(page.retryAfter === undefined ? {} : { 'Retry-After': String(page.retryAfter) }),
    },
    body: json ? `${JSON.stringify({ error })}\n` : html(page, text, requestId),
  }
}

const isKind = (kind: string): kind is ProxyPageKind => Object.hasOwn(PAGES, kind)

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

/** Looks as the page of nginx, `lib/adapters/proxy/nginx/lua/berth/page.html`. Nothing in it needs escaping. */
const html = ({ status, title }: PageText, text: string, requestId: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>
:root { color-scheme: light dark; --ground: #fff; --text: #18181b; --quiet: #63636e; --line: #e4e4e7 }
@media (prefers-color-scheme: dark) { :root { --ground: #0c0c0e; --text: #f4f4f5; --quiet: #a1a1aa; --line: #2a2a2e } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--text);
  font: 15px/1.6 ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif }
main { max-width: 32rem; padding: 2rem }
h1 { margin: 0 0 .5rem; font-size: 1.25rem; font-weight: 600; letter-spacing: -.01em }
p { margin: 0; color: var(--quiet) }
small { display: block; margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet);
  font: 12px/1.6 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
<small>${status} · request ${requestId}</small>
</main>
</body>
</html>
`
