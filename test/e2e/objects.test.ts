import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { knownObjects, OBJECTS, PDF } from '../known-objects.ts'
import { browserHost, closeBrowser, HOSTS, type MedoidWindow, type Running, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let catalogue: string
beforeAll(async () => {
  catalogue = await knownObjects()
})
afterAll(closeBrowser)

async function show(page: Page, object: keyof typeof OBJECTS): Promise<void> {
  await page.getByRole('link', { name: /^Image/ }).waitFor()
  await page.goto(new URL(`#/image/${OBJECTS[object]}`, page.url()).href)
}

/** Red, green and blue of a canvas, at a part of its width and its height. */
function colourAt(page: Page, canvas: string, across: number, down: number): Promise<number[]> {
  return page.getByTestId(canvas).evaluate(
    (element: HTMLCanvasElement, [x, y]) => {
      const at = [Math.floor(x * element.width), Math.floor(y * element.height)] as const
      return [
        ...element
          .getContext('2d')!
          .getImageData(...at, 1, 1)
          .data.subarray(0, 3)
      ]
    },
    [across, down]
  )
}

/** What goes beyond its place: tables and paper scroll in places of their own. */
function widerThanItsPlace(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-testid="no-picture"], .side .object')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ className }) => className)
  )
}

describe.each(HOSTS)('in $name', (host) => {
  let program: Running
  let window: MedoidWindow
  let page: Page
  beforeAll(async () => {
    program = await host.start({ catalogue })
    window = await program.open()
    page = window.page
  })
  afterAll(async () => {
    await window.close()
    await program.end()
  })

  test('a PDF is saved byte by byte', async () => {
    await show(page, 'pdf')
    await page.getByTestId('document').getByText('PDF, 1 kB').waitFor()
    const path = join(temporaryFolder(), 'letter.pdf')
    if (host === browserHost) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('save-document').click()])
      expect(download.suggestedFilename()).toBe(`document-${OBJECTS.pdf}.pdf`)
      await download.saveAs(path)
    } else {
      await window.choose(path, () => page.getByTestId('save-document').click())
      await page.getByText(`Saved as ${path}`).waitFor()
      // Whoever is on the machine may not read it.
      expect(statSync(path).mode & 0o777).toBe(0o600)
      await page.getByTestId('open-document').click()
    }
    expect(readFileSync(path, 'latin1')).toBe(PDF)
  })

  test('an ECG is drawn on its paper, and read by pointer and by keys', async () => {
    await show(page, 'ecg')
    await page.getByTestId('waveform-facts').getByText('2 channels, 100 Hz, 12 s, from 0 s').waitFor()
    const channels = page.getByTestId('channels')
    await expect.poll(() => channels.innerText()).toMatch(/Lead I \(Einthoven\)\s+µV\s+0\s+990/)
    expect(await channels.innerText()).toMatch(/Lead II\s+µV\s+−990\s+0/)
    await page.getByTestId('waveform-canvas').focus()
    // 20 ms on: the third sample, 2 × 10 µV.
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.getByText('0.02 s: I 20 uV, II −20 uV').waitFor()
    expect(await channels.innerText()).toContain('At 0.02 s')
    await page.keyboard.press('End')
    await page.getByText('9.99 s: I 990 uV, II −990 uV').waitFor()
    // Keys of the signal go through no series.
    expect(page.url()).toContain(`#/image/${OBJECTS.ecg}`)
    await page.getByRole('button', { name: 'Later' }).click()
    await page.getByTestId('waveform-facts').getByText('from 10 s').waitFor()
    await page.getByTestId('object-facts').getByText('QT Interval').waitFor()
    await page.getByTestId('object-facts').getByText('368 ms').waitFor()

    await page.getByTestId('waveform-group').selectOption({ label: 'Group 2' })
    await expect.poll(() => channels.innerText()).toMatch(/Pressure\s+mm\[Hg\]\s+80\s+120/)
  })

  test('a plan is told, and leads to its structure set, whose contours lie over their image', async () => {
    await show(page, 'plan')
    const facts = page.getByTestId('object-facts')
    for (const said of ['78 Gy', '39', 'Arc', '6 MV', '181° to 179°'])
      await facts.getByText(said, { exact: true }).waitFor()
    await facts.getByRole('link', { name: '1.2.77.13' }).first().click()

    const planes = page.getByTestId('plane-facts')
    await planes.getByText('plane 2 of 2, z 5 mm').waitFor()
    await page.getByTestId('rois').getByText('Bladder').waitFor()
    // The square on the slice: its upper edge is at row 8.5 of 32; inside lies the grey of the image: 500 / 999 × 255.
    await expect.poll(() => colourAt(page, 'contours', 0.5, 0.5)).toEqual([128, 128, 128])
    const edge = async (): Promise<number[]> => {
      const box = (await page.getByTestId('contours').boundingBox())!
      const side = Math.min(box.width, box.height)
      return colourAt(page, 'contours', 0.5, (box.height / 2 - side / 2 + (8.5 / 32) * side) / box.height)
    }
    await expect.poll(edge).toEqual([255, 0, 0])
    await page.getByTestId('rois').getByRole('checkbox').uncheck()
    await expect.poll(edge).toEqual([128, 128, 128])
    await page.getByTestId('rois').getByRole('checkbox').check()

    await page.getByRole('button', { name: 'Lower plane' }).click()
    await page.getByTestId('ground').getByText('is not in the catalogue').waitFor()
    await page.getByRole('button', { name: 'Higher plane' }).click()
    await page.getByRole('link', { name: 'Open the image' }).click()
    await expect.poll(() => page.url()).toContain(`#/image/${OBJECTS.slice}`)
  })

  test('a dose is shown in its unit, with the greatest one of all frames', async () => {
    await show(page, 'dose')
    await page.getByTestId('tab-object').click()
    await page.getByTestId('greatest-dose').getByText('Greatest dose 50 Gy in frame 2 of 3').waitFor()
    await page.getByTestId('frame-slider').focus()
    await page.keyboard.press('End')
    await page.getByTestId('position').getByText('frame 3 of 3').waitFor()
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByTestId('position').getByText('frame 2 of 3').waitFor()
    await show(page, 'slice')
    await page.getByTestId('tab-object').waitFor({ state: 'hidden' })
  })

  test('what a key object selection refers to is a link where the catalogue has it', async () => {
    await show(page, 'keys')
    const facts = page.getByTestId('object-facts')
    await facts.getByText('(not in the catalogue)').waitFor()
    await facts.getByRole('link', { name: '1.2.77.1', exact: true }).click()
    await expect.poll(() => page.url()).toContain(`#/image/${OBJECTS.slice}`)
    await page.getByTestId('surface').waitFor()
    // Chromium tells of every answer that is no success: files without pixels have no frame.
    expect(window.problems.filter((problem) => !problem.includes('status of 422'))).toEqual([])
  })

  test.each(['dark', 'light'])(
    'axe finds nothing in the %s theme, and what files hold fits beside their tags, at 200 % too',
    async (theme) => {
      await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
      await page.reload()
      // Until the catalogue is open, no image is.
      await settled(page)
      await page.evaluate(AXE)
      for (const object of ['pdf', 'ecg', 'plan', 'structures', 'dose', 'keys'] as const) {
        await page.setViewportSize({ width: 1280, height: 800 })
        await show(page, object)
        await page.getByTestId(object === 'dose' ? 'surface' : 'no-picture').waitFor()
        if (object === 'dose') await page.getByTestId('tab-object').click()
        for (const viewport of [
          { width: 1280, height: 800 },
          { width: 640, height: 400 }
        ]) {
          await page.setViewportSize(viewport)
          await settled(page)
          const { violations } = await page.evaluate(() =>
            (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
          )
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
          expect(await widerThanItsPlace(page)).toEqual([])
        }
      }
      await page.setViewportSize({ width: 1280, height: 800 })
    }
  )
})
