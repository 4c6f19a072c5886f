import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { colourOf, slideArchive, TILE } from '../slides.ts'
import { closeBrowser, HOSTS, type Running, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let catalogue: string
beforeAll(async () => {
  catalogue = await slideArchive()
})
afterAll(closeBrowser)

/** Instances by their files. */
const [SLIDE, SPARSE, HUGE, CUT] = [0, 4, 5, 6]
/** Pixels of the slide. */
const SIZE = { columns: 310, rows: 180 }

async function show(page: Page, instance: number): Promise<void> {
  await page.getByRole('link', { name: /^Image/ }).waitFor()
  await page.goto(new URL(`#/image/${instance}`, page.url()).href)
  await page.getByTestId('slide-size').waitFor()
  await loaded(page)
}

/** Nothing is still to come. */
async function loaded(page: Page): Promise<void> {
  await settled(page)
  await page.locator('[data-testid="slide-level"][data-coming="0"]').waitFor({ state: 'attached' })
  await settled(page)
}

/** What is drawn at a place of the stage, told as a share of its width and height. */
async function drawnAt(page: Page, across: number, down: number): Promise<number[]> {
  return page.evaluate(
    ([across, down]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="mosaic"] canvas')!
      const at = [canvas.width * across, canvas.height * down].map(Math.floor)
      return [...canvas.getContext('2d')!.getImageData(at[0], at[1], 1, 1).data.slice(0, 3)]
    },
    [across, down]
  )
}

/** What is drawn of the middle of a tile, while all of the slide is in sight. */
async function tileAt(page: Page, column: number, row: number, { columns, rows } = SIZE): Promise<number[]> {
  const { width, height } = (await page.getByTestId('surface').first().boundingBox())!
  const zoom = Math.min(width / columns, height / rows)
  const [x, y] = [(column + 0.4) * TILE - columns / 2, (row + 0.4) * TILE - rows / 2]
  return drawnAt(page, 0.5 + (x * zoom) / width, 0.5 + (y * zoom) / height)
}

describe.each(HOSTS)('in $name', (host) => {
  let program: Running
  beforeAll(async () => {
    program = await host.start({ catalogue })
  })
  afterAll(() => program.end())

  test('a slide is a mosaic: every tile lies in its place, and it is panned, zoomed, turned and measured by keys', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SLIDE)
    for (const [column, row] of [
      [0, 0],
      [9, 0],
      [4, 3],
      [0, 5],
      [9, 5]
    ]) {
      expect(await tileAt(page, column, row)).toEqual(colourOf(0, column, row))
    }
    await page.getByText('Level 1 of 2').waitFor()
    await page.getByTestId('slide-size').getByText('310 × 180 pixels, 60 tiles').waitFor()
    await page.getByTestId('scale').getByText('µm').waitFor()

    // Smaller than its coarser level, it is drawn from that: the middle is tile 3, 2 of it.
    for (let step = 0; step < 4; step++) await page.keyboard.press('-')
    await page.getByText('Level 2 of 2').waitFor()
    await loaded(page)
    expect(await drawnAt(page, 0.5, 0.5)).toEqual(colourOf(1, 3, 2))

    await page.keyboard.press('0')
    await page.getByText('Level 1 of 2').waitFor()
    await expect.poll(() => page.getByTestId('minimap').count()).toBe(0)
    for (let step = 0; step < 6; step++) await page.keyboard.press('+')
    const inSight = page.getByTestId('minimap')
    await inSight.waitFor()
    const before = await inSight.getAttribute('aria-label')
    expect(before).toMatch(/^In sight: \d+ to \d+ % of the width, \d+ to \d+ % of the height$/)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => inSight.getAttribute('aria-label')).not.toBe(before)
    // Its middle never leaves the stage.
    for (let step = 0; step < 40; step++) await page.keyboard.press('ArrowRight')
    for (let step = 0; step < 40; step++) await page.keyboard.press('ArrowDown')
    await loaded(page)
    expect(await drawnAt(page, 0.49, 0.49)).toEqual(colourOf(0, 9, 5))

    await page.keyboard.press('0')
    await page.keyboard.press('t')
    await page.getByTestId('turned').getByText('rotated 90°').waitFor()
    await settled(page)
    const { width, height } = (await page.getByTestId('surface').first().boundingBox())!
    const zoom = Math.min(width / SIZE.rows, height / SIZE.columns)
    // The first tile is above on the right.
    const right = 0.5 + ((SIZE.rows / 2 - 10) * zoom) / width
    expect(await drawnAt(page, right, 0.5 - ((SIZE.columns / 2 - 10) * zoom) / height)).toEqual(colourOf(0, 0, 0))
    await page.keyboard.press('T')

    await page.keyboard.press('l')
    await page.keyboard.press('Enter')
    await page.getByTestId('cursor').waitFor()
    await page.keyboard.press('Enter')
    for (let step = 0; step < 5; step++) await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Enter')
    // Fifty pixels of 0.001 mm.
    await page.getByTestId('measured').getByText('0.05000 mm').waitFor()
    await page.keyboard.press('w')

    await page.evaluate(AXE)
    const { violations } = await page.evaluate(() => (globalThis as unknown as Axe).axe.run())
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    await close()
    expect(problems).toEqual([])
  })

  test('its single tiles are shown one by one where somebody wants them, and its label where somebody asks for it', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SLIDE)
    await page.keyboard.press('z')
    await page.getByTestId('position').getByText('frame 31 of 60').waitFor()
    await page.keyboard.press('.')
    await page.getByTestId('position').getByText('frame 32 of 60').waitFor()
    await page.keyboard.press('z')
    await page.getByTestId('slide-size').waitFor()
    // Its picture is hidden with patient data, in the strip too.
    await page.keyboard.press('P')
    await page.getByTestId('strip').getByText('Label').waitFor()
    await page.keyboard.press('P')
    await page.getByTestId('strip').getByText('Label').waitFor({ state: 'detached' })
    await page.getByTestId('open-label').click()
    await page.getByTestId('open-volume').click()
    await page.getByTestId('slide-size').getByText('310 × 180').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('tiles that have places of their own lie there, at each focal plane, and what has no place is told', async () => {
    const { page, close, problems } = await program.open()
    await show(page, SPARSE)
    const size = { columns: 96, rows: 64 }
    expect(await tileAt(page, 0, 0, size)).toEqual(colourOf(0, 0, 0))
    expect(await tileAt(page, 2, 1, size)).toEqual(colourOf(0, 2, 1))
    // Nobody scanned this place of a light slide.
    expect(await tileAt(page, 1, 0, size)).toEqual([242, 242, 242])
    await page.getByText('1 frame has no place on the slide').waitFor()
    await page.keyboard.press('.')
    await page.getByTestId('plane-slider').and(page.locator('[aria-valuetext="focal plane 2 of 2"]')).waitFor()
    await loaded(page)
    expect(await tileAt(page, 2, 1, size)).toEqual(colourOf(2, 2, 1))

    await show(page, CUT)
    await page.getByTestId('slide-failed').getByText('2 of the tiles in sight cannot be shown').waitFor()
    expect(await tileAt(page, 1, 0, { columns: 128, rows: 32 })).toEqual(colourOf(0, 1, 0))

    await show(page, HUGE)
    await page.getByText('The file holds 2 of the').waitFor()
    await page.keyboard.press('+')
    await page.keyboard.press('ArrowRight')
    await loaded(page)
    await close()
    // Chromium tells of every answer that is not a success.
    expect(problems.filter((problem) => !problem.includes('status of 422'))).toEqual([])
  })
})

interface Axe {
  axe: { run: () => Promise<AxeResults> }
}
