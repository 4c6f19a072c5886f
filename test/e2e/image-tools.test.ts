import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownArchive, SIDE, stored } from '../known-images.ts'
import { closeBrowser, HOSTS, type Running, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let catalogue: string
beforeAll(async () => {
  catalogue = await knownArchive()
})
afterAll(closeBrowser)

/** Instances by their files: a slice at 0 mm, a multi-frame image, a thick slice at 10 mm. */
const [SLICE_0, FRAMES, THICK_10] = [1, 3, 9]

async function show(page: Page, instance: number): Promise<void> {
  await page.getByTestId('jobs').waitFor()
  await page.goto(new URL(`#/image/${instance}`, page.url()).href)
  await page.getByTestId('window').first().waitFor()
  await settled(page)
}

/** Where a corner of a pixel is on the screen, while the whole image is in sight. */
async function cornerOf(page: Page, column: number, row: number): Promise<{ x: number; y: number }> {
  const box = (await page.getByTestId('surface').first().boundingBox())!
  const size = Math.min(box.width, box.height) / SIDE
  return {
    x: box.x + box.width / 2 + (column - SIDE / 2) * size,
    y: box.y + box.height / 2 + (row - SIDE / 2) * size
  }
}

async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const [start, end] = [await cornerOf(page, ...from), await cornerOf(page, ...to)]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(end.x, end.y, { steps: 3 })
  await page.mouse.up()
}

/** What is told of the pixel that the pointer is over, in the middle of a pixel of what is drawn. */
async function pointAt(page: Page, column: number, row: number): Promise<void> {
  await settled(page)
  const { x, y } = await cornerOf(page, column + 0.5, row + 0.5)
  await page.mouse.move(x, y)
}

describe.each(HOSTS)('in $name', (host) => {
  let program: Running
  beforeAll(async () => {
    program = await host.start({ catalogue })
  })
  afterAll(() => program.end())

  test('a region and a distance are measured by mouse and by keys, moved, undone and deleted', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SLICE_0)
    await page.keyboard.press('b')
    await drag(page, [10, 10], [20, 30])
    const measured = page.getByTestId('measured')
    // Means of columns 10 to 19 and rows 10 to 29: 2 (8 × 14.5 + 19.5) − 1024; numpy's std of the same.
    await measured.getByText('−753 HU').waitFor()
    await measured.getByText('47.381 HU').waitFor()
    await measured.getByText('200', { exact: true }).waitFor()

    await page.keyboard.press('l')
    await page.keyboard.press('Enter')
    await page.getByTestId('cursor').waitFor()
    await page.keyboard.press('Enter')
    for (let step = 0; step < 8; step++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    // Eight pixels of 0.5 mm.
    await measured.nth(1).getByText('4.000 mm').waitFor()
    // Turned with the image, it is as long.
    await page.keyboard.press('t')
    await page.getByTestId('turned').getByText('rotated 90°').waitFor()
    await measured.nth(1).getByText('4.000 mm').waitFor()
    await page.keyboard.press('T')

    await page.getByRole('button', { name: /^Distance 2, point 2 of 2/ }).focus()
    await page.keyboard.press('Shift+ArrowRight')
    await measured.nth(1).getByText('9.000 mm').waitFor()
    await page.keyboard.press('u')
    await measured.nth(1).getByText('4.000 mm').waitFor()
    await page.getByRole('button', { name: /^Distance 2: length 4.000 mm/ }).focus()
    await page.keyboard.press('Delete')
    await expect.poll(() => measured.count()).toBe(1)
    await page.keyboard.press('u')
    await expect.poll(() => measured.count()).toBe(2)
    // They belong to their image.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByTestId('stage').focus()
    await page.keyboard.press('ArrowDown')
    await page.getByTestId('position').getByText('image 2 of 3').waitFor()
    await expect.poll(() => measured.count()).toBe(0)
    await close()
    expect(problems).toEqual([])
  })

  test('an image is turned and mirrored, and its letters go with it', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SLICE_0)
    const edges = (): Promise<string> =>
      page
        .locator('.edge')
        .allTextContents()
        .then((all) => all.join(' '))
    // Left, right, top, bottom.
    await expect.poll(edges).toBe('R L A P')
    await page.keyboard.press('t')
    await expect.poll(edges).toBe('P A R L')
    // What was below on the left is above on the left.
    await pointAt(page, 0, 0)
    await page.getByText(`column 1, row 64:  ${String(2 * stored(0, 0, 63) - 1024).replace('-', '−')} HU`).waitFor()
    await page.getByTestId('turn-mirror').click()
    await expect.poll(edges).toBe('A P R L')
    await pointAt(page, 0, 0)
    await page.getByText('column 1, row 1:').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('frames are played at their rate and stopped; sliders and the strip go through frames and series', async () => {
    const { page, close, problems } = await program.open()
    await show(page, FRAMES)
    const position = page.getByTestId('position')
    await position.getByText('frame 2 of 3').waitFor()
    await page.getByTestId('rate').fill('60')
    await page.getByTestId('rate').press('Enter')
    await page.getByTestId('stage').focus()
    await page.keyboard.press('Space')
    // From the last frame on to the first.
    for (const frame of [3, 1, 2]) await position.getByText(`frame ${frame} of 3`).waitFor()
    await page.keyboard.press('Space')
    await page.getByTestId('play').getByText('Play').waitFor()
    await page.getByTestId('frame-slider').focus()
    await page.keyboard.press('Home')
    await position.getByText('frame 1 of 3').waitFor()
    await pointAt(page, 3, 4)
    await page.getByText(`column 4, row 5:  ${stored(0, 3, 4)}`).waitFor()

    await show(page, SLICE_0)
    await page.getByTestId('image-slider').focus()
    await page.keyboard.press('End')
    await position.getByText('image 3 of 3').waitFor()
    await page.getByRole('option', { name: 'Image 2 of 3' }).click()
    await position.getByText('image 2 of 3').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('a series of the study is shown beside; places and windows go together until they are unlinked', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SLICE_0)
    await page.getByTestId('tab-study').click()
    await page.getByRole('button', { name: 'Show Thick slices beside' }).click()
    const values = page.getByTestId('window')
    await expect.poll(() => values.count()).toBe(2)
    await settled(page)
    const boxOf = async (place: number) => (await page.getByTestId('surface').nth(place).boundingBox())!
    const stageOf = (place: number) => page.getByTestId('stage').nth(place)
    const hover = async (place: number): Promise<void> => {
      const box = await boxOf(place)
      await page.mouse.move(box.x + box.width / 2 + 1, box.y + box.height / 2 + 1)
    }
    // The thick slices begin at 10 mm; the one at 0 mm stores a thousand more.
    const middle = stored(0, 32, 32)
    await stageOf(0).focus()
    await page.keyboard.press('End')
    await page.getByTestId('position').getByText('image 3 of 3').waitFor()
    await settled(page)
    await hover(1)
    await stageOf(1).getByText(`(stored ${middle})`).waitFor()
    await page.keyboard.press('Home')
    await settled(page)
    await hover(1)
    await stageOf(1)
      .getByText(`(stored ${1000 + middle})`)
      .waitFor()

    await page.keyboard.press('4')
    for (const place of [0, 1]) await values.nth(place).getByText('C −600 W 1500').waitFor()
    await page.keyboard.press('k')
    await page.keyboard.press('3')
    await values.nth(0).getByText('C 40 W 80').waitFor()
    await values.nth(1).getByText('C −600 W 1500').waitFor()
    await page.getByTestId('panes-1').click()
    await expect.poll(() => values.count()).toBe(1)
    // The next series of the study, in place of this one.
    await page.getByTestId('stage').focus()
    await page.keyboard.press(']')
    await page.getByTestId('position').getByText('frame 2 of 3').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('a window is saved by a name for its modality, kept, and deleted', async () => {
    const { page, close, problems } = await program.open()
    await show(page, THICK_10)
    await page.keyboard.press('4')
    await page.getByTestId('windows').click()
    await page.getByTestId('window-name').locator('input').fill('Mine')
    await page.getByTestId('save-window').click()
    await page.keyboard.press('Escape')
    await page.reload()
    await show(page, THICK_10)
    await page.keyboard.press('9')
    await page.getByTestId('presets').getByText('Mine').waitFor()
    await page.getByTestId('window').getByText('C −600 W 1500').waitFor()
    await page.getByTestId('windows').click()
    await page.getByRole('button', { name: 'Delete Mine' }).click()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByRole('button', { name: 'Delete Mine' }).click()
    await page.keyboard.press('Escape')
    await page.getByTestId('window').getByText('C −800 W 401').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test.each([
    [640, 400],
    [1024, 700]
  ])('nothing is cut off, and axe finds no fault, at %i × %i', async (width, height) => {
    const { page, close } = await program.open({ viewport: { width, height } })
    await show(page, SLICE_0)
    await page.keyboard.press('s')
    await page.keyboard.press('l')
    await drag(page, [10, 10], [20, 30])
    await page.getByTestId('measured').waitFor()
    await settled(page)
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('.page button, .page input, .page label, .page h1, .page h3')]
        .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth)
        .map(({ outerHTML }) => outerHTML.slice(0, 120))
    )
    expect(cut).toEqual([])
    await page.evaluate(AXE)
    for (const tab of ['measurements', 'study']) {
      await page.getByTestId(`tab-${tab}`).click()
      await settled(page)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
      )
      const serious = violations.filter(({ impact }) => impact !== 'minor')
      expect(serious.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))])).toEqual([])
    }
    await close()
  })
})
