import { type Browser, signedIn } from './browsing'
import { type Bystander, startBystander } from './bystander'
import { type Panel, startPanel } from './panel'

const EVERY_MS = 500

/** A panel with an app that has nothing to do with what a suite tries; both are asked all the time. */
export interface WatchedPanel {
  panel: Panel
  /** What went wrong so far, with the app and with the pages of the panel, and how often each answered well. */
  seen(): { failures: string[]; answers: number; pages: number }
  stop(): Promise<void>
}

export async function watchedPanel(env: Record<string, string> = {}): Promise<WatchedPanel> {
  const panel = await startPanel(env)
  const bystander = await startBystander(panel)
  const dashboard = watchDashboard(await signedIn(panel))
  return {
    panel,
    seen() {
      const { failures, answers } = bystander.seen()
      return { failures: [...failures, ...dashboard.failures], answers, pages: dashboard.pages() }
    },
    async stop() {
      await dashboard.stop()
      await stopAll(bystander, panel)
    },
  }
}

async function stopAll(bystander: Bystander, panel: Panel) {
  await bystander.stop()
  await panel.stop()
}

function watchDashboard(browser: Browser) {
  const failures: string[] = []
  let pages = 0
  let stopped = false
  const asking = (async () => {
    while (!stopped) {
      const problem = await browser.open('/projects').then(
        ({ status }) => (status === 200 ? null : `/projects answered ${status}`),
        (error: Error) => `/projects: ${error.message}`,
      )
      if (problem) failures.push(problem)
      else pages += 1
      await new Promise(resolve => setTimeout(resolve, EVERY_MS))
    }
  })()
  return {
    failures,
    pages: () => pages,
    async stop() {
      stopped = true
      await asking
    },
  }
}
