import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoJob } from '../../src/jobs/demo.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS, type MedoidWindow, settled } from './hosts.ts'

const out = temporaryFolder()
const catalogue = join(out, 'catalogue.sqlite')
beforeAll(() => demoJob.run({ out, images: 120, seed: 3, k: [3] }, {}))
afterAll(closeBrowser)

/** What was copied, of which the window itself can read nothing. */
async function keepCopied(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const copied: string[] = []
    Object.assign(globalThis, { copied })
    navigator.clipboard.writeText = (text) => Promise.resolve(void copied.push(text))
    navigator.clipboard.write = async ([item]) => {
      const bytes = new Uint8Array(await (await item.getType('image/png')).arrayBuffer())
      copied.push(String.fromCharCode(...bytes.subarray(1, 4)))
    }
  })
  return () => page.evaluate(() => (globalThis as unknown as { copied: string[] }).copied)
}

async function goTo(page: Page, view: string): Promise<void> {
  await page.evaluate((path) => (location.hash = `#/${path}`), view)
  await settled(page)
}

describe.each(HOSTS)('in $name', ({ name, open }) => {
  let window: MedoidWindow
  let page: Page
  let copied: () => Promise<string[]>
  beforeAll(async () => {
    window = await open({ catalogue })
    page = window.page
    await page.getByTestId('catalogue').waitFor()
    copied = await keepCopied(page)
  })
  afterAll(async () => {
    await window.close()
    expect(window.problems).toEqual([])
  })
  const items = (): Promise<string[]> => page.getByRole('menuitem').locator('span').allTextContents()
  const choose = (label: string): Promise<void> => page.getByRole('menuitem', { name: label, exact: true }).click()
  const menuOf = (target: Locator): Promise<void> => target.click({ button: 'right' })

  test('the menu of a tag is walked with the keyboard, and the focus is back where it was', async () => {
    await goTo(page, 'tags')
    await page.getByTestId('tags').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menu').waitFor()
    expect(await items()).toEqual(['Show its values', 'Copy name', 'Copy tag number', 'Copy row'])
    const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.textContent)
    expect(await focused()).toBe('Show its values')
    await page.keyboard.press('ArrowUp')
    expect(await focused()).toContain('Copy row')
    await page.keyboard.press('ArrowUp')
    expect(await focused()).toBe('Copy tag number')
    await page.keyboard.press('Enter')
    await page.getByText('Copied', { exact: true }).first().waitFor()
    expect((await copied()).at(-1)).toMatch(/^\([0-9A-F]{4},[0-9A-F]{4}\)$/)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('tags')
    await page.keyboard.press('Shift+F10')
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
  })

  test('Ctrl+C copies the row that has the focus, with tabs between its cells', async () => {
    const tag = (await copied()).at(-1)!
    await page.keyboard.press('Control+c')
    await expect.poll(async () => (await copied()).at(-1)!.split('\t').length).toBe(6)
    expect((await copied()).at(-1)!.startsWith(`${tag}\t`)).toBe(true)
  })

  test('a cell has its value', async () => {
    await page.getByTestId('tag-search').locator('input').fill('BodyPartExamined')
    await menuOf(
      page
        .getByTestId('tags')
        .getByRole('row', { name: /BodyPartExamined/ })
        .getByRole('gridcell')
        .nth(2)
    )
    await choose('Copy value')
    await expect.poll(async () => (await copied()).at(-1)).toBe('CS')
  })

  test('a chart gives its numbers as CSV, and its picture', async () => {
    await page
      .getByTestId('tags')
      .getByRole('row', { name: /BodyPartExamined/ })
      .click()
    const bars = page.getByTestId('distribution').getByRole('list')
    await menuOf(bars.getByRole('listitem').first())
    await choose('Copy numbers as CSV')
    await expect.poll(async () => (await copied()).at(-1)).toMatch(/^value,instances\n\w+,\d+\n/)
    await menuOf(bars.getByRole('listitem').first())
    await choose('Copy chart as picture')
    await expect.poll(async () => (await copied()).at(-1)).toBe('PNG')
    await goTo(page, 'clustering')
    await menuOf(page.getByRole('img', { name: /silhouette/i }).first())
    expect(await items()).toEqual(['Copy numbers as CSV', 'Copy chart as picture'])
    await choose('Copy numbers as CSV')
    await expect.poll(async () => (await copied()).at(-1)).toMatch(/^K,silhouette,loss\n3,0\.\d+,\d/)
  })

  test('a cluster, and an image, are opened, named, chosen and copied', async () => {
    await goTo(page, 'clusters')
    await menuOf(page.getByTestId('cluster-0').locator('.stats'))
    expect(await items()).toEqual(expect.arrayContaining(['Open cluster', 'Write a name', 'Copy name', 'Copy facts']))
    await choose('Write a name')
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await menuOf(page.getByTestId('cluster-0').locator('.stats'))
    await choose('Open cluster')
    const cell = page.getByTestId('gallery').getByRole('option').first()
    await menuOf(cell.locator('[data-instance]'))
    const shows = name === 'the simulated desktop' ? ['Show file in its folder'] : []
    expect(await items()).toEqual(
      expect.arrayContaining(['Select', 'Open image', 'Similar images', ...shows, 'Copy SOP Instance UID', 'Copy path'])
    )
    await choose('Copy SOP Instance UID')
    await expect.poll(async () => (await copied()).at(-1)).toMatch(/^2\.25\.\d+$/)
    await menuOf(cell.locator('[data-instance]'))
    await choose('Copy path')
    await expect.poll(async () => (await copied()).at(-1)).toContain(out)
    await menuOf(cell.locator('[data-instance]'))
    await choose('Select')
    await expect.poll(() => cell.getAttribute('aria-selected')).toBe('true')
    await menuOf(cell.locator('[data-instance]'))
    await choose('Open image')
    await page.getByTestId('elements').waitFor()
  })

  test('an element gives its value as the file has it', async () => {
    const modality = page.getByTestId('elements').getByRole('treeitem', { name: /^Modality/ })
    await page.getByTestId('element-search').locator('input').fill('Modality')
    await menuOf(modality)
    expect(await items()).toEqual(['Copy value', 'Copy tag number', 'Copy keyword', 'Copy row'])
    await choose('Copy value')
    await expect.poll(async () => (await copied()).at(-1)).toMatch(/^[A-Z]{2}$/)
  })

  test('a field keeps the menu of the system', async () => {
    const prevented = page.evaluate(
      () =>
        new Promise((resolve) => {
          const hear = (event: Event): void => resolve(event.defaultPrevented)
          document.addEventListener('contextmenu', hear, { once: true })
        })
    )
    await menuOf(page.getByTestId('element-search').locator('input'))
    expect(await prevented).toBe(false)
    await expect.poll(() => page.getByRole('menu').count()).toBe(0)
  })
})
