import { copyFileSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadTree } from '../../src/core/catalogue/trees.ts'
import { annotationsJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { treeJob } from '../../src/jobs/tree.ts'
import { decimal } from '../../src/messages/format.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, lookInto, threeKinds } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, pressTogether, settled } from './hosts.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const demo = temporaryFolder()
/** Run 1 has the clusterings 1.6 and 1.8 of K-medoids, run 2 those of a tree of its sample. */
beforeAll(async () => {
  await sampleJob.run({ out: demo, images: 200, seed: 6, k: [6, 8] }, {})
  const catalogue = join(demo, 'catalogue.sqlite')
  await clusterJob.run(clusterParameters(catalogue, { k: [4], algorithm: 'average' }), {})
})
afterAll(closeBrowser)

/** A copy of its own, for a spec that changes it. */
function copyOfDemo(): string {
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  copyFileSync(join(demo, 'catalogue.sqlite'), catalogue)
  return catalogue
}

async function namesIn(catalogue: string, run: string): Promise<string[]> {
  const { annotations } = await annotationsJob.run({ catalogue, run }, {})
  return annotations.map(({ label }) => label)
}

async function choose(page: Page, clustering: string): Promise<void> {
  await page.getByTestId('clustering').click()
  await page
    .locator('.n-base-select-option')
    .filter({ hasText: `${clustering}:` })
    .click()
  await settled(page)
}

/** The cells of the row that keys are about. */
function selectedRow(page: Page): Promise<string[]> {
  return page.getByTestId('tree').locator('[aria-selected="true"] [role="gridcell"]').allTextContents()
}

/** Goes into the node that keys are about, always into the larger side, until that is one cluster. */
async function intoCluster(page: Page): Promise<void> {
  while (!/^cluster \d+$/.test((await selectedRow(page))[1])) {
    await page.keyboard.press('ArrowRight')
    await settled(page)
  }
}

describe.each(HOSTS)('in $name', ({ open }) => {
  test('a tree is cut elsewhere by keyboard, the cut is used, a group of it is named, and that is undone', async () => {
    const catalogue = copyOfDemo()
    const cuts = lookInto(catalogue, (db) => loadTree(db, 2, 0)!.result.cuts)
    const { page, close, problems } = await open({ catalogue })
    await page.getByTestId('sources').waitFor()
    await pressTogether(page, 'g', 'r')
    const words = page.getByTestId('cut-words')
    const told = (k: number): string =>
      `${k} clusters, mean silhouette ${decimal(cuts.find((cut) => cut.k === k)!.silhouette, 2)}`
    await expect.poll(() => words.textContent()).toBe(told(4))
    await page.getByText('clustering 2.4', { exact: true }).waitFor()

    await page.getByRole('slider', { name: 'Clusters' }).focus()
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => words.textContent()).toBe(told(7))
    // Seven clusters, what they are merged into, and the heading.
    const table = page.getByTestId('tree')
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('14')
    await page.getByRole('button', { name: 'Use this cut' }).press('Enter')
    await page.getByText('clustering 2.7', { exact: true }).waitFor()
    await expect.poll(() => words.textContent()).toBe(told(7))
    await expect.poll(() => page.getByTestId('clustering').textContent()).toContain('2.7: 7 clusters')
    await settled(page)

    await table.focus()
    await page.keyboard.press('Home')
    await expect.poll(async () => (await selectedRow(page))[1]).toBe('7 clusters')
    // Into the larger side, until it is one cluster, and out of that: the last group of two or more.
    await intoCluster(page)
    await page.keyboard.press('ArrowLeft')
    await settled(page)
    const [, group] = await selectedRow(page)
    expect(group).toMatch(/^[2-6] clusters$/)
    const many = Number(group[0])
    const before = await namesIn(catalogue, '2.7')
    await page.keyboard.press('l')
    await page.keyboard.type('Group <b>A</b>')
    await page.keyboard.press('Enter')
    await page.getByText(`${group} are now “Group <b>A</b>”.`).waitFor()
    await expect.poll(async () => (await selectedRow(page))[0]).toContain('Group <b>A</b>')
    await expect
      .poll(() => namesIn(catalogue, '2.7'))
      .toEqual([...before, ...Array<string>(many).fill('Group <b>A</b>')])
    const root = table.locator('[aria-level="1"] [role="gridcell"]').first()
    await page.keyboard.press('Home')
    await expect.poll(() => root.textContent()).toContain(`“Group <b>A</b>”, ${7 - many} unnamed`)
    await page.keyboard.press('u')
    await page.getByText(`Undone: ${group} have no name again.`).waitFor()
    await expect.poll(() => namesIn(catalogue, '2.7')).toEqual(before)
    await expect.poll(() => root.textContent()).not.toContain('Group')
    await page.keyboard.press('U')
    await page.getByText(`Redone: ${group} are “Group <b>A</b>”.`).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('clusters of K-medoids get a tree from the empty state, and a group of them is opened', async () => {
    const catalogue = copyOfDemo()
    const { page, close, problems } = await open({ catalogue })
    await page.getByTestId('sources').waitFor()
    await page.getByRole('link', { name: /^Tree/ }).click()
    await page.getByTestId('tree').waitFor()
    await choose(page, '1.8')
    await page.getByTestId('empty').getByText('No tree yet').waitFor()
    await page.getByTestId('make-tree').press('Enter')
    const words = page.getByTestId('cut-words')
    await expect.poll(() => words.textContent()).toMatch(/^4 groups of 8 clusters, mean silhouette −?0\.\d\d$/)
    await settled(page)

    // The line is dragged to the finest cut.
    const line = (await page.getByTestId('cut-line').boundingBox())!
    const icicle = (await page.getByTestId('icicle').boundingBox())!
    await page.mouse.move(line.x + 30, line.y + line.height / 2)
    await page.mouse.down()
    await page.mouse.move(line.x + 30, icicle.y + icicle.height - 3)
    await page.mouse.up()
    await expect.poll(() => words.textContent()).toContain('8 groups of 8 clusters')
    await page.getByTestId('cut-number').locator('input').fill('3')
    await page.keyboard.press('Enter')
    await expect.poll(() => words.textContent()).toContain('3 groups of 8 clusters')

    // A click on the top of the icicle selects the root, and Enter opens all of it; a cluster is opened itself.
    await page.mouse.click(icicle.x + 20, icicle.y + 5)
    const table = page.getByTestId('tree')
    await expect.poll(async () => (await selectedRow(page))[1]).toBe('8 clusters')
    await expect.poll(() => page.getByTestId('node-clusters').getByRole('option').count()).toBe(8)
    await table.focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(async () => (await selectedRow(page))[1]).toMatch(/^[2-7] clusters$/)
    const many = Number((await selectedRow(page))[1][0])
    await page.keyboard.press('Enter')
    await page.getByTestId('group').waitFor()
    await expect.poll(() => page.getByTestId('clusters').getByRole('option').count()).toBe(many)
    await page.getByTestId('group').click()
    await expect.poll(() => page.getByTestId('clusters').getByRole('option').count()).toBe(8)
    await page.goBack()
    await page.goBack()
    await table.waitFor()
    await settled(page)
    await table.focus()
    await page.keyboard.press('End')
    await settled(page)
    await intoCluster(page)
    const [, cluster] = await selectedRow(page)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: `Clusters / ${cluster.slice('cluster '.length)}` }).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('without a run the view says what to do first', async () => {
    const { page, close, problems } = await open({ catalogue: archive(threeKinds(6)) })
    await page.getByTestId('sources').waitFor()
    await page.getByRole('link', { name: /^Tree/ }).click()
    await page.getByTestId('empty').getByRole('link', { name: 'Go to Clustering' }).click()
    await page.getByRole('heading', { name: 'Clustering', level: 1 }).waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('of 300 clusters the rows and pictures in sight are in the document, and axe finds no fault', async () => {
    const headers = threeKinds(900, (i) => ({ SliceThickness: String(1 + (i % 97)), KVP: String(60 + (i % 89)) }))
    const catalogue = archive(headers)
    await clusterJob.run(clusterParameters(catalogue, { sample: 900, k: [300] }), {})
    await assignJob.run({ catalogue, run: '1' }, {})
    await treeJob.run({ catalogue, run: '1' }, {})
    const { page, close, problems } = await open({ catalogue })
    await page.getByTestId('sources').waitFor()
    await page.getByRole('link', { name: /^Tree/ }).click()
    await expect.poll(() => page.getByTestId('cut-words').textContent()).toContain('12 groups of 300 clusters')
    await page.getByRole('slider', { name: 'Groups' }).press('End')
    await expect.poll(() => page.getByTestId('tree').getAttribute('aria-rowcount')).toBe('600')
    await page.getByTestId('tree').press('End')
    await expect.poll(async () => (await selectedRow(page))[1]).toMatch(/^cluster \d+$/)
    await settled(page)
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(2000)
    for (const theme of ['dark', 'light']) {
      await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
      await page.reload()
      await page.getByTestId('tree').waitFor()
      await settled(page)
      await page.evaluate(AXE)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
      )
      expect(violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([])
    }
    await close()
    expect(problems).toEqual([])
  })
})
