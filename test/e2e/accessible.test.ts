import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults, RunOptions } from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoJob } from '../../src/jobs/demo.ts'
import { suggest } from '../../src/jobs/definitions/suggest.ts'
import { Journal } from '../../src/jobs/journal.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { suggestJob } from '../../src/jobs/suggest.ts'
import { PLACES } from '../../src/renderer/places.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { closeBrowser, HOSTS, pressTogether, settled } from './hosts.ts'
import { layoutFaults } from './layout.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const out = temporaryFolder()
const catalogue = join(out, 'catalogue.sqlite')
beforeAll(async () => {
  await demoJob.run({ out, images: 300, seed: 2, k: [4, 6] }, {})
  await suggestJob.run({ ...withDefaults(suggest.parameters, { tag: 'BodyPartExamined' }), catalogue }, {})
  // One that is over, for the list of jobs.
  new Journal(catalogue).write({
    id: Journal.newId(),
    job: 'count-values',
    catalogue,
    parameters: {},
    state: 'done',
    created: '2026-01-02T03:04:05.000Z',
    changed: '2026-01-02T03:04:06.000Z',
    pid: null,
    progress: null,
    message: { code: 'values-counted', parameters: { tags: 40, instances: 300 } },
    outcome: {}
  })
})
afterAll(closeBrowser)

/** What there is to see, by its address: each place, and what its address can show besides. */
const SIGHTS: readonly { path: string; title: string }[] = [
  ...PLACES.map(({ name, title }) => ({ path: name === 'image' || name === 'similar' ? `${name}/10` : name, title })),
  { path: 'image', title: 'Image' },
  { path: 'similar', title: 'Similar' },
  { path: 'archive/studies', title: 'Archive' },
  { path: 'archive/files', title: 'Archive' },
  { path: 'clusters?cluster=0', title: 'Clusters' }
]

async function goTo(page: Page, { path, title }: { path: string; title: string }): Promise<void> {
  await page.evaluate((to) => (location.hash = `#/${to}`), path)
  await page.getByRole('heading', { name: title }).first().waitFor()
  if (path === 'tag-review') await page.getByTestId('suggestion').waitFor()
  await settled(page)
}

/** The rules of axe that look at colours, which are all that a theme changes. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds in a page as it is, and is not minor.
 * @param rules those to apply; all unless told
 */
async function axeFaults(page: Page, of: string, rules?: string[]): Promise<string[]> {
  await settled(page)
  // In the page's own world, past its policy.
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(AXE)
  const options: RunOptions = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) }
  const { violations } = await page.evaluate(
    (options) =>
      (globalThis as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options),
    options
  )
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, nodes }) => `${of}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n  ')}`)
}

/** Which sides of what has the focus have no ring of the accent, or one with gaps. */
async function ringGaps(page: Page): Promise<string[]> {
  /** How far from the edge a ring may lie; and the round corners, which are left out. CSS pixels. */
  const [REACH, CORNER] = [5, 14]
  const { box, accent } = await page.evaluate(() => {
    const { left, top, right, bottom } = document.activeElement!.getBoundingClientRect()
    const accent = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()
    return { box: { left, top, right, bottom }, accent }
  })
  const { data, info } = await sharp(await page.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const wanted = [1, 3, 5].map((at) => parseInt(accent.slice(at, at + 2), 16))
  const isAccent = (x: number, y: number): boolean =>
    x >= 0 &&
    x < info.width &&
    y >= 0 &&
    y < info.height &&
    wanted.every((value, channel) => Math.abs(data[(y * info.width + x) * 3 + channel] - value) <= 24)
  const isNear = (x: number, y: number, across: 'x' | 'y'): boolean =>
    Array.from({ length: 2 * REACH + 1 }, (_, i) => i - REACH).some((by) =>
      across === 'x' ? isAccent(x + by, y) : isAccent(x, y + by)
    )
  const [left, right, top, bottom] = [box.left, box.right, box.top, box.bottom].map(Math.round)
  const along = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(0, to - from - 2 * CORNER) }, (_, i) => from + CORNER + i)
  const sides = {
    left: along(top, bottom).every((y) => isNear(left, y, 'x')),
    right: along(top, bottom).every((y) => isNear(right, y, 'x')),
    top: along(left, right).every((x) => isNear(x, top, 'y')),
    bottom: along(left, right).every((x) => isNear(x, bottom, 'y'))
  }
  return Object.entries(sides).flatMap(([side, isWhole]) => (isWhole ? [] : [side]))
}

describe.each(HOSTS)('in $name', ({ open }) => {
  test.each([
    ['dark', 1280, 800, undefined],
    // Other rules find the same as in the dark theme.
    ['light', 1280, 800, COLOUR_RULES],
    // 1280 × 800 at 200 %.
    ['dark', 640, 400, undefined]
  ])(
    'axe finds no moderate or serious fault in any view of the %s theme at %i × %i',
    async (theme, width, height, rules) => {
      const { page, problems, close } = await open({ catalogue, viewport: { width, height } })
      const first = PLACES[0].title
      await page.getByRole('heading', { name: first }).first().waitFor()
      await page.evaluate((name) => localStorage.setItem('medoid-theme', name), theme)
      await page.reload()
      await page.getByRole('heading', { name: first }).first().waitFor()
      const found: string[] = []
      const look = async (of: string): Promise<void> => void found.push(...(await axeFaults(page, of, rules)))
      for (const sight of SIGHTS) {
        await goTo(page, sight)
        await look(sight.path)
      }
      await page.evaluate(() => (location.hash = '#/clusters'))
      await page.getByTestId('cluster-0').click()
      await page.getByTestId('cluster-0').locator('[data-instance]').click({ button: 'right' })
      await page.getByRole('menu').waitFor()
      await look('menu')
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'detached' })
      await page.getByTestId('cluster-1').click({ modifiers: ['Control'] })
      await look('chosen clusters')
      await page.getByTestId('merge-chosen').click()
      await page.getByRole('dialog', { name: 'Merge 2 clusters' }).waitFor()
      await look('merging')
      await page.keyboard.press('Escape')
      await page.getByTestId('cluster-0').dblclick()
      await page.getByTestId('gallery').getByRole('option').nth(1).click()
      await page.keyboard.press('Shift+ArrowRight')
      await page.getByTestId('move-chosen').click()
      await page.getByRole('dialog', { name: 'Move 2 images to a cluster' }).waitFor()
      await look('moving')
      await page.keyboard.press('Escape')
      await page.evaluate(() => (location.hash = '#/clusters/review'))
      await page.getByTestId('differences').waitFor()
      await look('review')
      await page.getByTestId('jobs').click()
      await page.getByRole('dialog', { name: 'Jobs' }).getByTestId('job-count-values').waitFor()
      await look('jobs')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog', { name: 'Jobs' }).waitFor({ state: 'detached' })
      await page.keyboard.press('?')
      const help = page.getByTestId('help')
      for (const part of ['Keys', 'Glossary', 'About Medoid', 'How the work goes']) {
        await help.getByText(part, { exact: true }).last().click()
        await page.getByRole('dialog', { name: part }).waitFor()
        await look(part)
      }
      await page.keyboard.press('Escape')
      await help.waitFor({ state: 'detached' })
      await page.getByTestId('open-settings').click()
      await page.getByTestId('settings').waitFor()
      await look('settings')
      await page.keyboard.press('Escape')
      await page.getByTestId('settings').waitFor({ state: 'detached' })
      await page.evaluate(() => localStorage.setItem('medoid-knows-tour', 'false'))
      await page.getByTestId('open-help').click()
      await page.getByTestId('start-tour').click()
      await page.getByTestId('tour').waitFor()
      await look('tour')
      expect(found).toEqual([])
      await close()
      expect(problems).toEqual([])
    }
  )

  test('in no view is anything cut off, covered or out of reach, at 200 %, 1024 × 700, 1280 × 800 and 3840 × 2160', async () => {
    const { page, problems, close } = await open({ catalogue })
    await page.getByTestId('figure-images').waitFor()
    const found: string[] = []
    for (const [width, height] of [
      [640, 400],
      [1024, 700],
      [1280, 800],
      [3840, 2160]
    ]) {
      await page.setViewportSize({ width, height })
      for (const sight of SIGHTS) {
        await goTo(page, sight)
        found.push(...(await layoutFaults(page)).map((fault) => `${sight.path} at ${width}: ${fault}`))
      }
    }
    expect(found).toEqual([])
    await close()
    expect(problems).toEqual([])
  })

  test('the ring round a table, gallery or tree that has the focus is whole', async () => {
    const { page, problems, close } = await open({ catalogue })
    await page.getByTestId('figure-images').waitFor()
    const gaps: string[] = []
    const seen: string[] = []
    for (const sight of SIGHTS) {
      await goTo(page, sight)
      const lists = page.locator('main :is([role="grid"], [role="treegrid"], [role="tree"])[tabindex="0"]')
      for (let place = 0; place < (await lists.count()); place++) {
        const list = lists.nth(place)
        if (!(await list.isVisible())) continue
        await list.scrollIntoViewIfNeeded()
        // A ring is for those who use keys.
        await page.keyboard.press('Shift')
        await list.focus()
        await settled(page)
        const name = `${sight.path}: ${await list.getAttribute('aria-label')}`
        seen.push(name)
        gaps.push(...(await ringGaps(page)).map((side) => `${name}: ${side}`))
      }
    }
    expect(seen).toContain('tags: Tags')
    expect(gaps).toEqual([])
    await close()
    expect(problems).toEqual([])
  })

  test('a narrow window shows its list of views to those who ask, and until they have chosen', async () => {
    const { page, problems, close } = await open({ catalogue, viewport: { width: 640, height: 400 } })
    await page.getByTestId('figure-images').waitFor()
    const button = page.getByRole('button', { name: 'Views' })
    const views = page.getByRole('navigation', { name: 'Views' })
    await expect.poll(() => views.count()).toBe(0)
    await button.focus()
    await page.keyboard.press('Enter')
    // All of them can be come to, at this height, too.
    await views.getByRole('link', { name: /^Archive/ }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Archive')
    for (const { title } of PLACES.slice(1)) {
      await page.keyboard.press('Tab')
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain(title)
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Export' }).first().waitFor()
    await views.waitFor({ state: 'detached' })

    await button.click()
    await views.waitFor()
    await page.keyboard.press('Escape')
    await views.waitFor({ state: 'detached' })
    await button.click()
    await views.waitFor()
    await button.click()
    await views.waitFor({ state: 'detached' })
    await close()
    expect(problems).toEqual([])
  })

  test('every view is reached by its keys, and what is in it by Tab', async () => {
    const { page, problems, close } = await open({ catalogue })
    for (const { title, key } of PLACES) {
      await page.keyboard.press('Escape')
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await pressTogether(page, 'g', key)
      await page.getByRole('heading', { name: title }).first().waitFor()
      await settled(page)
      await page.locator('main').focus()
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.closest('main') !== null), title).toBe(true)
    }
    await close()
    expect(problems).toEqual([])
  })
})
