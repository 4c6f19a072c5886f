import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { WORK } from '../jobs/archive.ts'
import { writeOddPictures } from '../odd-pictures.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

let catalogue: string
beforeEach(async () => {
  const folder = temporaryFolder()
  const archive = join(folder, 'archive')
  mkdirSync(archive)
  writeOddPictures(archive)
  catalogue = join(folder, 'c.sqlite')
  await scanJob.run({ catalogue, folders: [archive] }, WORK)
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ open }) => {
  test('pictures are looked at, and each finding shows its images; duplicates lie beside the image that they are like', async () => {
    const { page, close, problems } = await open({ catalogue })
    const panel = page.getByTestId('picture-findings')
    await panel.getByText('No model is needed.').waitFor()
    await page.getByTestId('look-at-pictures').click()
    await panel.getByRole('button', { name: '1 constant' }).waitFor()
    const found = [
      '1 constant',
      '1 nearly black',
      '1 unreadable',
      '1 elongated',
      '1 tiny',
      '1 exact copy',
      '1 near duplicate'
    ]
    await expect.poll(() => panel.getByRole('listitem').allInnerTexts()).toEqual(found)
    await panel.getByText('9 images looked at').waitFor()
    // There is nothing left to look at.
    await page.getByTestId('look-at-pictures').waitFor({ state: 'detached' })

    const dialog = page.getByRole('dialog')
    await panel.getByRole('button', { name: '1 nearly black' }).click()
    await dialog.getByRole('heading', { name: 'PictureContent = nearly black: 1 image' }).waitFor()
    await expect.poll(() => dialog.getByRole('link').allInnerTexts()).toHaveLength(1)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await panel.getByRole('button', { name: '1 near duplicate' }).focus()
    await page.keyboard.press('Enter')
    await dialog.getByRole('region', { name: 'Group 1' }).waitFor()
    await expect.poll(() => dialog.getByRole('link').count()).toBe(3)
    await dialog.getByRole('link', { name: 'Image 2' }).click()
    await page.getByRole('heading', { name: 'Image' }).first().waitFor()
    expect(page.url()).toContain('#/image/2')
    await close()
    expect(problems).toEqual([])
  })

  test('what was found is a tag: Tags lists it, and a condition completes its name and its values', async () => {
    const { page, close, problems } = await open({ catalogue })
    await page.getByTestId('look-at-pictures').click()
    await page.getByTestId('picture-findings').getByRole('button', { name: '1 constant' }).waitFor()
    await page.getByRole('link', { name: /^Tags/ }).click()
    await page.getByText('Found by Medoid').click()
    await expect.poll(() => page.getByTestId('tag-count').innerText()).toMatch(/^4 of \d+ tags/)
    await page.getByRole('row', { name: /PictureContent/ }).click()
    await page.getByTestId('distribution').getByText('(derived,0001) CS').waitFor()

    await page.getByRole('link', { name: /^Evaluation/ }).click()
    await page.getByTestId('train-more').click()
    const where = page.getByRole('form', { name: 'Only images with' }).first()
    await where.getByRole('combobox', { name: 'Condition' }).fill('Picture')
    await where.getByRole('option', { name: /^PictureShape/ }).waitFor()
    await where.getByRole('combobox', { name: 'Condition' }).fill('PictureContent=')
    await where.getByRole('option', { name: /^nearly black/ }).waitFor()
    await close()
    expect(problems).toEqual([])
  })
})
