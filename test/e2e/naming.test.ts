import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { annotateJob, annotationsJob } from '../../src/jobs/annotate.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { browserHost, closeBrowser, HOSTS, settled } from './hosts.ts'

const demo = join(temporaryFolder(), 'demo')
const run = '1.4'
beforeAll(() => sampleJob.run({ out: demo, images: 120, seed: 6, k: [4] }, {}))
afterAll(closeBrowser)

/** One of its own for each spec, whose clusters have the names that the demo gave them. */
function demoCatalogue(): string {
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  copyFileSync(join(demo, 'catalogue.sqlite'), catalogue)
  return catalogue
}

const namesIn = async (catalogue: string): Promise<string[]> =>
  (await annotationsJob.run({ catalogue, run }, {})).annotations.map(({ label }) => label)

async function toClusters(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Clusters/ }).click()
  await page.getByTestId('cluster-0').waitFor()
  await page.getByTestId('clusters').focus()
}

async function write(page: Page, label: string): Promise<void> {
  // L selects the old name.
  await page.keyboard.press('l')
  await page.keyboard.type(label)
  await page.keyboard.press('Enter')
}

const told = (page: Page) => page.getByTestId('told').textContent()

describe.each(HOSTS)('in $name', ({ open }) => {
  test('a label stays on its key, also when the window begins anew', async () => {
    const catalogue = demoCatalogue()
    for (let i = 1; i <= 11; i++) await annotateJob.run({ catalogue, run, cluster: i % 2, label: `L${i}` }, {})
    const { page, close, problems } = await open({ catalogue })
    await toClusters(page)
    const keys = () => page.getByRole('list', { name: 'Recent labels' }).getByRole('listitem').allTextContents()
    const nine = (...labels: string[]) => labels.map((label, i) => `${i + 1}${label}`)
    // Four names of the demo came before, on the first four keys.
    await expect.poll(keys).toEqual(nine('L6', 'L7', 'L8', 'L9', 'L10', 'L11', 'L3', 'L4', 'L5'))
    await page.keyboard.press('3')
    await expect.poll(() => told(page)).toBe('Cluster 0 is now “L8”, no longer “L10”.')
    await write(page, 'New')
    await expect.poll(() => told(page)).toBe('Cluster 0 is now “New”, no longer “L8”.')
    const now = nine('L6', 'L7', 'L8', 'L9', 'L10', 'L11', 'New', 'L4', 'L5')
    await expect.poll(keys).toEqual(now)
    await page.reload()
    await page.getByTestId('clusters').focus()
    await expect.poll(keys).toEqual(now)
    await page.keyboard.press('3')
    await expect.poll(() => namesIn(catalogue).then(([name]) => name)).toBe('L8')
    await close()
    expect(problems).toEqual([])
  })

  test('letters and digits do nothing in a list that drops down, a menu or a dialog; Escape closes only that', async () => {
    const catalogue = demoCatalogue()
    const names = await namesIn(catalogue)
    const { page, close, problems } = await open({ catalogue })
    await toClusters(page)
    await page.keyboard.press('Enter')
    await page.getByTestId('gallery').locator('img').first().waitFor()
    await settled(page)
    const heading = await page.getByRole('heading', { level: 1 }).textContent()
    const pressAll = async (): Promise<void> => {
      for (const key of ['2', '3', 'n', 'u', 'g', 't', 'd', 'j']) await page.keyboard.press(key)
    }
    const isDark = () => page.getByTestId('theme').textContent()
    const theme = await isDark()

    const sort = page.getByTestId('sort')
    await sort.click()
    const option = page.locator('.n-base-select-option').first()
    await option.waitFor()
    await pressAll()
    await page.keyboard.press('Escape')
    await option.waitFor({ state: 'hidden' })
    // It has the focus still.
    await pressAll()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(heading)

    await page.getByTestId('catalogue').click()
    const menu = page.getByText('Open a catalogue…')
    await menu.waitFor()
    await pressAll()
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'hidden' })
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(heading)

    await page.getByTestId('gallery').focus()
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keys' })
    await help.waitFor()
    await pressAll()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(heading)
    await expect.poll(isDark).toBe(theme)
    expect(await namesIn(catalogue)).toEqual(names)

    // Who had the keys has them again.
    await expect
      .poll(() => page.getByTestId('gallery').evaluate((element) => element === document.activeElement))
      .toBe(true)
    await page.keyboard.press('2')
    await expect.poll(() => namesIn(catalogue).then(([name]) => name)).toBe(names[1])
    await close()
    expect(problems).toEqual([])
  })

  test('what was named here is taken back and done again, and nothing else; the same name again changes nothing', async () => {
    const catalogue = demoCatalogue()
    const [first, second, ...others] = await namesIn(catalogue)
    const { page, close, problems } = await open({ catalogue })
    await toClusters(page)
    await page.keyboard.press('u')
    await expect.poll(() => told(page)).toBe('Nothing to undo.')
    await page.keyboard.press('1')
    await expect.poll(() => told(page)).toBe(`Cluster 0 already is “${first}”.`)
    const history = page.getByRole('list', { name: 'Previous names' }).getByRole('listitem')
    await expect.poll(() => history.count()).toBe(0)

    await page.keyboard.press('2')
    await expect.poll(() => told(page)).toBe(`Cluster 0 is now “${second}”, no longer “${first}”.`)
    await write(page, 'Third')
    await expect.poll(() => told(page)).toBe(`Cluster 0 is now “Third”, no longer “${second}”.`)
    await expect.poll(() => history.allTextContents().then((texts) => texts.length)).toBe(2)
    await expect.poll(() => history.first().textContent()).toContain(second)
    for (const label of [second, first]) {
      await page.keyboard.press('u')
      await expect.poll(() => told(page)).toBe(`Undone: cluster 0 is “${label}” again.`)
    }
    await page.keyboard.press('u')
    await expect.poll(() => told(page)).toBe('Nothing to undo.')
    await expect.poll(() => page.getByTestId('undo').count()).toBe(0)
    expect(await namesIn(catalogue)).toEqual([first, second, ...others])
    for (const label of [second, 'Third']) {
      await page.keyboard.press('Shift+U')
      await expect.poll(() => told(page)).toBe(`Redone: cluster 0 is “${label}”.`)
    }
    expect(await namesIn(catalogue)).toEqual(['Third', second, ...others])
    // Ctrl+Z does it, too, but in a field, where it is of what is typed.
    await page.keyboard.press('ControlOrMeta+z')
    await expect.poll(() => told(page)).toBe(`Undone: cluster 0 is “${second}” again.`)
    await page.keyboard.press('ControlOrMeta+Shift+Z')
    await expect.poll(() => told(page)).toBe('Redone: cluster 0 is “Third”.')
    await page.keyboard.press('l')
    await page.keyboard.type('x')
    await page.keyboard.press('ControlOrMeta+z')
    await expect.poll(() => page.getByRole('textbox', { name: 'Label' }).inputValue()).toBe('Third')
    await page.keyboard.press('Escape')
    expect(await namesIn(catalogue)).toEqual(['Third', second, ...others])
    // What one key replaced, one click brings back.
    await page.keyboard.press('2')
    await expect.poll(() => told(page)).toMatch(/^Cluster 0 is now “.*”, no longer “Third”\.$/)
    await page.getByTestId('undo').click()
    await expect.poll(() => told(page)).toBe('Undone: cluster 0 is “Third” again.')
    await page.getByTestId('clusters').focus()
    // What was told is about this cluster.
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => told(page)).toBe('')
    await close()
    expect(problems).toEqual([])
  })

  test('a suggested note goes with its label, one that somebody typed stays', async () => {
    const catalogue = demoCatalogue()
    const { page, close, problems } = await open({ catalogue })
    const notes = async () => (await annotationsJob.run({ catalogue, run }, {})).annotations.map(({ note }) => note)
    expect(new Set(await notes())).toEqual(new Set(['named by its most distinguishing tags']))
    await toClusters(page)
    await page.keyboard.press('2')
    await expect.poll(() => notes().then(([note]) => note)).toBe('')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('l')
    await page.keyboard.type('!')
    await expect.poll(() => page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('')
    await page.keyboard.press('Enter')
    await expect.poll(() => notes().then((all) => all[1])).toBe('')

    await page.getByRole('textbox', { name: 'Note' }).fill('two of them are rotated')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => notes().then((all) => all[1])).toBe('two of them are rotated')
    await page.getByTestId('clusters').focus()
    await page.keyboard.press('3')
    await expect.poll(() => told(page)).toContain('Cluster 1 is now')
    expect((await notes())[1]).toBe('two of them are rotated')
    await close()
    expect(problems).toEqual([])
  })
})

test('what one window names, the others show; none takes back what was changed elsewhere', async () => {
  const catalogue = demoCatalogue()
  const { page, close, problems } = await browserHost.open({ catalogue })
  await toClusters(page)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByTestId('cluster-0').waitFor()
  await write(page, 'Here')
  const card = other.getByTestId('cluster-0')
  await expect.poll(() => card.locator('strong').textContent()).toBe('Here')
  // Who types keeps what is typed.
  await other.getByTestId('clusters').focus()
  await other.keyboard.press('l')
  await other.keyboard.press('ControlOrMeta+a')
  await other.keyboard.type('The')
  await write(page, 'Here too')
  await expect.poll(() => card.locator('strong').textContent()).toBe('Here too')
  await other.keyboard.type('re')
  await other.keyboard.press('Enter')
  await expect.poll(() => page.getByTestId('cluster-0').locator('strong').textContent()).toBe('There')

  await page.getByTestId('clusters').focus()
  await page.keyboard.press('u')
  await expect.poll(() => told(page)).toBe('Cluster 0 was named elsewhere meanwhile: it stays as it is.')
  await page.keyboard.press('u')
  await expect.poll(() => told(page)).toBe('Nothing to undo.')
  expect((await namesIn(catalogue))[0]).toBe('There')
  await other.getByTestId('clusters').focus()
  await other.keyboard.press('u')
  await expect.poll(() => page.getByTestId('cluster-0').locator('strong').textContent()).toBe('Here too')
  // From a command line.
  await annotateJob.run({ catalogue, run, cluster: 0, label: 'From a shell' }, {})
  await expect.poll(() => card.locator('strong').textContent()).toBe('From a shell')
  await close()
  expect(problems).toEqual([])
})
