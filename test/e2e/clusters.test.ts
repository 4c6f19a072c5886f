import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SilhouettePlot } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { annotationsJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { silhouetteWords } from '../../src/renderer/words.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, pressTogether, type Running, settled } from './hosts.ts'

const folder = temporaryFolder()
const images = join(folder, 'images')
const demo = join(folder, 'demo')
beforeAll(async () => {
  await writePhantom(images, { images: 150, seed: 5 })
  await sampleJob.run({ out: demo, images: 200, seed: 6, k: [4] }, {})
})
afterAll(closeBrowser)

async function namesIn(catalogue: string): Promise<[number, string][]> {
  const { annotations } = await annotationsJob.run({ catalogue, run: '1' }, {})
  return annotations.map(({ cluster, label }) => [cluster, label])
}

/** Whether all of an element can be seen, and not only be scrolled to. */
function isInSight(what: Locator): Promise<boolean> {
  return what.evaluate((element) => {
    const { top, bottom, left } = element.getBoundingClientRect()
    return [top + 2, bottom - 2].every((y) => element.contains(document.elementFromPoint(left + 4, y)))
  })
}

/** Words of an element that it has no room for. */
function cutTexts(element: Element): string[] {
  return [...element.querySelectorAll<HTMLElement>('*')]
    .filter((each) => each.children.length === 0 || each.matches('.fact, .doubts'))
    .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== 'inline')
    .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
    .map((each) => each.textContent.trim())
}

describe.each(HOSTS)('in $name', ({ open, start }) => {
  /** With the catalogue of `demo`, for specs that only look at it. */
  let program: Running
  beforeAll(async () => {
    program = await start({ catalogue: join(demo, 'catalogue.sqlite') })
  })
  afterAll(() => program.end())

  test('a folder is scanned and clustered, and three clusters are named by keyboard', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    const { page, choose, close, problems } = await open({ catalogue })
    await choose(images, () => page.getByTestId('add-folder').click())
    await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('150')
    await pressTogether(page, 'g', 'k')
    await page.getByTestId('k').locator('input').fill('4')
    await page.getByTestId('run-cluster').click()
    await page.getByTestId('runs').waitFor()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').getByText('images').waitFor()

    await page.getByTestId('clusters').focus()
    await page.keyboard.press('l')
    await page.keyboard.type('Head <b>MR</b>')
    await page.keyboard.press('Enter')
    await page.getByText('Cluster 0 is now “Head <b>MR</b>”.').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('l')
    await page.keyboard.type('Chest')
    await page.keyboard.press('Enter')
    await expect.poll(() => namesIn(catalogue)).toHaveLength(2)
    // The next without a name, with the label on the second key.
    await page.keyboard.press('n')
    await page.keyboard.press('2')
    const three = [
      [0, 'Head <b>MR</b>'],
      [1, 'Chest'],
      [2, 'Chest']
    ]
    await expect.poll(() => namesIn(catalogue)).toEqual(three)
    await expect.poll(() => page.getByTestId('named').textContent()).toBe('3 of 4 named')

    // Taken back step by step, the last first.
    await page.keyboard.press('u')
    await expect.poll(() => namesIn(catalogue)).toEqual(three.slice(0, 2))
    await page.keyboard.press('u')
    await expect.poll(() => namesIn(catalogue)).toEqual(three.slice(0, 1))
    await page.getByText('Undone: cluster 1 has no name again.').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('the cards of a few clusters share the width of a large screen', async () => {
    const viewport = { width: 3840, height: 2160 }
    const { page, close, problems } = await program.open({ viewport })
    await page.getByRole('link', { name: /^Clusters/ }).click()
    const cards = page.getByTestId('clusters').getByRole('option')
    await expect.poll(() => cards.count()).toBe(4)
    await settled(page)
    const row = (await page.getByTestId('clusters').boundingBox())!
    const boxes = await Promise.all((await cards.all()).map(async (card) => (await card.boundingBox())!))
    expect(new Set(boxes.map(({ y }) => y)).size).toBe(1)
    expect(boxes[3].x + boxes[3].width).toBeCloseTo(row.x + row.width, -1)
    await close()
    expect(problems).toEqual([])
  })

  test('of many clusters those that are looked for are shown, and cards that scroll in are those that scrolled out', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(join(demo, 'catalogue.sqlite'), catalogue)
    await clusterJob.run(clusterParameters(catalogue, { sample: 150, k: [40] }), {})
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Clusters/ }).click()
    const cards = page.getByTestId('clusters')
    await cards.getByRole('option').first().waitFor()
    await settled(page)
    await page.evaluate(() => {
      const made = { cards: 0 }
      const isPart = (node: Node): boolean => node instanceof Element && node.matches('.card, .facts, .thumb')
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) made.cards += [...addedNodes].filter(isPart).length
      }).observe(document.querySelector('[data-testid="clusters"]')!, { childList: true, subtree: true })
      Object.assign(window, { made })
    })
    await cards.focus()
    await page.keyboard.press('End')
    await expect.poll(() => cards.getAttribute('aria-activedescendant')).toBe('cluster-39')
    await cards.locator('#cluster-39').waitFor()
    await settled(page)
    expect(await page.evaluate(() => (window as unknown as { made: { cards: number } }).made.cards)).toBe(0)

    await page.keyboard.press('/')
    await page.keyboard.type('cluster 17')
    await expect.poll(() => page.getByTestId('shown').textContent()).toMatch(/^\d of 40 clusters$/)
    await cards.locator('#cluster-17').waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByTestId('shown').count()).toBe(0)
    await page.getByTestId('reverse').click()
    await expect.poll(() => cards.getByRole('option').first().getAttribute('id')).toBe('cluster-39')

    // The last one is 1280 × 800 at 200 %.
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
      [3840, 2160],
      [640, 400]
    ]) {
      await page.setViewportSize({ width, height })
      await settled(page)
      expect(await cards.evaluate(cutTexts), `${width} × ${height}`).toEqual([])
    }
    await close()
    expect(problems).toEqual([])
  })

  test('inside a cluster gallery, table, plot and counts show the same images', async () => {
    const { page, close, problems } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').waitFor()
    await page.getByTestId('clusters').press('Enter')
    const gallery = page.getByTestId('gallery')
    // Pictures come through the host, made from the files.
    await gallery.locator('img').first().waitFor()
    await settled(page)
    const size = Number((await page.getByTestId('set').textContent())!.replace(/\D/g, ''))
    await expect.poll(() => gallery.getByRole('option').first().getAttribute('aria-setsize')).toBe(String(size))

    const box = (await page.getByTestId('member-silhouettes').boundingBox())!
    await page.mouse.move(box.x + box.width * 0.8, box.y + 20)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 1, box.y + 20)
    await page.mouse.up()
    const set = page.getByTestId('set')
    await expect.poll(() => set.textContent()).toMatch(/^\d+ of \d+ images$/)
    await settled(page)
    const chosen = Number((await set.textContent())!.split(' ')[0])
    expect(chosen).toBeLessThan(size)
    await expect.poll(() => gallery.getByRole('option').count()).toBe(chosen)
    await page.getByText('Table', { exact: true }).click()
    await expect.poll(() => page.getByTestId('members').getAttribute('aria-rowcount')).toBe(String(chosen + 1))
    await page.getByTestId('clear').click()
    await expect.poll(() => page.getByTestId('members').getAttribute('aria-rowcount')).toBe(String(size + 1))

    await page.getByTestId('cluster-tags').getByRole('button').first().click()
    await expect.poll(() => set.textContent()).toContain(' of ')
    await page.keyboard.press('Escape')
    await expect.poll(() => set.textContent()).toBe(`${size} images`)
    await page.keyboard.press('Escape')
    await page.getByTestId('clusters').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('a range of the plot of all clusters opens those images, a bar of the wider plot its own', async () => {
    const catalogue = join(demo, 'catalogue.sqlite')
    const { page, close, problems } = await program.open()
    const given = { clustering: '1.4' }
    const { clusters } = (await new Service().answer('clusterings.silhouettes', given, catalogue)) as SilhouettePlot
    const bars = clusters.flatMap(({ id, instances }) => instances.map((instance) => ({ id, instance })))
    const plot = page.getByRole('slider', { name: /^Silhouette of every image/ })
    /** Where a bar stands, of those from one to before another. */
    const at = async (bar: number, from: number, to: number) => {
      await settled(page)
      const box = (await plot.boundingBox())!
      const rem = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize))
      return [box.x + 3.6 * rem + ((bar + 0.5 - from) / (to - from)) * (box.width - 4.2 * rem), box.y + 40] as const
    }
    const shown = async () => {
      await page.getByText('Table', { exact: true }).click()
      const rows = page
        .getByTestId('members')
        .getByRole('row')
        .filter({ has: page.getByRole('gridcell') })
      const cells = await rows.locator('[role="gridcell"]:nth-child(2)').allTextContents()
      return cells.map((text) => Number.parseInt(text, 10)).toSorted((a, b) => a - b)
    }

    await page.getByRole('link', { name: /^Clustering/ }).click()
    await plot.waitFor()
    const first = clusters[0].instances.length - 6
    await page.mouse.move(...(await at(first, 0, bars.length)))
    await page.mouse.down()
    await page.mouse.move(...(await at(first + 8, 0, bars.length)))
    // Beyond the last bar of its cluster, dragging goes no further.
    const words = plot.locator('..').locator('figcaption')
    const six = clusters[0].silhouettes.slice(first)
    await expect
      .poll(() => words.textContent())
      .toContain(`6 images of cluster 0, ${silhouetteWords(six.at(-1)!, six[0])}`)
    await page.mouse.up()
    await expect.poll(shown).toEqual(clusters[0].instances.slice(first).toSorted((a, b) => a - b))
    await page.getByText('6 bars of the silhouette plot').waitFor()

    await page.goBack()
    await plot.waitFor()
    const wider = page.getByRole('button', { name: 'Show fewer bars, wider' })
    for (let i = 0; i < 5; i++) await wider.click()
    await expect.poll(() => words.textContent()).toMatch(/\d+ to \d+ of \d+ images by cluster/)
    await settled(page)
    const [, from, to] = /(\d+) to (\d+) of/.exec((await words.textContent())!)!
    const wanted = Number(from) + 4
    await page.mouse.click(...(await at(wanted, Number(from) - 1, Number(to))))
    await expect.poll(shown).toEqual([bars[wanted].instance])

    await page.goBack()
    await plot.waitFor()
    // A click below the bars of a cluster opens all of it.
    const [x] = await at(bars.length - 1, 0, bars.length)
    const { y, height } = (await plot.boundingBox())!
    await page.mouse.click(x, y + height - 8)
    await page.getByRole('heading', { name: `Clusters / ${bars.at(-1)!.id}` }).waitFor()
    await expect.poll(() => page.getByTestId('set').textContent()).toMatch(/^\d+ images$/)
    await close()
    expect(problems).toEqual([])
  })

  test('conditions of plot, histogram and values hold together, and are taken back one by one', async () => {
    const { page, close, problems } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').waitFor()
    await page.getByTestId('clusters').press('Enter')
    const set = page.getByTestId('set')
    await expect.poll(() => set.textContent()).toMatch(/^\d+ images$/)
    await settled(page)
    const size = await set.textContent()
    // While it is counted, it says nothing.
    const count = async () => Number(/^\d+/.exec((await set.textContent())!)?.[0] ?? NaN)
    const chips = () => page.getByTestId('choice').allTextContents()

    const plot = page.getByTestId('member-silhouettes')
    await plot.scrollIntoViewIfNeeded()
    await settled(page)
    const box = (await plot.boundingBox())!
    await page.mouse.move(box.x + box.width * 0.3, box.y + 20)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 1, box.y + 20)
    await page.mouse.up()
    await expect.poll(chips).toEqual([expect.stringMatching(/^silhouette −?0\.\d\d to 0\.\d\d/)])
    await expect.poll(() => set.textContent()).toMatch(/^\d+ of \d+ images$/)
    await settled(page)
    const byPlot = await count()

    // A value of which some of these images have another one.
    const tags = page.getByTestId('cluster-tags')
    const choose = (tag: string) =>
      tags
        .getByRole('region', { name: tag, exact: true })
        .getByRole('button', { name: /(?: [1-9]\d* here$|%)/ })
        .first()
        .click()
    const add = async (tag: string) => {
      await tags.getByLabel('Add a tag').last().fill(tag)
      await page.locator('.n-base-select-option').getByText(tag, { exact: true }).click()
    }
    await add('Manufacturer')
    await choose('Manufacturer')
    await expect.poll(chips).toHaveLength(2)
    await expect.poll(count).toBeLessThan(byPlot)
    await settled(page)
    const byValue = await count()
    await add('SliceThickness')
    await choose('SliceThickness')
    await expect.poll(chips).toHaveLength(3)
    await expect.poll(count).toBeLessThan(byValue)
    await settled(page)
    const all = await count()
    await expect.poll(() => page.getByTestId('gallery').getByRole('option').count()).toBe(all)
    await page.getByText('Table', { exact: true }).click()
    await expect.poll(() => page.getByTestId('members').getAttribute('aria-rowcount')).toBe(String(all + 1))
    await expect
      .poll(() => plot.getAttribute('aria-valuetext'))
      .toMatch(new RegExp(`^${all} of \\d+ images of the sample`))

    // The one in the middle is taken back by hand, the others with Escape, the last first.
    await page.getByRole('button', { name: /^Manufacturer .*: remove this filter$/ }).click()
    await expect.poll(chips).toHaveLength(2)
    await page.getByTestId('members').focus()
    await page.keyboard.press('Escape')
    await expect.poll(() => set.textContent()).toMatch(new RegExp(`^${byPlot} of `))
    await expect.poll(chips).toHaveLength(1)
    await page.keyboard.press('Escape')
    await expect.poll(() => set.textContent()).toBe(size)
    await close()
    expect(problems).toEqual([])
  })

  test('back from an image, gallery and table are as they were left', async () => {
    const { page, close, problems } = await program.open()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').waitFor()
    await page.getByTestId('clusters').press('Enter')
    const set = page.getByTestId('set')
    await page.getByTestId('cluster-tags').getByRole('button').first().click()
    await expect.poll(() => set.textContent()).toMatch(/^\d+ of \d+ images$/)
    await settled(page)
    const chosen = await set.textContent()
    for (const shape of ['gallery', 'members']) {
      await page.getByTestId(shape).focus()
      await page.keyboard.press('End')
      const last = page.getByTestId(shape).locator('[aria-selected="true"]')
      await expect.poll(() => last.locator('img, [data-state]').count()).toBeGreaterThan(0)
      await settled(page)
      const place = await last.getAttribute(shape === 'gallery' ? 'id' : 'aria-rowindex')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Image', level: 1 }).waitFor()
      await page.getByTestId('back').click()
      await page.getByTestId(shape).waitFor()
      await expect.poll(() => set.textContent()).toBe(chosen)
      await expect.poll(() => last.getAttribute(shape === 'gallery' ? 'id' : 'aria-rowindex')).toBe(place)
      await expect.poll(() => isInSight(last)).toBe(true)
      await expect
        .poll(() => page.getByTestId(shape).evaluate((element) => element === document.activeElement))
        .toBe(true)
      await page.getByText('Table', { exact: true }).click()
    }
    await close()
    expect(problems).toEqual([])
  })

  test('a code is searched and chosen by keyboard alone; an earlier name given again is taken back to the one between', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(join(demo, 'catalogue.sqlite'), catalogue)
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').waitFor()
    const name = async () => (await annotationsJob.run({ catalogue, run: '1.4' }, {})).annotations[0]
    const label = async (text: string): Promise<void> => {
      await page.keyboard.press('l')
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type(text)
    }
    await page.getByTestId('clusters').focus()
    await label('Skull')
    const isAt = (name: string) => page.evaluate((label) => document.activeElement?.ariaLabel === label, name)
    for (let i = 0; i < 15 && !(await isAt('Code')); i++) await page.keyboard.press('Tab')
    await page.keyboard.type('skull')
    await page.locator('.n-base-select-option').filter({ hasText: 'SCT 89546000' }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    for (let i = 0; i < 5 && !(await isAt('Note')); i++) await page.keyboard.press('Tab')
    await page.keyboard.press('Control+Enter')
    await expect.poll(name).toMatchObject({ label: 'Skull', code: '89546000', scheme: 'SCT', meaning: 'Skull' })

    await page.getByTestId('clusters').focus()
    for (const text of ['A', 'B', 'A']) {
      await label(text)
      await page.keyboard.press('Enter')
      await page.getByText(`Cluster 0 is now “${text}”, no longer`).waitFor()
    }
    for (const text of ['B', 'A', 'Skull']) {
      await page.keyboard.press('u')
      await page.getByText(`Undone: cluster 0 is “${text}” again.`).waitFor()
    }
    await expect.poll(name).toMatchObject({ label: 'Skull', code: '89546000' })
    await close()
    expect(problems).toEqual([])
  })

  test('of thousands of images those in sight are in the document; one without its file says so', async () => {
    const catalogue = archive(threeKinds(9000))
    await clusterJob.run(clusterParameters(catalogue, { sample: 300 }), {})
    await assignJob.run({ catalogue, run: '1' }, {})
    const { page, close, problems } = await open({ catalogue })
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').waitFor()
    await page.getByTestId('clusters').press('Enter')
    const gallery = page.getByTestId('gallery')
    await gallery.locator('[data-state="reason"]').first().waitFor()
    await gallery.press('End')
    await page.locator('#member-2999').waitFor()
    await page.locator('#member-2999 [data-state="reason"]').waitFor()
    await settled(page)
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(3000)
    await close()
    expect(problems).toEqual([])
  })

  test('a thumbnail that something is told of has a mark that tells it', async () => {
    const { page, close } = await program.open()
    await page.getByTestId('sources').waitFor()
    await page.evaluate(() => {
      const plain = globalThis.fetch
      globalThis.fetch = async (address, options) => {
        const response = await plain(address, options)
        if (typeof address !== 'string' || !address.includes('thumbnail')) return response
        const headers = new Headers(response.headers)
        headers.set('x-medoid-remarks', 'The%20slope%20is%200.')
        return new Response(await response.blob(), { headers })
      }
    })
    await page.getByRole('link', { name: /^Clusters/ }).click()
    const mark = page.getByTestId('clusters').getByRole('img', { name: 'The slope is 0.' }).first()
    await mark.waitFor()
    await expect.poll(() => mark.getAttribute('title')).toBe('The slope is 0.')
    await close()
  })

  test('a thumbnail is given to the window alone, and of instances of the catalogue', async () => {
    const { page, close } = await program.open()
    await page.getByTestId('sources').waitFor()
    const ask = (path: string) =>
      page.evaluate(async (address) => {
        const response = await fetch(address)
        return [response.status, response.headers.get('content-type'), response.headers.get('cache-control')]
      }, path)
    expect(await ask('./thumbnail/0.png')).toEqual([200, 'image/png', 'no-store'])
    for (const path of ['999999', '-1', '0x0', '4294967296', '..%2f0', '00']) {
      expect((await ask(`./thumbnail/${path}.png`))[0], path).toBe(404)
    }
    const url = new URL('/thumbnail/0.png', page.url())
    // Others on this machine have no session; the desktop listens to nobody.
    if (url.protocol === 'http:') expect((await fetch(url)).status).toBe(401)
    await close()
  })
})
