import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ready } from '../support/browser'
import { accessibilityProblems, sidewaysPixels } from '../support/check-page'
import { deploy, hostOf } from '../support/deploying'
import { visit } from '../support/panel'
import {
  addVariable,
  draftBar,
  rowOf,
  saveDraft,
  type VariablesWorld,
  variablesWorld,
} from '../support/variables-page'

let world: VariablesWorld
beforeAll(async () => {
  world = await variablesWorld()
}, 400_000)
afterAll(() => world?.close(), 60_000)

describe('the table', () => {
  test('adds, edits, replaces a secret, removes, and saves all in one go', async () => {
    await world.save(world.setId, [
      { name: 'OLD', value: 'gone' },
      { name: 'COLOR', value: 'red' },
      { name: 'API_KEY', value: 'first', secret: true },
    ])
    const page = await world.open()
    await addVariable(page, 'GREETING', 'hello $HOME')
    await rowOf(page, 'GREETING').getByText('New').waitFor()

    await page.getByRole('button', { name: 'Edit COLOR' }).click()
    await page.getByRole('textbox', { name: 'COLOR' }).fill('two\nlines')
    await page.getByRole('button', { name: 'Done' }).click()
    await rowOf(page, 'COLOR').getByText('Changed').waitFor()

    await page.getByRole('button', { name: 'Edit API_KEY' }).click()
    expect(await page.getByRole('textbox', { name: 'API_KEY' }).inputValue()).toBe('')
    await page.getByRole('textbox', { name: 'API_KEY' }).fill('second')
    await page.keyboard.press('Enter')

    await page.getByRole('button', { name: 'Remove OLD' }).click()
    await draftBar(page).getByText('4 changes').waitFor()
    await saveDraft(page)
    await draftBar(page).waitFor({ state: 'detached' })

    const { variables } = await world.list(world.setId)
    expect(variables.map(({ name, value, secret }) => [name, value, secret])).toEqual([
      ['API_KEY', null, true],
      ['COLOR', 'two\nlines', false],
      ['GREETING', 'hello $HOME', false],
    ])
    expect(await page.content()).not.toContain('second')
    expect(world.browser.takeProblems()).toEqual([])
    await page.context().close()
  })

  test('hides values until asked, and never shows a secret', async () => {
    await world.save(world.setId, [
      { name: 'COLOR', value: 'a rare colour' },
      { name: 'API_KEY', value: 'k3y', secret: true },
    ])
    const page = await world.open()
    expect(await rowOf(page, 'COLOR').textContent()).not.toContain('a rare colour')
    await page.getByRole('button', { name: 'Show COLOR' }).click()
    await rowOf(page, 'COLOR').getByText('a rare colour').waitFor()
    expect(await page.getByRole('button', { name: 'Show API_KEY' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Show all values' }).click()
    expect(await page.content()).not.toContain('k3y')
    await page.context().close()
  })

  test('refuses a wrong name and a name that is there, and takes back what Escape or Undo says', async () => {
    await world.save(world.setId, [{ name: 'COLOR', value: 'red' }])
    const page = await world.open()
    await addVariable(page, '1-BAD', 'x')
    await page.getByText('The name must start with a letter or _').waitFor()
    await addVariable(page, 'COLOR', 'x')
    await page.getByText('COLOR is there already: edit its row.').waitFor()
    await page.getByRole('button', { name: 'Edit COLOR' }).click()
    await page.getByRole('textbox', { name: 'COLOR' }).fill('blue')
    await draftBar(page).waitFor()
    await page.keyboard.press('Escape')
    await draftBar(page).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Remove COLOR' }).click()
    await page.getByRole('button', { name: 'Undo the change of COLOR' }).click()
    await draftBar(page).waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('a secret becomes readable only with its value entered again', async () => {
    await world.save(world.setId, [{ name: 'API_KEY', value: 'k3y', secret: true }])
    const page = await world.open()
    await page.getByRole('button', { name: 'Edit API_KEY' }).click()
    const row = page.getByRole('row').filter({ has: page.getByRole('textbox', { name: 'API_KEY' }) })
    await row.getByRole('checkbox').uncheck()
    await row.getByText('Enter the value again to make it readable.').waitFor()
    expect(await draftBar(page).getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: 'API_KEY' }).fill('k3y')
    await saveDraft(page)
    expect((await world.list(world.setId)).variables).toMatchObject([
      { name: 'API_KEY', value: 'k3y', secret: false },
    ])
    await page.context().close()
  })

  test('keeps the filter in the address, and the draft while one looks at other pages', async () => {
    await world.save(world.setId, [
      { name: 'COLOR', value: 'red' },
      { name: 'SIZE', value: 'xl' },
    ])
    const page = await world.open()
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('siz')
    await rowOf(page, 'COLOR').waitFor({ state: 'detached' })
    await page.waitForURL('**/variables?filter=siz')
    await page.getByRole('button', { name: 'Remove SIZE' }).click()
    await page.getByRole('link', { name: 'Domains' }).click()
    await page.waitForURL('**/domains')
    await page.getByText('1 change of variables not saved.').waitFor()
    await page.goBack()
    await draftBar(page).getByText('1 change').waitFor()
    await rowOf(page, 'SIZE').getByText('Removed').waitFor()
    const asked = page.waitForEvent('dialog')
    const leaving = page.close({ runBeforeUnload: true })
    expect((await asked).type()).toBe('beforeunload')
    await (await asked).accept()
    await leaving
    await page.context().close()
  })

  test('10,000 variables: only those in view are in the page, and all are found', {
    timeout: 120_000,
  }, async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      name: `NAME_${String(i).padStart(5, '0')}`,
      value: `value ${i}`,
    }))
    await world.save(world.setId, many)
    const page = await world.open()
    await rowOf(page, 'NAME_00000').waitFor()
    expect(await page.getByRole('row').count()).toBeLessThan(200)
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
    await rowOf(page, 'NAME_09999').waitFor()
    await page.reload()
    await rowOf(page, 'NAME_09999').waitFor()
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('name_04321')
    await page.getByRole('button', { name: 'Edit NAME_04321' }).click()
    await page.getByRole('textbox', { name: 'NAME_04321' }).fill('changed')
    await saveDraft(page)
    const { variables } = await world.list(world.setId)
    expect([variables.length, variables[4321]?.value]).toEqual([10_000, 'changed'])
    await page.context().close()
    await world.save(world.setId, [])
  })
})

describe('shared variables', () => {
  test('are listed with what overrides them, and edited on a page of their own', async () => {
    await world.save(world.sharedSetId, [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'REGION', value: 'eu' },
    ])
    await world.save(world.setId, [{ name: 'LOG_LEVEL', value: 'debug' }])
    const page = await world.open()
    const shared = page.getByRole('region', { name: 'Shared variables' })
    await shared.getByRole('row').filter({ hasText: 'LOG_LEVEL' }).getByText('Overridden').waitFor()
    await page.getByRole('link', { name: 'Edit shared variables' }).click()
    await page.waitForURL('**/settings/variables/production')
    await page.getByRole('button', { name: 'Remove REGION' }).click()
    expect(await page.getByRole('button', { name: 'Save and deploy' }).count()).toBe(0)
    await saveDraft(page)
    expect((await world.list(world.sharedSetId)).variables.map(({ name }) => name)).toEqual(['LOG_LEVEL'])
    expect(await accessibilityProblems(page)).toEqual([])
    await page.context().close()
  })
})

describe('deploying', () => {
  test('nothing is deployed yet: only saving is offered', async () => {
    await world.save(world.setId, [])
    const page = await world.open()
    await addVariable(page, 'COLOR', 'red')
    await draftBar(page).getByRole('button', { name: 'Save', exact: true }).waitFor()
    expect(await page.getByRole('button', { name: 'Save and deploy' }).count()).toBe(0)
    await page.context().close()
  })

  test('saved changes are announced, and "Save and deploy" makes them live', {
    timeout: 240_000,
  }, async () => {
    await deploy(world.panel, world.appEnvironmentId)
    await world.save(world.setId, [{ name: 'COLOR', value: 'red' }])
    const page = await world.browser.open(`${world.app}/variables`, { viewport: { width: 360, height: 740 } })
    await ready(page)
    await page.getByText(/not deployed$/).waitFor()
    await addVariable(page, 'SIZE', 'x l')
    expect(await sidewaysPixels(page)).toBe(0)
    await draftBar(page).getByRole('button', { name: 'Save and deploy' }).click()
    await page.waitForURL('**/deployments/2')
    await page.getByRole('main').getByText('Live', { exact: true }).first().waitFor({ timeout: 60_000 })
    const { body } = await visit(world.panel, await hostOf(world.panel, world.appEnvironmentId), '/env')
    expect(JSON.parse(body)).toMatchObject({ COLOR: 'red', SIZE: 'x l' })
    await page.goto(`${world.app}/variables`)
    await page.getByRole('button', { name: 'Edit SIZE' }).waitFor()
    expect(await page.getByText(/not deployed$/).count()).toBe(0)
    expect(world.browser.takeProblems()).toEqual([])
    await page.context().close()
  })
})
