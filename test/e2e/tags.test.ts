import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Header } from '../core/catalogue/synthetic.ts'
import { countValuesJob } from '../../src/jobs/count-values.ts'
import { archive, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, type Running } from './hosts.ts'

const KVPS = ['120', '120.0', '120.000000', '80']
const headers: Header[] = KVPS.map((KVP, i) => ({
  SOPInstanceUID: `1.${i}`,
  Rows: '10',
  Modality: 'CT',
  KVP
}))
const catalogue = archive(headers)

const RIGHT_TO_LEFT = 'safe \u202etxt.exe\u0000'
const LONG = 'long '.repeat(500)
/** More values than the table shows, and some that steer what stands around them; numbers with outliers. */
const odd = archive(
  Array.from({ length: 240 }, (_, i) => ({
    SOPInstanceUID: `1.2.${i}`,
    Rows: '10',
    BodyPartExamined: i === 200 ? 'L_SPINE' : `PART${i % 40}`,
    StationName: [RIGHT_TO_LEFT, LONG, 'שלום'][i % 3],
    SeriesInstanceUID: '1.2.840.10008.5.1.4.1.1.2',
    SliceThickness: i < 238 ? (1 + i / 100).toFixed(5) : '90000.5',
    PhotometricInterpretation: 'MONOCHROME2'
  }))
)
beforeAll(async () => {
  await countValuesJob.run({ catalogue }, WORK)
  await countValuesJob.run({ catalogue: odd }, WORK)
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ open, start }) => {
  describe('over values of all kinds', () => {
    let program: Running
    beforeAll(async () => void (program = await start({ catalogue: odd })))
    afterAll(() => program.end())

    /** The view, with its table. */
    async function opened() {
      const window = await program.open()
      const { page } = window
      await page.getByRole('link', { name: /^Tags/ }).click()
      await page.getByRole('row', { name: /BodyPartExamined/ }).waitFor()
      const search = page.getByTestId('tag-search').locator('input')
      const rows = page.getByTestId('tags').getByRole('rowgroup').getByRole('row')
      return { ...window, search, rows, panel: page.getByTestId('distribution') }
    }

    test('a search finds tags by any of their values, by numbers and by names, and marks what it found', async () => {
      const { page, search, rows, panel, close, problems } = await opened()
      await search.fill('l_spine')
      await expect.poll(() => rows.allTextContents()).toEqual([expect.stringMatching(/^\(0018,0015\).*L_SPINE/)])
      await expect.poll(() => rows.locator('mark').allTextContents()).toEqual(['L_SPINE'])
      await search.press('Enter')
      await panel.getByRole('heading', { name: 'BodyPartExamined' }).waitFor()
      // The value that was searched for is the one that is shown.
      const bars = panel.getByRole('list', { name: 'instances' }).getByRole('listitem')
      await expect.poll(() => bars.allTextContents()).toEqual([expect.stringContaining('L_SPINE')])
      await page.keyboard.press('Escape')
      for (const written of ['00180015', '(0018,0015)', 'Body Part Examined', 'bodypart l_spine']) {
        await search.fill(written)
        await expect.poll(() => rows.allTextContents()).toEqual([expect.stringContaining('BodyPartExamined')])
      }
      // UIDs have names, and are found by them.
      await search.fill('ct image storage')
      await expect.poll(() => rows.allTextContents()).toEqual([expect.stringContaining('CT Image Storage')])
      await search.fill('no such value')
      await page.getByText('No tag contains “no such value”.').waitFor()
      await close()
      expect(problems).toEqual([])
    })

    test('a histogram leaves outliers out, tells it, and is zoomed by keys and by dragging', async () => {
      const { page, search, panel, close, problems } = await opened()
      await search.fill('SliceThickness')
      await search.press('Enter')
      const chart = panel.getByRole('group', { name: 'How often each range of SliceThickness (mm) occurs' })
      const first = () =>
        chart
          .getByRole('button', { name: /instances?$/ })
          .first()
          .getAttribute('aria-label')
      await chart.getByText(/^Without the outermost 1 % at each end: .+ above 3\.\d+\.$/).waitFor()
      await expect.poll(first).toMatch(/^1\.0\d* to 1\.\d+ mm: \d+ instances$/)
      await chart.getByRole('button', { name: 'Show all' }).click()
      await expect.poll(first).toBe('1 to 1501 mm: 238 instances')
      await chart.getByRole('button', { name: 'Back' }).click()
      await expect.poll(first).toMatch(/^1\.0\d* to 1\.\d+ mm/)

      // From the first bar to the fifth, by keys.
      await chart
        .getByRole('button', { name: /instances?$/ })
        .first()
        .focus()
      for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowRight')
      await chart.getByText(/Release, or press Enter, to zoom\.$/).waitFor()
      await page.keyboard.press('Enter')
      await chart.getByText(/^Not shown: .+ above 1\.\d+\.$/).waitFor()
      await page.keyboard.press('Backspace')
      await chart.getByText(/^Without the outermost 1 %/).waitFor()
      // By dragging over half of it.
      const box = (await chart.locator('.bars').boundingBox())!
      await page.mouse.move(box.x + 2, box.y + 20)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width / 2, box.y + 20)
      await page.mouse.up()
      await chart.getByText(/^Not shown: .+ above 2\.\d+\.$/).waitFor()
      await close()
      expect(problems).toEqual([])
    })

    test('columns are made wider by keys, and are so the next time', async () => {
      const { page, close, problems } = await opened()
      const edge = page.getByRole('separator', { name: 'Width of the column Keyword or path' })
      const cell = page.getByRole('gridcell', { name: /PhotometricInterpretation/ })
      const width = async () => Math.round((await cell.boundingBox())!.width)
      await edge.focus()
      await page.keyboard.press('Home')
      const head = cell.locator('.head')
      // However narrow, the end is to be seen.
      await expect.poll(() => head.evaluate((node) => node.scrollWidth > node.clientWidth)).toBe(true)
      const tail = cell.locator('.tail')
      await expect
        .poll(() => tail.evaluate((node) => [node.textContent, node.scrollWidth <= node.clientWidth]))
        .toEqual(['rpretation', true])
      const narrow = await width()
      for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight')
      await expect.poll(width).toBeGreaterThan(2 * narrow)
      const wide = await width()
      await page.reload()
      await cell.waitFor()
      await expect.poll(width).toBe(wide)
      await edge.focus()
      await page.keyboard.press('Delete')
      await expect.poll(width).not.toBe(wide)
      await close()
      expect(problems).toEqual([])
    })

    test('values that would steer the text around them are shown as they are, on one line', async () => {
      const { page, search, panel, close, problems } = await opened()
      await search.fill('StationName')
      await search.press('Enter')
      await panel.getByText('safe ·txt.exe␀').waitFor()
      const heights = await panel
        .getByRole('listitem')
        .evaluateAll((items) => items.map((item) => Math.round(item.getBoundingClientRect().height)))
      expect(new Set(heights).size).toBe(1)
      const isWithin = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
      expect(isWithin).toBe(true)
      await close()
      expect(problems).toEqual([])
    })
  })

  test('a tag is found, opened and left by keyboard; equal numbers are one bar, with their unit', async () => {
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Tags/ }).click()
    await page.getByRole('row', { name: /KVP in kV/ }).waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    await expect.poll(focused).toBe('Tags')
    await page.keyboard.press('/')
    await page.keyboard.type('kvp')
    await page.keyboard.press('Enter')
    const panel = page.getByTestId('distribution')
    await panel.getByRole('heading', { name: 'KVP' }).waitFor()
    await panel.getByText('(0018,0060) DS in kV').waitFor()
    await panel.getByText('2 distinct values in 4 spellings').waitFor()
    const bars = panel.getByRole('list', { name: 'instances' }).getByRole('listitem')
    await expect.poll(() => bars.count()).toBe(2)
    await expect.poll(() => bars.first().getAttribute('title')).toContain('written 120, 120.0, 120.000000')
    await panel.getByRole('group', { name: 'How often each range of KVP (kV) occurs' }).waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await expect.poll(focused).toBe('Tags')

    // The old search is replaced by what is typed.
    await page.keyboard.press('/')
    await page.keyboard.type('modality')
    await page.keyboard.press('ArrowDown')
    await panel.getByRole('heading', { name: 'Modality' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('no such tag')
    await page.getByText('No tag contains “no such tag”.').waitFor()
    await page.getByRole('button', { name: 'Clear search' }).click()
    await page.getByRole('row', { name: /KVP in kV/ }).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('of an image whose file is gone it is said once, with where it was and what to do', async () => {
    const { page, close } = await open({ catalogue })
    await page.getByRole('link', { name: /^Image/ }).waitFor()
    await page.goto(new URL('#/image/0', page.url()).href)
    const sentence = page.getByText(
      /^Its file is gone or cannot be read: .+ Bring the catalogue up to date with .+ in Archive\.$/
    )
    await sentence.waitFor()
    await expect.poll(() => page.getByText('Its file is gone').count()).toBe(1)
    await expect.poll(() => page.getByText('ENOENT').count()).toBe(0)
    await close()
  })
})
