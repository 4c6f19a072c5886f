import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countValuesJob } from '../../src/jobs/count-values.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, threeKinds, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

/** CT of the head, MR of the knee and CR of the chest in turn, in series of three; image 0 has no body part, 3 and 6 have a wrong one. */
const headers = threeKinds(90, (i) => ({ SeriesInstanceUID: `9.${i % 3}.${Math.floor(i / 9)}` }))
delete headers[0].BodyPartExamined
headers[3].BodyPartExamined = 'KNEE'
headers[6].BodyPartExamined = 'CHEST'

let prepared: string
beforeAll(async () => {
  prepared = archive(headers)
  await countValuesJob.run({ catalogue: prepared }, WORK)
})
afterAll(closeBrowser)

const says = (page: Page, id: string, words: string): Promise<void> =>
  page.getByTestId(id).getByText(words, { exact: true }).waitFor()

async function openReview(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Tag review/ }).click()
  await page.getByRole('heading', { name: 'Tag review', level: 1 }).waitFor()
}

describe.each(HOSTS)('in $name', ({ open }) => {
  test('values are suggested, accepted, skipped and rejected by single keys, and that is undone in the next session', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(prepared, catalogue)
    const first = await open({ catalogue })
    const { page } = first
    await openReview(page)
    await page.getByText('No values are suggested yet').waitFor()
    await page.getByTestId('suggest-first').click()
    await page.getByTestId('suggest-tag').click()
    await page.keyboard.type('BodyPartExamined')
    await page.keyboard.press('Enter')
    await page.getByTestId('start-suggest').click()

    // Image 0 is one of a series of CT images of heads.
    await says(page, 'present', 'none')
    await says(page, 'suggested', 'HEAD')
    await page.getByTestId('reasons').getByText('Cluster the images, and those that').waitFor()
    await page.getByTestId('reasons').getByRole('listitem').first().waitFor()
    await says(page, 'decided', '0 of 1 series decided')
    await page.keyboard.press('y')
    await says(page, 'told', 'Accepted: no value → HEAD for 1 image.')
    await says(page, 'decided', '1 of 1 series decided, 1 image corrected')
    await page.getByText('You have decided about all of these.').waitFor()

    await page.getByTestId('kind-wrong').click()
    await page.getByTestId('position').getByText('1 of 2 series').waitFor()
    const clearest = (await page.getByTestId('present').textContent())!.trim()
    await page.keyboard.press('ArrowRight')
    await page.getByTestId('position').getByText('2 of 2 series').waitFor()
    const other = (await page.getByTestId('present').textContent())!.trim()
    expect([clearest, other].sort()).toEqual(['CHEST', 'KNEE'])
    await page.keyboard.press('s')
    await says(page, 'told', `Skipped: ${other} → HEAD for 1 image.`)
    await says(page, 'present', clearest)
    await page.keyboard.press('3')
    await expect.poll(() => page.getByTestId('reach-alike').getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('n')
    await says(page, 'told', `Rejected: ${clearest} → HEAD for 1 image.`)
    await says(page, 'decided', '2 of 2 series decided, 1 image corrected')

    await page.keyboard.press('Control+z')
    await says(page, 'told', 'Undone: rejected HEAD for 1 image.')
    await says(page, 'present', clearest)
    await page.keyboard.press('U')
    await says(page, 'told', 'Redone: rejected HEAD for 1 image.')
    await page.getByTestId('show-reliability').click()
    await page.getByTestId('reliability').getByRole('cell').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('reliability').waitFor({ state: 'detached' })

    await page.getByRole('link', { name: /^Tags/ }).click()
    await says(page, 'corrected-values', '1 corrected ·')
    await page.getByRole('link', { name: /^Export/ }).click()
    const out = join(temporaryFolder(), 'corrections.csv')
    await first.choose(out, () => page.getByTestId('export-corrections').click())
    await expect.poll(() => page.getByTestId('job-export-corrections').getAttribute('data-state')).toBe('done')
    const [head, row, ...more] = readFileSync(out, 'utf8').trim().split(/\r?\n/)
    expect(head).toContain('SOPInstanceUID')
    expect(row).toContain('HEAD')
    expect(more).toEqual([])
    await first.close()

    // Tomorrow, the suggestions are there at once, and so is undo.
    const second = await open({ catalogue })
    await openReview(second.page)
    await says(second.page, 'decided', '1 of 1 series decided, 1 image corrected')
    await second.page.keyboard.press('u')
    await says(second.page, 'told', 'Undone: rejected HEAD for 1 image.')
    await second.close()
  })
})
