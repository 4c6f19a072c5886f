import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Header } from '../core/catalogue/synthetic.ts'
import { countValuesJob } from '../../src/jobs/count-values.ts'
import { archive, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

const KVPS = ['120', '120.0', '120.000000', '80']
const headers: Header[] = KVPS.map((KVP, i) => ({
  SOPInstanceUID: `1.${i}`,
  Rows: '10',
  Modality: 'CT',
  KVP
}))
const catalogue = archive(headers)
beforeAll(() => countValuesJob.run({ catalogue }, WORK))
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ open }) => {
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
    await panel.getByRole('img', { name: 'How often each range of KVP (kV) occurs' }).waitFor()
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
