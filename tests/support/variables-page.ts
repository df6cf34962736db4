import type { Page } from 'playwright-core'
import type { OutputOf } from '@/lib/api/contract'
import { webApp } from './apps'
import { openBrowser, ready, type TestBrowser } from './browser'
import { createApp } from './deploying'
import { createRepository } from './git-server'
import { type Panel, startPanel } from './panel'

/** The longest that a page of a busy machine takes. */
const BUSY_MS = 60_000

type VariableSet = OutputOf<'variables.list'>

/** A panel with one app, and its page of variables in production. */
export interface VariablesWorld {
  panel: Panel
  browser: TestBrowser
  appEnvironmentId: string
  /** Address of the app's pages. */
  app: string
  setId: string
  sharedSetId: string
  /** The page, once its scripts run. */
  open(search?: string): Promise<Page>
  list(variableSetId: string): Promise<VariableSet>
  /** Puts exactly these in place of what is saved. */
  save(variableSetId: string, variables: { name: string; value: string; secret?: boolean }[]): Promise<void>
  close(): Promise<void>
}

export async function variablesWorld(): Promise<VariablesWorld> {
  const panel = await startPanel()
  const browser = await openBrowser(panel.url)
  const repository = await createRepository({ files: webApp({ version: 'one' }) })
  const { app, production } = await createApp(panel, { repositoryUrl: repository.url })
  const path = `/projects/${app.projectSlug}/production/${app.slug}`
  const found = await panel.call('app-environments.get', { appEnvironmentId: production })
  const list = (variableSetId: string) => panel.call('variables.list', { variableSetId })
  return {
    panel,
    browser,
    appEnvironmentId: production,
    app: path,
    setId: found.variableSetId,
    sharedSetId: found.sharedVariableSetId,
    async open(search = '') {
      const page = await browser.open(`${path}/variables${search}`)
      page.setDefaultTimeout(BUSY_MS)
      await ready(page)
      return page
    },
    list,
    async save(variableSetId, variables) {
      const { revision, variables: before } = await list(variableSetId)
      const unset = before.map(({ name }) => name).filter(name => variables.every(one => one.name !== name))
      await panel.call('variables.update', { variableSetId, revision, set: variables, unset })
    },
    async close() {
      await browser.close()
      await repository.close()
      await panel.stop()
    },
  }
}

/** Adds a variable to the draft by the form of the page. */
export async function addVariable(page: Page, name: string, value: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Add a variable' })
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('Value').fill(value)
  await form.getByRole('button', { name: 'Add' }).click()
}

export const rowOf = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Variables', exact: true }).getByRole('row').filter({ hasText: name })

/** The bar with the unsaved changes. */
export const draftBar = (page: Page) => page.getByRole('region', { name: 'Unsaved changes' })

export async function saveDraft(page: Page): Promise<void> {
  await draftBar(page).getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Variables saved.').waitFor()
}

/** As Ctrl+V on the page does, outside of any field. */
export const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate(content => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', content)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
  }, text)
