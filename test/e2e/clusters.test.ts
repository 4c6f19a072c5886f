import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writePhantom } from '../../src/core/phantom/phantom.ts'
import { annotationsJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { demoJob } from '../../src/jobs/demo.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds } from '../jobs/archive.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

const folder = temporaryFolder()
const images = join(folder, 'images')
const demo = join(folder, 'demo')
beforeAll(async () => {
  await writePhantom(images, { images: 150, seed: 5 })
  await demoJob.run({ out: demo, images: 200, seed: 6, k: [4] }, {})
})
afterAll(closeBrowser)

async function namesIn(catalogue: string): Promise<[number, string][]> {
  const { annotations } = await annotationsJob.run({ catalogue, run: '1' }, {})
  return annotations.map(({ cluster, label }) => [cluster, label])
}

describe.each(HOSTS)('in $name', ({ open }) => {
  test('a folder is scanned, clustered and assigned, and three clusters are named by keyboard', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    const { page, choose, close, problems } = await open({ catalogue })
    await choose(images, () => page.getByTestId('add-folder').click())
    await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('150')
    await page.keyboard.press('g')
    await page.keyboard.press('k')
    await page.getByTestId('k').locator('input').fill('4')
    await page.getByTestId('run-cluster').click()
    await page.getByTestId('runs').waitFor()
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('assign').click()
    await page.getByTestId('assign').waitFor({ state: 'detached' })
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
    await page.getByText('Taken back: cluster 1 has no name again.').waitFor()
    await close()
    expect(problems).toEqual([])
  })

  test('inside a cluster gallery, table, plot and counts show the same images', async () => {
    const { page, close, problems } = await open({ catalogue: join(demo, 'catalogue.sqlite') })
    await page.getByRole('link', { name: /^Clusters/ }).click()
    await page.getByTestId('cluster-0').waitFor()
    await page.getByTestId('clusters').press('Enter')
    const gallery = page.getByTestId('gallery')
    // Pictures come through the host, made from the files.
    await gallery.locator('img').first().waitFor()
    const size = Number((await page.getByTestId('set').textContent())!.replace(/\D/g, ''))
    await expect.poll(() => gallery.getByRole('option').first().getAttribute('aria-setsize')).toBe(String(size))

    const box = (await page.getByTestId('member-silhouettes').boundingBox())!
    await page.mouse.move(box.x + box.width * 0.8, box.y + 20)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 1, box.y + 20)
    await page.mouse.up()
    const set = page.getByTestId('set')
    await expect.poll(() => set.textContent()).toMatch(/^\d+ of \d+ images$/)
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

  test('a range of the plot of all clusters opens those images', async () => {
    const { page, close, problems } = await open({ catalogue: join(demo, 'catalogue.sqlite') })
    await page.getByRole('link', { name: /^Clustering/ }).click()
    const plot = page.getByRole('img', { name: /^Silhouette of every image/ })
    await plot.waitFor()
    const box = (await plot.boundingBox())!
    await page.mouse.move(box.x + box.width * 0.2, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.25, box.y + 40)
    await page.mouse.up()
    await expect.poll(() => page.getByTestId('set').textContent()).toMatch(/^\d+ of \d+ images$/)
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
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(3000)
    await close()
    expect(problems).toEqual([])
  })

  test('a thumbnail is given to the window alone, and of instances of the catalogue', async () => {
    const { page, close } = await open({ catalogue: join(demo, 'catalogue.sqlite') })
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
