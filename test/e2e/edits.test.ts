import { parse } from 'csv-parse/sync'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportLabelsJob } from '../../src/jobs/export-labels.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS, settled } from './hosts.ts'

const demo = join(temporaryFolder(), 'demo')
beforeAll(() => sampleJob.run({ out: demo, images: 120, seed: 6, k: [4] }, {}))
afterAll(closeBrowser)

/** Images by cluster, as another process exports them. */
async function exported(catalogue: string, run = '1.4'): Promise<Record<string, number>> {
  const out = join(temporaryFolder(), 'labels.csv')
  await exportLabelsJob.run({ catalogue, run, format: 'csv', out, where: [], columns: [] }, {})
  const rows = parse<{ cluster: string }>(readFileSync(out), { columns: true })
  const counts: Record<string, number> = {}
  for (const { cluster } of rows) counts[cluster] = (counts[cluster] ?? 0) + 1
  return counts
}

const told = (page: Page) => page.getByTestId('edit-told').textContent()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
const chosen = (list: Locator) => list.locator('[aria-selected="true"]').count()

async function toCards(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Clusters/ }).click()
  await page.getByTestId('cluster-0').waitFor()
  await settled(page)
}

async function intoCluster(page: Page, cluster: number): Promise<Locator> {
  await page.getByTestId(`cluster-${cluster}`).dblclick()
  const gallery = page.getByTestId('gallery')
  await gallery.getByRole('option').first().waitFor()
  await settled(page)
  return gallery
}

describe.each(HOSTS)('in $name', ({ open }) => {
  test('images are chosen, moved and rejected, clusters merged and named; each is taken back, also by a new window', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(join(demo, 'catalogue.sqlite'), catalogue)
    const made = await exported(catalogue)
    const { page, close, problems } = await open({ catalogue })
    await toCards(page)

    // In a cluster: Shift with a click, and Ctrl.
    const gallery = await intoCluster(page, 0)
    const images = gallery.getByRole('option')
    await images.nth(1).click()
    await images.nth(3).click({ modifiers: ['Shift'] })
    await images.nth(5).click({ modifiers: ['Control'] })
    const bar = page.getByRole('region', { name: 'Chosen images' })
    await expect.poll(() => bar.getByRole('status').textContent()).toBe('4 images chosen')
    await expect.poll(() => chosen(gallery)).toBe(4)
    await expect.poll(() => gallery.getAttribute('aria-multiselectable')).toBe('true')

    // The same images are chosen in the table.
    await page.getByText('Table', { exact: true }).click()
    const table = page.getByTestId('members')
    await expect.poll(() => chosen(table)).toBe(4)
    await page.getByText('Gallery', { exact: true }).click()
    await expect.poll(() => focused(page)).toBe('gallery')

    // By keyboard: Escape clears, Shift with arrows and Space choose.
    await page.keyboard.press('Escape')
    await bar.waitFor({ state: 'hidden' })
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press(' ')
    await expect.poll(() => bar.getByRole('status').textContent()).toBe('3 images chosen')

    // To a cluster that is found by its number.
    await bar.getByTestId('move-chosen').click()
    const picker = page.getByRole('dialog', { name: 'Move 3 images to a cluster' })
    await picker.getByLabel('Search the clusters').fill('2')
    await page.keyboard.press('Enter')
    await expect.poll(() => told(page)).toBe('Moved 3 images to cluster 2.')
    const moved: Record<string, number> = { ...made, 0: made[0] - 3, 2: made[2] + 3 }
    expect(await exported(catalogue)).toEqual(moved)
    await bar.waitFor({ state: 'hidden' })
    await expect.poll(() => page.getByTestId('set').textContent()).toBe(`${moved[0]} images`)

    // A rectangle over the first two images, which are rejected.
    const [first, second] = [(await images.nth(0).boundingBox())!, (await images.nth(1).boundingBox())!]
    await page.mouse.move(second.x + second.width - 4, second.y + second.height - 4)
    await page.mouse.down()
    await page.mouse.move(first.x + 20, first.y + 20)
    await page.mouse.move(first.x + 8, first.y + 8)
    await page.mouse.up()
    await expect.poll(() => bar.getByRole('status').textContent()).toBe('2 images chosen')
    await bar.getByTestId('reject-chosen').click()
    await expect.poll(() => told(page)).toBe('Rejected 2 images.')
    expect(await exported(catalogue)).toMatchObject({ 0: moved[0] - 2 })
    await page.getByTestId('undo-edit').click()
    await expect.poll(() => told(page)).toBe('Undone: Rejected 2 images.')
    expect(await exported(catalogue)).toEqual(moved)

    // From the menu of an image that is not chosen.
    await images.nth(1).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Reject image' }).click()
    await expect.poll(() => told(page)).toBe('Rejected 1 image.')
    expect(await exported(catalogue)).toMatchObject({ 0: moved[0] - 1 })
    await page.getByTestId('undo-edit').click()
    await expect.poll(() => told(page)).toBe('Undone: Rejected 1 image.')

    // Cards: two of them become one, which keeps the name of the one that is chosen.
    await page.keyboard.press('Escape')
    await page.getByTestId('cluster-0').waitFor()
    await page.getByTestId('clusters').focus()
    await page.keyboard.press('Home')
    await page.getByTestId('cluster-1').click({ modifiers: ['Control'] })
    const clusters = page.getByRole('region', { name: 'Chosen clusters' })
    await expect.poll(() => clusters.getByRole('status').textContent()).toBe('1 cluster chosen')
    await expect.poll(() => clusters.getByTestId('merge-chosen').isDisabled()).toBe(true)
    await page.getByTestId('cluster-3').click({ modifiers: ['Control'] })
    await clusters.getByTestId('merge-chosen').click()
    const merge = page.getByRole('dialog', { name: 'Merge 2 clusters' })
    await merge.getByTestId('into-3').check()
    await merge.getByLabel('Name of the merged cluster').fill('Both')
    await expect.poll(() => merge.getByTestId('merge-words').textContent()).toContain('Cluster 3 is called “Both”.')
    await merge.getByRole('button', { name: 'Merge', exact: true }).click()
    await expect.poll(() => told(page)).toBe('Merged clusters 1 and 3 into cluster 3.')
    const merged: Record<string, number> = { 0: moved[0], 2: moved[2], 3: moved[1] + moved[3] }
    expect(await exported(catalogue)).toEqual(merged)
    await page.getByTestId('cluster-1').waitFor({ state: 'hidden' })
    await expect.poll(() => page.getByTestId('cluster-3').textContent()).toContain('Both')

    // One name for several.
    await page.getByTestId('clusters').focus()
    await page.keyboard.press('Control+a')
    await expect.poll(() => clusters.getByRole('status').textContent()).toBe('3 clusters chosen')
    await clusters.getByTestId('name-chosen').click()
    await page.getByRole('dialog', { name: 'Name 3 clusters' }).getByLabel('Name', { exact: true }).fill('All')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('clusters').getByText('All', { exact: true }).count()).toBe(3)

    // Ctrl+Z takes back in the order of what was done: the names, then the merge.
    await page.getByTestId('clusters').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.getByTestId('clusters').getByText('All', { exact: true }).count()).toBe(0)
    await page.keyboard.press('Control+z')
    await expect.poll(() => told(page)).toBe('Undone: Merged clusters 1 and 3 into cluster 3.')
    expect(await exported(catalogue)).toEqual(moved)
    await page.keyboard.press('Control+Shift+Z')
    await expect.poll(() => told(page)).toBe('Redone: Merged clusters 1 and 3 into cluster 3.')

    // As the method made them, nothing can be changed.
    await page.getByTestId('as').getByText('As made').click()
    await page.getByTestId('cluster-1').waitFor()
    await page.getByTestId('as-made').waitFor()
    await page.getByTestId('cluster-0').click()
    await page.getByTestId('cluster-1').click({ modifiers: ['Control'] })
    await expect.poll(() => clusters.getByRole('status').textContent()).toBe('2 clusters chosen')
    await expect.poll(() => clusters.getByTestId('merge-chosen').isDisabled()).toBe(true)
    await expect.poll(() => clusters.textContent()).toContain('as the method made them')
    await page.keyboard.press('1')
    await expect.poll(() => page.getByTestId('told').textContent()).toContain('Nothing can be named here')
    expect(await exported(catalogue, '1.4@method')).toEqual(made)
    await page.getByTestId('as').getByText('As edited').click()
    await page.getByTestId('cluster-1').waitFor({ state: 'hidden' })

    // A window that begins anew takes back what the history has.
    await page.reload()
    await page.getByTestId('cluster-0').waitFor()
    await page.getByTestId('clusters').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => told(page)).toBe('Undone: Merged clusters 1 and 3 into cluster 3.')
    await page.keyboard.press('Control+z')
    await expect.poll(() => told(page)).toBe('Undone: Moved 3 images to cluster 2.')
    expect(await exported(catalogue)).toEqual(made)
    await page.getByTestId('as').waitFor({ state: 'hidden' })
    await close()
    expect(problems).toEqual([])
  })
})
