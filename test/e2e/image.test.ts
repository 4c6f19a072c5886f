import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownArchive, MARKUP, SIDE, stored } from '../known-images.ts'
import { browserHost, closeBrowser, HOSTS, pressTogether, type Running, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let catalogue: string
beforeAll(async () => {
  catalogue = await knownArchive()
})
afterAll(closeBrowser)

/** Instances by their files: slices 2, 0 and 1, the multi-frame image, the report, the sigmoid, the VOI LUT, the structured report, the slope of 0. */
const [SLICE_2, SLICE_0, , FRAMES, REPORT, SIGMOID, TABLE, STRUCTURED, ZERO] = [0, 1, 2, 3, 4, 5, 6, 7, 8]

async function show(page: Page, instance: number): Promise<void> {
  await page.getByRole('link', { name: /^Image/ }).waitFor()
  await page.goto(new URL(`#/image/${instance}`, page.url()).href)
}

/** Where the middle of a pixel is on the screen, while the whole image is in sight. */
async function placeOf(page: Page, column: number, row: number): Promise<{ x: number; y: number }> {
  const box = (await page.getByTestId('surface').boundingBox())!
  const size = Math.min(box.width, box.height) / SIDE
  const [left, top] = [box.x + box.width / 2 - (size * SIDE) / 2, box.y + box.height / 2 - (size * SIDE) / 2]
  return { x: left + (column + 0.5) * size, y: top + (row + 0.5) * size }
}

/** Has the pointer over a pixel, where nothing is about to move the image. */
async function pointAt(page: Page, column: number, row: number): Promise<{ x: number; y: number }> {
  await settled(page)
  const place = await placeOf(page, column, row)
  await page.mouse.move(place.x, place.y)
  return place
}

/** Of the canvas there, from 0 to 255. */
async function greyAt(page: Page, column: number, row: number): Promise<number> {
  const { x, y } = await placeOf(page, column, row)
  return page.evaluate(
    ([left, top]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="surface"] canvas')!
      const box = canvas.getBoundingClientRect()
      const at = ((left - box.left) * canvas.width) / box.width
      const down = ((top - box.top) * canvas.height) / box.height
      return canvas.getContext('2d')!.getImageData(Math.floor(at), Math.floor(down), 1, 1).data[0]
    },
    [x, y]
  )
}

/** PS3.3 section C.11.2.1.2.1. */
function linear(value: number, center: number, width: number): number {
  return Math.min(255, Math.max(0, ((value - (center - 0.5)) / (width - 1) + 0.5) * 255))
}

describe.each(HOSTS)('in $name', (host) => {
  let program: Running
  beforeAll(async () => {
    program = await host.start({ catalogue })
  })
  afterAll(() => program.end())

  test('stored values, the window of the file and drags of it are right to the pixel', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SLICE_0)
    await page.getByTestId('window').getByText('C −800 W 401').waitFor()
    for (const [column, row] of [
      [0, 0],
      [5, 40],
      [20, 10],
      [63, 63]
    ]) {
      await pointAt(page, column, row)
      const value = stored(0, column, row)
      const density = String(2 * value - 1024).replace('-', '−')
      await page.getByText(`column ${column + 1}, row ${row + 1}:  ${density} HU  (stored ${value})`).waitFor()
      const grey = linear(2 * value - 1024, -800, 401)
      await expect.poll(async () => Math.abs((await greyAt(page, column, row)) - grey)).toBeLessThan(3)
    }

    const before = await greyAt(page, 20, 10)
    const { x, y } = await pointAt(page, 20, 10)
    await page.mouse.down()
    await page.mouse.move(x, y + 50, { steps: 5 })
    await page.mouse.up()
    // Fifty pixels of 400 / 250 each.
    await page.getByTestId('window').getByText('C −720 W 401').waitFor()
    await expect.poll(() => greyAt(page, 20, 10)).toBeLessThan(before - 40)

    await page.keyboard.press('i')
    await expect.poll(() => greyAt(page, 0, 0)).toBeGreaterThan(250)
    await page.keyboard.press('r')
    await page.getByTestId('window').getByText('C −800 W 401').waitFor()
    await expect.poll(() => greyAt(page, 20, 10)).toBe(before)
    await page.keyboard.press('4')
    await page.getByTestId('window').getByText('C −600 W 1500').waitFor()
    const bright = linear(2 * stored(0, 63, 63) - 1024, -600, 1500)
    await expect.poll(() => greyAt(page, 63, 63)).toBeCloseTo(bright, -0.5)
    // I behind G is the way here, and inverts nothing.
    await pressTogether(page, 'g', 'i')
    await pressTogether(page, 'g', 't')
    await page.getByTestId('tags').waitFor()
    await pressTogether(page, 'g', 'i')
    await expect.poll(() => greyAt(page, 63, 63)).toBeCloseTo(bright, -0.5)
    await close()
    expect(problems).toEqual([])
  })

  test('a sigmoid and a VOI LUT are drawn as the standard has them', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SIGMOID)
    await page.getByTestId('window').getByText('C 256 W 256 SIGMOID').waitFor()
    // 255 / (1 + exp(−4 (x − 256) / 256)) of 128, 256 and 384; straight from 0 to 255 it were 0, 128 and 255.
    for (const [column, shade] of [
      [16, 30],
      [32, 128],
      [48, 225]
    ]) {
      await expect.poll(async () => Math.abs((await greyAt(page, column, 0)) - shade)).toBeLessThan(4)
    }
    await page.keyboard.press('2')
    await page.getByTestId('window').getByText('C 284 W 568').waitFor()
    await expect.poll(() => greyAt(page, 63, 63)).toBeGreaterThan(250)

    await show(page, TABLE)
    await page.getByTestId('window').getByText('STEP (LUT)').waitFor()
    await expect.poll(() => greyAt(page, 36, 20)).toBe(255)
    await expect.poll(() => greyAt(page, 4, 4)).toBe(0)
    await page.keyboard.press('i')
    await expect.poll(() => greyAt(page, 36, 20)).toBe(0)
    await close()
    expect(problems).toEqual([])
  })

  test('overlay planes lie over their frame, and a key takes them off', async () => {
    const { page, close, problems } = await program.open()
    await show(page, TABLE)
    await page.getByTestId('position').getByText('frame 2 of 2').waitFor()
    await page.getByTestId('overlays').getByText('1 overlay plane').waitFor()
    // Row 3 stores less than 1300 in those columns: black under the overlay.
    await expect.poll(() => greyAt(page, 8, 3)).toBeGreaterThan(200)
    await expect.poll(() => greyAt(page, 15, 3)).toBeGreaterThan(200)
    for (const [column, row] of [
      [7, 3],
      [16, 3],
      [8, 2],
      [8, 4]
    ]) {
      await expect.poll(() => greyAt(page, column, row)).toBe(0)
    }
    await page.keyboard.press('v')
    await page.getByTestId('overlays').getByText('hidden').waitFor()
    await expect.poll(() => greyAt(page, 8, 3)).toBe(0)
    await page.getByTestId('overlay').click()
    await expect.poll(() => greyAt(page, 8, 3)).toBeGreaterThan(200)
    await page.keyboard.press(',')
    await page.getByTestId('position').getByText('frame 1 of 2').waitFor()
    await expect.poll(() => page.getByTestId('overlays').count()).toBe(0)
    await expect.poll(() => greyAt(page, 8, 3)).toBe(0)
    await close()
    expect(problems).toEqual([])
  })

  test('keys and the wheel go through the series in its order and through frames, and back leads back', async () => {
    const { page, close, problems } = await program.open()
    await page.getByRole('link', { name: /^Tags/ }).click()
    await page.getByTestId('tags').waitFor()
    await show(page, SLICE_0)
    const position = page.getByTestId('position')
    await position.getByText('image 1 of 3').waitFor()
    await page.keyboard.press('ArrowDown')
    await position.getByText('image 2 of 3').waitFor()
    await pointAt(page, 10, 10)
    await page.getByText(`(stored ${stored(1, 10, 10)})`).waitFor()
    await page.mouse.wheel(0, 50)
    await position.getByText('image 3 of 3').waitFor()
    await expect.poll(() => page.url()).toContain(`/image/${SLICE_2}`)
    await page.getByText(`(stored ${stored(2, 10, 10)})`).waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('tags').waitFor()

    await show(page, FRAMES)
    // That in the middle is the one that represents it.
    await position.getByText('frame 2 of 3').waitFor()
    await page.keyboard.press('.')
    await position.getByText('frame 3 of 3').waitFor()
    await pointAt(page, 3, 4)
    await page.getByText(`column 4, row 5:  ${stored(2, 3, 4)}`).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('what a picture is shown in spite of stands on it, and goes with its thumbnail', async () => {
    const { page, close, problems } = await program.open()
    const sentence = 'The Rescale Slope is 0, which would make all pixels equal; 1 is used instead.'
    await show(page, ZERO)
    await page.getByTestId('remarks').getByText(sentence).waitFor()
    await pointAt(page, 3, 4)
    await page.getByText(`column 4, row 5:  ${stored(0, 3, 4)}`).waitFor()
    await show(page, SLICE_0)
    await page.getByTestId('remarks').waitFor({ state: 'detached' })
    const remarksOf = (instance: number): Promise<string | null> =>
      page.evaluate(async (address) => {
        const header = (await fetch(address)).headers.get('x-medoid-remarks')
        return header === null ? null : decodeURIComponent(header)
      }, `./thumbnail/${instance}.png`)
    expect(await remarksOf(ZERO)).toBe(sentence)
    expect(await remarksOf(SLICE_0)).toBeNull()
    await close()
    expect(problems).toEqual([])
  })

  test('zoom keeps the pixel under the pointer, and fit brings the whole image back', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SLICE_0)
    await page.getByTestId('window').waitFor()
    await pointAt(page, 20, 30)
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -300)
    await page.keyboard.up('Control')
    await page.getByText('column 21, row 31:').waitFor()
    const other = await pointAt(page, 21, 30)
    await page.getByText('column 21, row 31:').waitFor()
    await page.keyboard.press('0')
    await page.mouse.move(other.x + 1, other.y)
    await page.getByText('column 22, row 31:').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('all elements of the file can be searched, sequences unfold, and markup is text', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SLICE_0)
    const tree = page.getByTestId('elements')
    await page.getByTestId('element-search').locator('input').fill('onerror')
    await page.getByTestId('element-count').getByText('1 of').waitFor()
    await tree.getByText('StudyDescription').click()
    await expect.poll(() => page.getByTestId('element-detail').textContent()).toContain(MARKUP)
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
    await expect.poll(() => page.locator('img[src="x"]').count()).toBe(0)
    await page.getByTestId('element-search').locator('input').fill('1.2.840.78')
    await tree.getByText('Item 2').waitFor()
    await expect.poll(() => tree.getByText('Item 1').count()).toBe(0)
    await page.getByTestId('element-search').locator('input').fill('pixeldata')
    await tree.getByText(`${(2 * SIDE * SIDE).toLocaleString('en-GB')} bytes`).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('a value of the tree is one line by itself, with its unit; the whole of it stands below', async () => {
    const { page, close } = await program.open()
    await show(page, SLICE_0)
    const tree = page.getByTestId('elements')
    await page.getByTestId('element-search').locator('input').fill('patientcomments')
    const value = tree.getByText('two ↵ lines')
    await value.click()
    const line = tree.locator('bdi').filter({ hasText: 'two ↵ lines' })
    await expect.poll(() => line.evaluate((element) => getComputedStyle(element).unicodeBidi)).toBe('isolate')
    await expect.poll(() => page.getByTestId('element-detail').textContent()).toContain('two\r\nlines')
    await page.getByTestId('element-search').locator('input').fill('pixelspacing')
    await tree.getByText('0.5\\0.5 mm').waitFor()
    await close()
  })

  test('what has no pixels says so beside its tags, and what is not there says so, too', async () => {
    const { page, close } = await program.open()
    await show(page, REPORT)
    await page.getByTestId('no-picture').getByText('The file holds no Pixel Data.').waitFor()
    await page.getByTestId('elements').getByText('Modality').waitFor()
    await show(page, STRUCTURED)
    const report = page.getByTestId('report')
    await report.getByText('Diameter: 12.5 mm').waitFor()
    await expect.poll(() => report.textContent()).toContain(`Finding: Nothing new. ${MARKUP}`)
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
    await page.getByTestId('no-picture').getByRole('heading', { name: 'Structured report' }).waitFor()
    await show(page, 4_000_000)
    await page.getByTestId('no-picture').getByText('The catalogue has no such image').waitFor()
    await close()
  })
})

test.each(['dark', 'light'])(
  'axe finds no moderate or serious fault around an image in the %s theme',
  async (theme) => {
    const { page, close } = await browserHost.open({ catalogue })
    await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
    await page.reload()
    for (const instance of [SLICE_0, TABLE, REPORT, STRUCTURED, ZERO]) {
      await show(page, instance)
      await page.getByTestId(instance === REPORT || instance === STRUCTURED ? 'no-picture' : 'window').waitFor()
      await page.getByTestId('elements').getByText('Modality').click()
      await page.evaluate(AXE)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
      )
      const serious = violations.filter(({ impact }) => impact !== 'minor')
      expect(serious.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))])).toEqual([])
    }
    await close()
  }
)
