import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Header, temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive } from '../jobs/archive.ts'
import { closeBrowser, HOSTS } from './hosts.ts'

const MARKUP = '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script>'
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ open }) => {
  test('tag values with markup are shown as text', async () => {
    const headers: Header[] = Array.from({ length: 5 }, (_, i) => ({
      SOPInstanceUID: `1.${i}`,
      Rows: '10',
      Modality: MARKUP
    }))
    const { page, close, problems } = await open({ catalogue: archive(headers) })
    await page.getByText(MARKUP).first().waitFor()
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
    await expect.poll(() => page.locator('img[src="x"]').count()).toBe(0)
    await close()
    expect(problems).toEqual([])
  })

  test('a folder that cannot be scanned, and a file that is no catalogue, say what to do next', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'empty'))
    writeFileSync(join(folder, 'notes.sqlite'), 'these are no pages of a database')
    const { page, choose, close } = await open({ catalogue: join(folder, 'c.sqlite') })
    await choose(join(folder, 'empty'), () => page.getByTestId('add-folder').click())
    await page.getByText('holds no files that can be read').first().waitFor()
    await expect.poll(() => page.getByTestId('job-scan').getAttribute('data-state')).toBe('failed')
    await choose(join(folder, 'notes.sqlite'), async () => {
      await page.getByTestId('catalogue').click()
      await page.getByText('Open a catalogue…').click()
    })
    await page.getByText('is not a Medoid catalogue').waitFor()
    // The one that was open stays open.
    await expect.poll(() => page.getByTestId('catalogue').textContent()).toContain('c.sqlite')
    await close()
  })
})
