import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleJob } from '../../src/jobs/sample.ts'
import { unassign } from '../jobs/archive.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

const out = temporaryFolder()
/** 100 images in 6 clusters: some are nearly as near to another medoid, two are far out, and no series has three. */
let sound: string
beforeAll(async () => {
  sound = (await sampleJob.run({ out, images: 100, seed: 3, k: [6] }, {})).catalogue
})
afterAll(closeBrowser)

/** Images that are left of a queue. */
async function left(page: Page, queue: string): Promise<number> {
  return Number(/(\d+) left/.exec((await page.getByTestId(`queue-${queue}`).textContent()) ?? '')?.[1])
}

/** Which image is shown, once its pixels are. */
async function image(page: Page): Promise<number> {
  const frame = page.getByRole('region', { name: 'Image', exact: true }).locator('[data-instance]')
  await frame.and(page.locator('[data-state="picture"]')).waitFor()
  return Number(await frame.getAttribute('data-instance'))
}

async function otherThan(page: Page, before: number): Promise<number> {
  await expect.poll(() => image(page)).not.toBe(before)
  return image(page)
}

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('images are kept, moved and rejected by single keys, and that is taken back and remembered', async () => {
    const catalogue = join(out, `${name.replaceAll(' ', '-')}.sqlite`)
    copyFileSync(sound, catalogue)
    const first = await open({ catalogue })
    const { page } = first
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('review').click()
    await page.getByRole('heading', { name: 'Clusters / Review' }).waitFor()
    await page.getByTestId('rule').getByText('at most 5 % farther than their own').waitFor()
    const near = await left(page, 'nearest')
    expect(near).toBeGreaterThan(5)

    // Another queue, and one that is empty.
    await page.keyboard.press('2')
    await page.getByTestId('rule').getByText('1.5 interquartile ranges').waitFor()
    await expect.poll(() => page.getByTestId('queue-farthest').getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('4')
    await page.getByText('No series has three or more images in the clusters.').waitFor()
    await page.keyboard.press('1')

    // The image beside both medoids, and what tells it from them.
    const kept = await image(page)
    await page
      .getByTestId('own')
      .getByRole('img', { name: /^Medoid of cluster \d$/ })
      .waitFor()
    await page
      .getByTestId('other')
      .getByText(/distance 0\.\d{3} on \d+ of \d+/)
      .waitFor()
    await page
      .getByTestId('differences')
      .getByText(/^More like cluster \d in /)
      .first()
      .waitFor()
    await page.getByTestId('reason').getByText(`1 of ${near} left`).waitFor()

    await page.keyboard.press('k')
    await page.getByTestId('told').getByText(`Image ${kept} stays in cluster`).waitFor()
    const skipped = await otherThan(page, kept)
    await page.keyboard.press('s')
    const moved = await otherThan(page, skipped)
    await expect.poll(() => left(page, 'nearest')).toBe(near - 1)
    const to = /\d+/.exec((await page.getByTestId('move').textContent())!)![0]
    await page.keyboard.press('t')
    await page.getByTestId('told').getByText(`Image ${moved} moved to cluster ${to}.`).waitFor()
    const rejected = await image(page)
    await page.keyboard.press('x')
    await page.getByTestId('told').getByText(`Image ${rejected} rejected.`).waitFor()
    await page.keyboard.press('p')
    expect([kept, moved, rejected]).not.toContain(await image(page))

    // Each is taken back in turn: its image is there again.
    await page.getByTestId('undo').click()
    await page.getByTestId('told').getByText('Undone: Rejected 1 image.').waitFor()
    await expect.poll(() => image(page)).toBe(rejected)
    await page.keyboard.press('Control+z')
    await page.getByTestId('told').getByText(`Undone: Moved 1 image to cluster ${to}.`).waitFor()
    await expect.poll(() => image(page)).toBe(moved)
    await page.keyboard.press('U')
    await page.getByTestId('told').getByText(`Redone: Moved 1 image to cluster ${to}.`).waitFor()

    await page.keyboard.press('Escape')
    await page.getByTestId('clusters').waitFor()
    await first.close()

    // Tomorrow, what was decided is decided.
    const second = await open({ catalogue })
    const again = second.page
    await again.getByRole('link', { name: /^Clusters/ }).click()
    await again.getByTestId('review').click()
    await again.getByTestId('reason').waitFor()
    const seen: number[] = []
    for (let shown = await image(again); !seen.includes(shown); shown = await otherThan(again, shown)) {
      seen.push(shown)
      await again.keyboard.press('ArrowRight')
    }
    expect(seen).not.toContain(kept)
    expect(seen).not.toContain(moved)
    await second.close()
    expect([...first.problems, ...second.problems]).toEqual([])
  })

  test('images that are not assigned yet are assigned from here', async () => {
    const catalogue = join(out, `${name.replaceAll(' ', '-')}-unassigned.sqlite`)
    copyFileSync(sound, catalogue)
    unassign(catalogue, '1.6')
    const { page, problems, close } = await open({ catalogue })
    await page.getByRole('heading', { name: 'Archive' }).waitFor()
    await page.goto(new URL('#/clusters/review', page.url()).href)
    await page.getByText('The images are not assigned yet').waitFor()
    await page.getByTestId('assign').click()
    await page.getByTestId('reason').waitFor()
    await page.getByTestId('queue-nearest').waitFor()
    await close()
    expect(problems).toEqual([])
  })
})
