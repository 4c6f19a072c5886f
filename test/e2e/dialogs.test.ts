import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scanJob } from '../../src/jobs/scan.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { WORK } from '../jobs/archive.ts'
import { browserHost, closeBrowser, settled } from './hosts.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 20, seed: 2, size: 16 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
})
afterAll(closeBrowser)

test('the dialog of a browser writes into the folder that was typed, and asks before it replaces a file', async () => {
  const out = temporaryFolder()
  mkdirSync(join(out, 'sub'))
  const file = join(out, 'sub', 'features.csv')
  writeFileSync(file, 'mine')
  const { page, close, problems } = await browserHost.open({ catalogue })
  await page.getByRole('link', { name: /^Export/ }).click()
  const dialog = page.getByTestId('path-dialog')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  await page.getByTestId('export-features').click()
  await expect.poll(focused).toBe('Folder')

  await dialog.getByTestId('path').locator('input').fill(join(out, 'sub'))
  await dialog.getByTestId('choose').click()
  await dialog.getByText('features.csv already exists. Replace it and the files that belong to it?').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent.trim())).toBe('No')
  await page.keyboard.press('Enter')
  await dialog.getByTestId('choose').waitFor()
  expect(readFileSync(file, 'utf8')).toBe('mine')
  await dialog.getByTestId('choose').click()
  await dialog.getByTestId('replace').click()
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(() => page.getByTestId('job-export-features').getAttribute('data-state')).toBe('done')
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(21)

  // What is not there is not asked about.
  await page.getByTestId('export-features').click()
  await dialog.getByTestId('path').locator('input').fill(out)
  await dialog.getByTestId('choose').click()
  await dialog.waitFor({ state: 'hidden' })
  await close()
  expect(problems).toEqual([])
})

test('the dialog of a browser takes the path of a catalogue for that catalogue, and says what is not there', async () => {
  const { page, close, problems } = await browserHost.open()
  await page.getByRole('button', { name: 'Open a catalogue…' }).click()
  const dialog = page.getByTestId('path-dialog')
  const path = dialog.getByTestId('path').locator('input')
  const nowhere = join(folder, 'nowhere')
  await dialog.getByRole('button', { name: '↑ up' }).waitFor()
  await settled(page)
  const before = await dialog.boundingBox()
  await path.fill(nowhere)
  await page.keyboard.press('Enter')
  await dialog.getByText(`There is no folder ${nowhere}. Check the spelling`).waitFor()
  await settled(page)
  // Nothing jumps below the pointer.
  expect(await dialog.boundingBox()).toEqual(before)
  await path.fill(catalogue)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('20')
  await close()
  expect(problems).toEqual([])
})

test('where a folder is asked for, the path of a file shows its folder, which is then chosen', async () => {
  const { page, close, problems } = await browserHost.open()
  await page.getByTestId('open-folder').click()
  const dialog = page.getByTestId('path-dialog')
  const path = dialog.getByTestId('path').locator('input')
  await path.fill(catalogue)
  await dialog.getByTestId('choose').click()
  await expect.poll(() => path.inputValue()).toBe(folder)
  await dialog.getByRole('button', { name: 'archive/' }).waitFor()
  await dialog.getByTestId('choose').click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByTestId('figure-images').waitFor()
  await close()
  expect(problems).toEqual([])
})
