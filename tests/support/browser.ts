import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { ADMIN } from './panel'
import { quietNetwork } from './quiet-network'

const CHROMIUM = '/usr/bin/chromium'

/** A headless Chromium that looks at one panel. */
export interface TestBrowser {
  /** A page of a visitor of its own; signed in as the administrator unless `anonymous`. */
  open(path: string, options?: BrowserContextOptions & { anonymous?: boolean }): Promise<Page>
  /** What browsers printed as errors and warnings, and exceptions of pages, since the last call. */
  takeProblems(): string[]
  close(): Promise<void>
}

export async function openBrowser(url: string): Promise<TestBrowser> {
  const network = process.getuid?.() === 0 ? await quietNetwork(CHROMIUM, new URL(url).port) : null
  const browser = await chromium.launch({
    executablePath: network?.executablePath ?? CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  let problems: string[] = []
  let signedIn: Awaited<ReturnType<BrowserContext['storageState']>> | undefined
  const newPage = async (options: BrowserContextOptions) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', baseURL: url, ...options })
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) problems.push(`${page.url()}: ${message.text()}`)
    })
    page.on('pageerror', error => problems.push(`${page.url()}: ${error.message}`))
    return page
  }
  return {
    async open(path, { anonymous = false, ...options } = {}) {
      if (!anonymous && !signedIn) {
        const page = await newPage({})
        await page.goto('/sign-in')
        await signInOn(page)
        signedIn = await page.context().storageState()
        await page.context().close()
      }
      const page = await newPage(anonymous ? options : { storageState: signedIn, ...options })
      await page.goto(path)
      return page
    },
    takeProblems() {
      const taken = problems.filter(text => !UNAVOIDABLE.test(text))
      problems = []
      return taken
    },
    async close() {
      await browser.close()
      network?.close()
    },
  }
}

/** Reported of any request under way when containers come and go, where the browser has no quiet network. */
const UNAVOIDABLE = /ERR_NETWORK_CHANGED/

/** Fills in the sign-in page that `page` shows, and waits for what comes next. */
export async function signInOn(page: Page, password: string = ADMIN.password): Promise<void> {
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(url => url.pathname !== '/sign-in')
}

/** Waits until nothing is being loaded and all controls react: before that, what is typed and clicked is lost. */
export async function ready(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForFunction(() => {
    if (document.querySelector('[role="status"][aria-label^="Loading"]')) return false
    const controls = [...document.querySelectorAll('button, input, select, textarea, a')]
    return controls.every(control => Object.keys(control).some(key => key.startsWith('__reactProps$')))
  })
}
