import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { clusterParameters, germanSite, twoSites, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

const out = temporaryFolder()
/** Two sites that write different words and units, and their clusters. */
let prepared: string
beforeAll(async () => {
  prepared = twoSites(germanSite(60, 0), germanSite(45, 1))
  await clusterJob.run(clusterParameters(prepared, { k: [3] }), WORK)
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('mappings are accepted by single keys, undone, and seen by features; clusters of one site are marked', async () => {
    const catalogue = join(out, `${name.replaceAll(' ', '-')}.sqlite`)
    copyFileSync(prepared, catalogue)
    const { page, problems, close } = await open({ catalogue })
    await page.getByRole('link', { name: /^Sources/ }).click()
    await page.getByTestId('sites').getByText('/other: 45 images').waitFor()
    await page.getByTestId('apart').getByText('for 100.0 % of 105 images').waitFor()
    const told = page.getByText('read on the scale of the largest site')
    await page.getByRole('switch', { name: 'Ranges of each site' }).click()
    await told.waitFor()
    await page.getByRole('switch', { name: 'Ranges of each site' }).click()
    await told.waitFor({ state: 'detached' })
    const rows = page.getByTestId('mappings').locator('tbody tr')
    await expect.poll(() => rows.count()).toBe(6)
    const knee = rows.filter({ hasText: 'BodyPartExamined: "KNIE" → "KNEE"' })
    await knee.click()
    const state = () => knee.getByTestId('state').textContent()
    await expect.poll(state).toBe('')
    await page.keyboard.press('y')
    await expect.poll(state).toBe('Accepted')
    await page.keyboard.press('u')
    await expect.poll(state).toBe('')
    await page.keyboard.press('U')
    await expect.poll(state).toBe('Accepted')

    // A tag that only says the site is no feature once that is accepted.
    const scanOptions = page.getByRole('button', { name: 'Exclude ScanOptions' })
    await page.getByRole('link', { name: /^Features/ }).click()
    await scanOptions.waitFor()
    await page.getByRole('link', { name: /^Sources/ }).click()
    await page.getByTestId('accept-all').click()
    await expect.poll(() => rows.getByTestId('state').allTextContents()).toEqual(Array(6).fill('Accepted'))
    await page.getByRole('link', { name: /^Features/ }).click()
    await expect.poll(() => scanOptions.count()).toBe(0)
    await page.getByRole('button', { name: 'Exclude BodyPartExamined' }).waitFor()

    await page.getByRole('link', { name: /^Clusters/ }).click()
    const marks = page.getByTestId('one-site')
    await expect
      .poll(async () => (await marks.allTextContents()).map((text) => text.trim()))
      .toEqual(['One site: /archive'])
    await close()
    expect(problems).toEqual([])
  })
})
