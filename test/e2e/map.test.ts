import { cpSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { listMaps } from '../../src/core/catalogue/maps.ts'
import { mapJob } from '../../src/jobs/map.ts'
import { map } from '../../src/jobs/definitions/map.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS, type Running, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const IMAGES = 200
const withoutMap = join(temporaryFolder(), 'demo')
const withMap = join(temporaryFolder(), 'demo')
beforeAll(async () => {
  await sampleJob.run({ out: withoutMap, images: IMAGES, seed: 6, k: [4] }, {})
  cpSync(withoutMap, withMap, { recursive: true })
  const parameters = withDefaults(map.parameters, { run: '1' })
  await mapJob.run({ ...parameters, catalogue: join(withMap, 'catalogue.sqlite') }, {})
})
afterAll(closeBrowser)

async function toMap(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Map/ }).click()
  await page.getByTestId('map').waitFor()
  await page.getByTestId('legend').waitFor()
  await page.getByTestId('island-1').waitFor()
  await settled(page)
}

const note = (page: Page) => page.getByTestId('legend').locator('header').textContent()
const selected = (page: Page) => page.getByTestId('selected').textContent()
const entries = (page: Page) => page.getByTestId('legend').getByRole('button', { name: /\d$/ })

/** The number that a legend's entry ends with. */
async function countOf(page: Page, entry: number): Promise<number> {
  return Number((await entries(page).nth(entry).locator('.many').textContent())!.replaceAll(',', ''))
}

/** Pixels of the points that are drawn. */
function drawn(page: Page): Promise<number> {
  return page
    .locator('[data-painter=density] canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      let many = 0
      for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) many++
      return many
    })
}

/** Drags over the map by shares of its size. */
async function drag(page: Page, path: readonly (readonly [x: number, y: number])[]): Promise<void> {
  const { x, y, width, height } = (await page.getByTestId('map').boundingBox())!
  const at = ([across, down]: readonly [number, number]) => [x + width * across, y + height * down] as const
  await page.mouse.move(...at(path[0]))
  await page.mouse.down()
  for (const place of path.slice(1)) await page.mouse.move(...at(place), { steps: 4 })
  await page.mouse.up()
}

const AROUND_ALL = [
  [0.01, 0.01],
  [0.99, 0.01],
  [0.99, 0.99],
  [0.01, 0.99],
  [0.01, 0.02]
] as const

describe.each(HOSTS)('in $name', ({ open, start }) => {
  test('a map is made, images on it are drawn around, named and exported', async () => {
    const folder = join(temporaryFolder(), 'demo')
    cpSync(withoutMap, folder, { recursive: true })
    const catalogue = join(folder, 'catalogue.sqlite')
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Map/ }).click()
    await page.getByRole('heading', { name: 'Run 1 has no map by tags yet' }).waitFor()
    await page.getByTestId('make-map').click()
    await page.getByTestId('map').waitFor()
    await page.getByTestId('island-1').waitFor()
    await settled(page)
    const reader = openForReading(catalogue)
    expect(listMaps(reader.db).map(({ run, by }) => [run, by])).toEqual([[1, 'tags']])
    reader.close()
    await expect.poll(() => selected(page)).toBe(`${IMAGES} images`)
    await page.keyboard.press('l')
    await drag(page, AROUND_ALL)
    await expect.poll(() => selected(page)).toBe(`${IMAGES} of ${IMAGES} images`)
    await expect.poll(() => page.getByTestId('choice').textContent()).toContain('in the lasso')
    // Made again, the map has other places.
    await page.getByRole('button', { name: 'Make it again…' }).click()
    await page.getByTestId('make-map').click()
    await expect.poll(() => selected(page)).toBe(`${IMAGES} images`)
    await settled(page)
    // The left half: some of them, not all.
    await page.keyboard.press('r')
    await drag(page, [
      [0.01, 0.01],
      [0.5, 0.99]
    ])
    await expect.poll(() => page.getByTestId('choice').textContent()).toContain('in the rectangle')
    await expect.poll(() => selected(page)).toMatch(new RegExp(`^\\d+ of ${IMAGES} images$`))
    const many = Number(/^\d+/.exec((await selected(page))!)![0])
    expect(many).toBeGreaterThan(0)
    expect(many).toBeLessThan(IMAGES)
    await page.getByTestId('name-selection').click()
    await page.getByRole('dialog', { name: `Name ${many} images` }).waitFor()
    await page.keyboard.type('Left')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: /^Name / }).waitFor({ state: 'detached' })
    await page.getByTestId('export-selection').click()
    await page.getByRole('heading', { name: 'Export' }).first().waitFor()
    await expect.poll(() => page.locator('main').textContent()).toContain('Selection is Left')
    await close()
    expect(problems).toEqual([])
  })

  describe('on a map', () => {
    let program: Running
    beforeAll(async () => {
      program = await start({ catalogue: join(withMap, 'catalogue.sqlite') })
    })
    afterAll(() => program.end())

    test('the legend hides what is pressed, shows what is pressed with Shift alone, and counts', async () => {
      const { page, close, problems } = await program.open()
      await toMap(page)
      await expect.poll(() => note(page)).toContain(`${IMAGES} images`)
      const all = await drawn(page)
      expect(all).toBeGreaterThan(0)
      let sum = 0
      for (let i = 0; i < (await entries(page).count()); i++) sum += await countOf(page, i)
      expect(sum).toBe(IMAGES)
      const first = await countOf(page, 0)
      await entries(page).first().click()
      await expect.poll(() => note(page)).toContain(`${IMAGES - first} of ${IMAGES} images`)
      await expect.poll(() => entries(page).first().getAttribute('aria-pressed')).toBe('false')
      await settled(page)
      expect(await drawn(page)).toBeLessThan(all)
      await entries(page).first().press('Shift+Enter')
      await expect.poll(() => note(page)).toContain(`${first} of ${IMAGES} images`)
      await page.getByTestId('show-all').click()
      await settled(page)
      expect(await drawn(page)).toBe(all)
      await close()
      expect(problems).toEqual([])
    })

    test('points are coloured by a tag, and a map that is moved and fitted again is as it was', async () => {
      const { page, close, problems } = await program.open()
      await toMap(page)
      await page.getByTestId('colour').click()
      await page.locator('.n-base-select-option').getByText('A tag…').click()
      await page.getByTestId('colour-tag').getByLabel('Tag to colour by').fill('Modality')
      await page.locator('.n-base-select-option').getByText('Modality', { exact: true }).click()
      await expect.poll(() => entries(page).first().textContent()).toMatch(/^\s*(CT|MR|CR|DX|US|MG|XA|PT|NM)/)
      await page.getByTestId('map').focus()
      await settled(page)
      const before = await drawn(page)
      for (const key of ['+', '+', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key)
      await settled(page)
      expect(await drawn(page)).not.toBe(before)
      await page.keyboard.press('0')
      await settled(page)
      expect(await drawn(page)).toBe(before)
      await close()
      expect(problems).toEqual([])
    })

    test('keys reach every island and point, and tell what they are', async () => {
      const { page, close, problems } = await program.open()
      await toMap(page)
      await page.getByTestId('map').focus()
      await page.keyboard.press('.')
      const told = page.getByTestId('island-told')
      await expect.poll(() => told.textContent()).toMatch(/^Island 1 of \d+: \d+ images?, mostly cluster \d/)
      const size = Number(/: (\d+) image/.exec((await told.textContent())!)![1])
      const image = page.getByTestId('map-told')
      await expect.poll(() => image.textContent()).toMatch(/^Image \d+: [A-Z]{2}/)
      await page.keyboard.press('c')
      await expect.poll(() => selected(page)).toBe(`${size} of ${IMAGES} images`)
      await page.keyboard.press('Escape')
      await expect.poll(() => selected(page)).toBe(`${IMAGES} images`)
      // From there to another point, and into its image.
      const before = await image.textContent()
      for (const key of ['Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp']) await page.keyboard.press(key)
      await expect.poll(() => image.textContent()).not.toBe(before)
      await settled(page)
      const instance = /^Image (\d+)/.exec((await image.textContent())!)![1]
      await page.keyboard.press('Enter')
      await expect.poll(() => page.url()).toMatch(new RegExp(`/image/${instance}$`))
      await close()
      expect(problems).toEqual([])
    })

    test('the table of islands selects without the canvas', async () => {
      const { page, close, problems } = await program.open()
      await toMap(page)
      const row = page.getByTestId('island-1')
      const size = Number(await row.getByRole('cell').nth(1).textContent())
      await row.getByRole('button', { name: 'Select island 1' }).focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => selected(page)).toBe(`${size} of ${IMAGES} images`)
      await expect.poll(() => page.getByTestId('choice').textContent()).toContain('in island 1')
      await close()
      expect(problems).toEqual([])
    })

    test('pointing at a place tells of the image there', async () => {
      const { page, close, problems } = await program.open()
      await toMap(page)
      const { x, y } = await page
        .locator('[data-painter=density] canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
          const at = data.findIndex((value, i) => i % 4 === 3 && value !== 0) >> 2
          const scale = canvas.clientWidth / canvas.width
          return { x: (at % canvas.width) * scale, y: Math.floor(at / canvas.width) * scale }
        })
      const box = (await page.getByTestId('map').boundingBox())!
      await page.mouse.move(box.x + x, box.y + y + 2)
      const card = page.getByTestId('map-card')
      await expect.poll(() => card.textContent()).toMatch(/[A-Z]{2}/)
      await card.locator('[data-state=picture]').waitFor()
      await close()
      expect(problems).toEqual([])
    })

    test.each(['dark', 'light'])('axe finds no moderate or serious fault in the %s theme', async (theme) => {
      const { page, close, problems } = await program.open()
      await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
      await page.reload()
      await toMap(page)
      await page.getByTestId('map').focus()
      await page.keyboard.press('.')
      await page.getByTestId('map-card').waitFor()
      await settled(page)
      // In the page's own world, past its policy.
      await page.evaluate(AXE)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
      )
      expect(violations.filter(({ impact }) => impact !== 'minor').map(({ id, nodes }) => [id, nodes[0].html])).toEqual(
        []
      )
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
      await close()
      expect(problems).toEqual([])
    })
  })
})
