import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityProblems } from '../support/check-page'
import { draftBar, paste, saveDraft, type VariablesWorld, variablesWorld } from '../support/variables-page'

let world: VariablesWorld
beforeAll(async () => {
  world = await variablesWorld()
}, 400_000)
afterAll(() => world?.close(), 60_000)

describe('a whole .env', () => {
  test('pasted anywhere shows what it changes before it goes into the draft', async () => {
    await world.save(world.setId, [
      { name: 'SAME', value: '1' },
      { name: 'COLOR', value: 'red' },
      { name: 'OLD', value: 'x' },
    ])
    const page = await world.open()
    await paste(
      page,
      '# shop\nexport SAME=1\nCOLOR="blue"\nno sense\nDATABASE_URL=postgres://u:p@db/shop\nPORT_NAME=http # x',
    )
    const dialog = page.getByRole('dialog', { name: 'Import a .env file' })
    await dialog.getByText('Line 4: “no sense” has no “=”. Write NAME=value.').waitFor()
    await dialog.getByText('2 added, 1 changed, 1 the same.').waitFor()
    expect(await dialog.getByLabel('Secret: DATABASE_URL').isChecked()).toBe(true)
    expect(await dialog.getByLabel('Secret: PORT_NAME').isChecked()).toBe(false)
    expect(await dialog.textContent()).not.toContain('u:p@db')
    await dialog.getByLabel('Also remove 1 variable that the file does not have').check()
    await dialog.getByText('2 added, 1 changed, 1 removed, 1 the same.').waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Add 4 changes to the draft' }).click()
    await draftBar(page).getByText('4 changes').waitFor()
    await draftBar(page).getByRole('button', { name: 'Review' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the change of OLD' }).click()
    await page.getByRole('button', { name: 'Close' }).first().click()
    await saveDraft(page)
    expect(
      (await world.list(world.setId)).variables.map(({ name, value, secret }) => [name, value, secret]),
    ).toEqual([
      ['COLOR', 'blue', false],
      ['DATABASE_URL', null, true],
      ['OLD', 'x', false],
      ['PORT_NAME', 'http', false],
      ['SAME', '1', false],
    ])
    await page.context().close()
  })

  test('is taken as a file, and a file that is none is refused', async () => {
    await world.save(world.setId, [])
    const page = await world.open()
    await page.getByRole('button', { name: 'Import .env' }).click()
    const chooser = page.getByLabel('File with variables')
    await chooser.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from([1, 0, 2]) })
    await page.getByText('photo.png is not a text file.').waitFor()
    await chooser.setInputFiles({
      name: '.env',
      mimeType: 'text/plain',
      buffer: Buffer.from('A=1\r\nB=2\r\n'),
    })
    await page.getByText('2 added.').waitFor()
    await page.getByRole('button', { name: 'Add 2 changes to the draft' }).click()
    await draftBar(page).getByText('2 changes').waitFor()
    await page.context().close({ reason: 'the draft is not needed' })
  })

  test('is edited as text: secrets stand as dots and are kept', async () => {
    await world.save(world.setId, [
      { name: 'API_KEY', value: 'k3y', secret: true },
      { name: 'COLOR', value: 'red' },
    ])
    const page = await world.open('?view=raw')
    const text = page.getByLabel('Variables as .env')
    expect(await text.inputValue()).toBe('API_KEY=••••••••\nCOLOR=red\n')
    await text.fill('# note\nAPI_KEY=••••••••\nSIZE="x l"\noops')
    await draftBar(page).getByText('Line 4').waitFor()
    expect(await draftBar(page).getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    await text.fill('# note\nAPI_KEY=••••••••\nSIZE="x l"\n')
    await draftBar(page).getByText('2 changes').waitFor()
    await saveDraft(page)
    expect(await text.inputValue()).toBe("API_KEY=••••••••\nSIZE='x l'\n")
    expect((await world.list(world.setId)).variables.map(({ name, value }) => [name, value])).toEqual([
      ['API_KEY', null],
      ['SIZE', 'x l'],
    ])
    await page.context().close()
  })
})

describe('two people', () => {
  test('see both sides, and choose for each variable', async () => {
    await world.save(world.setId, [
      { name: 'COLOR', value: 'red' },
      { name: 'SIZE', value: 's' },
    ])
    const page = await world.open()
    for (const [name, value] of [
      ['COLOR', 'mine'],
      ['SIZE', 'mine'],
    ] as const) {
      await page.getByRole('button', { name: `Edit ${name}` }).click()
      await page.getByRole('textbox', { name }).fill(value)
      await page.keyboard.press('Enter')
    }
    await world.save(world.setId, [
      { name: 'COLOR', value: 'theirs' },
      { name: 'SIZE', value: 'theirs' },
      { name: 'SHAPE', value: 'theirs' },
    ])
    await draftBar(page).getByRole('button', { name: 'Save', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Somebody else saved these variables' })
    await dialog.getByText('Kept as they saved it: SHAPE').waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await dialog.getByRole('group', { name: 'SIZE' }).getByLabel('Theirs').check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Variables saved.').waitFor()
    expect((await world.list(world.setId)).variables.map(({ name, value }) => [name, value])).toEqual([
      ['COLOR', 'mine'],
      ['SHAPE', 'theirs'],
      ['SIZE', 'theirs'],
    ])
    await page.context().close()
    world.browser.takeProblems()
  })
})
