import { migrations } from '../../src/core/catalogue/migrations/index.ts'
import Database from 'better-sqlite3'
import {
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WriterLock } from '../../src/core/catalogue/lock.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { type Header, temporaryFolder } from '../core/catalogue/synthetic.ts'
import { oldCatalogue } from '../fixtures/old-catalogue.ts'
import { archive } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, type MedoidWindow, type Shell, settled } from './hosts.ts'

const IMAGES = 1500
const folder = temporaryFolder()
const images = join(folder, 'images')
const few = join(folder, 'few')
beforeAll(async () => {
  await writePhantom(images, { images: IMAGES, seed: 8, size: 16 })
  await writePhantom(few, { images: 20, seed: 9, size: 16 })
})
afterAll(closeBrowser)

const headers: Header[] = Array.from({ length: 40 }, (_, i) => ({
  SOPInstanceUID: `1.${i}`,
  Rows: '10',
  Modality: i % 2 ? 'MR' : 'CT'
}))

/** The process of the first job: the journal knows it, on the desktop the simulated Electron. */
function pidOfScan(window: MedoidWindow, catalogue: string): number | undefined {
  const log = (window as Partial<Shell>).log
  if (log !== undefined) {
    return log.find(([what, name]) => what === 'utilityProcess' && name === 'medoid scan')?.[2] as number | undefined
  }
  const journal = `${catalogue}-jobs`
  const [record] = existsSync(journal) ? readdirSync(journal).filter((name) => name.endsWith('.json')) : []
  if (record === undefined) return undefined
  return (JSON.parse(readFileSync(join(journal, record), 'utf8')) as { pid: number | null }).pid ?? undefined
}

/** Opens a catalogue as a person does who has another one open. */
async function openOther({ page, choose }: MedoidWindow, file: string): Promise<void> {
  await choose(file, async () => {
    await page.getByTestId('catalogue').click()
    await page.getByText('Open a catalogue…', { exact: true }).click()
  })
}

describe.each(HOSTS)('in $name', ({ open }) => {
  test('a scan whose process is killed is interrupted, and resumed it is whole', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    const window = await open({ catalogue })
    const { page, choose } = window
    // What the lock says is known as soon as the scan writes.
    const isScanning = () => readFileSync(`${catalogue}-lock.json`, 'utf8').includes('scan')
    await choose(images, () => page.getByTestId('add-folder').click())
    await expect.poll(() => pidOfScan(window, catalogue), { interval: 5 }).toBeDefined()
    await expect.poll(isScanning, { interval: 5 }).toBe(true)
    process.kill(pidOfScan(window, catalogue)!, 'SIGKILL')
    await page.getByTestId('jobs').click()
    const job = page.getByTestId('job-list').getByTestId('job-scan')
    await expect.poll(() => job.getAttribute('data-state')).toBe('interrupted')
    await expect.poll(() => job.textContent()).toContain('esume')
    await job.getByTestId('resume').click()
    await expect.poll(() => job.getAttribute('data-state')).toBe('done')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe(IMAGES.toLocaleString('en-GB'))
    await window.close()
    expect(window.problems).toEqual([])
  })

  test('a damaged catalogue, and one of a newer version, say what to do and leave the open one open', async () => {
    const window = await open({ catalogue: archive(headers) })
    const { page } = window
    await page.getByTestId('sources').waitFor()

    const newer = archive(headers)
    const db = new Database(newer)
    db.pragma('user_version = 99')
    db.close()
    await openOther(window, newer)
    await page.getByText('was made by a newer Medoid').waitFor()
    await page.getByText('Update Medoid').waitFor()

    const damaged = archive(headers)
    const file = openSync(damaged, 'r+')
    const noise = Buffer.alloc(8192, 0x5a)
    for (let at = 8192; at < statSync(damaged).size; at += 8192) writeSync(file, noise, 0, noise.length, at)
    closeSync(file)
    await openOther(window, damaged)
    const said = page.getByText(/is damaged/).first()
    await said.waitFor()
    await expect.poll(() => said.textContent()).toMatch(/check/)
    await window.close()
  })

  test('a catalogue that another process writes to can be read, and says who writes', async () => {
    const catalogue = archive(headers)
    const lock = new WriterLock(catalogue, 'a test')
    try {
      const { page, choose, close } = await open({ catalogue: undefined, data: temporaryFolder() })
      await page.getByTestId('welcome').waitFor()
      await choose(catalogue, () => page.getByRole('button', { name: 'Open a catalogue…' }).click())
      await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('40')
      await choose(few, () => page.getByTestId('add-folder').click())
      const job = page.getByTestId('job-scan').first()
      await expect.poll(() => job.getAttribute('data-state')).toBe('failed')
      await expect
        .poll(() => job.textContent())
        .toMatch(/is being written by process \d+ .*Wait until it is done or stop it/)
      lock.release()
      await job.getByTestId('resume').click()
      await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('60')
      await close()
    } finally {
      lock.release()
    }
  })

  test('a folder that is gone keeps what is known of it and says what to do', async () => {
    const gone = join(temporaryFolder(), 'gone')
    await writePhantom(gone, { images: 20, seed: 9, size: 16 })
    const { page, choose, close } = await open({ catalogue: join(temporaryFolder(), 'c.sqlite') })
    await choose(gone, () => page.getByTestId('add-folder').click())
    await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('20')
    await page.getByTestId('job-scan').waitFor({ state: 'detached' })
    rmSync(gone, { recursive: true })
    await page.getByRole('button', { name: 'Rescan', exact: true }).click()
    const job = page.getByTestId('job-scan').first()
    await expect.poll(() => job.getAttribute('data-state')).toBe('failed')
    await expect.poll(() => job.textContent()).toMatch(/gone.*(Move|Remove|moved|remove)/)
    await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('20')
    await close()
  })

  test('of all folders the one that is gone is told with what to do, and the others are scanned', async () => {
    const root = temporaryFolder()
    const [gone, there] = [join(root, 'gone'), join(root, 'there')]
    await writePhantom(gone, { images: 20, seed: 9, size: 16 })
    await writePhantom(there, { images: 10, seed: 9, size: 16 })
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    await scanJob.run({ catalogue, folders: [gone, there] }, {})
    rmSync(gone, { recursive: true })
    cpSync(few, join(there, 'more'), { recursive: true })
    const { page, choose, close, problems } = await open({ catalogue })
    await page.getByTestId('sources').waitFor()
    await page.getByTestId('rescan').click()
    const [first, second] = [page.getByTestId('source-1'), page.getByTestId('source-2')]
    await expect.poll(() => first.textContent()).toContain(`${gone} is not there`)
    await expect.poll(() => first.textContent()).toMatch(/what is catalogued of it is kept.*“Move…” in Archive/)
    await expect.poll(() => second.getByRole('cell').nth(2).textContent()).not.toBe('10')
    await expect.poll(() => second.textContent()).not.toContain('is not there')
    await page.getByTestId('jobs').click()
    const job = page.getByTestId('job-list').getByTestId('job-scan')
    await expect.poll(() => job.getAttribute('data-state')).toBe('done')
    await expect.poll(() => job.textContent()).toContain(`${gone} is not there`)
    await page.keyboard.press('Escape')

    // A folder that holds none of its files is not where it moved.
    const other = temporaryFolder()
    await choose(other, () => first.getByRole('button', { name: 'Move…' }).click())
    await page
      .getByText(new RegExp(`${other} does not hold the files of ${gone}: .* none is there, .*Name the folder`))
      .first()
      .waitFor()
    await expect.poll(() => first.textContent()).toContain(`${gone} is not there`)

    // It moved: what was wrong with the old folder is over, and nothing is read again.
    cpSync(few, join(root, 'moved'), { recursive: true })
    await choose(join(root, 'moved'), () => first.getByRole('button', { name: 'Move…' }).click())
    await expect.poll(() => first.getByRole('cell').first().getAttribute('title')).toBe(join(root, 'moved'))
    await expect.poll(() => first.textContent()).not.toContain('is not there')
    await page.getByTestId('rescan').click()
    await page.getByTestId('jobs').click()
    await expect.poll(() => job.first().textContent()).not.toContain('is not there')
    await expect.poll(() => job.first().getAttribute('data-state')).toBe('done')
    await expect.poll(() => first.textContent()).not.toContain('is not there')
    await close()
    expect(problems).toEqual([])
  })

  test.skipIf(process.platform !== 'linux')('a place where nothing can be written says what to do', async () => {
    const { page, choose, close } = await open({ data: temporaryFolder() })
    await page.getByTestId('welcome').waitFor()
    await choose('/proc/medoid.sqlite', () => page.getByRole('button', { name: 'New catalogue…' }).click())
    await page.getByText(/cannot be written .*in a folder where you may write/).waitFor()
    await close()
  })

  test('a catalogue of version 0.1.0 is read as it is, and brought up to date by what writes to it', async () => {
    const catalogue = oldCatalogue()
    const version = () => {
      const db = new Database(catalogue, { readonly: true })
      const found = db.pragma('user_version', { simple: true })
      db.close()
      return found
    }
    const window = await open({ data: temporaryFolder() })
    const { page, choose, problems, close } = window
    await page.getByTestId('welcome').waitFor()
    await choose(catalogue, () => page.getByRole('button', { name: 'Open a catalogue…' }).click())
    await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('119')
    for (const place of ['Tags', 'Features', 'Clustering', 'Clusters', 'Image', 'Evaluation', 'Export']) {
      await page.getByRole('link', { name: new RegExp(`^${place}`) }).click()
      await page.getByRole('heading', { name: place }).first().waitFor()
      await settled(page)
      await expect.poll(() => page.getByTestId('error').allTextContents(), { message: place }).toEqual([])
    }
    expect(version()).toBe(2)
    await page.getByRole('link', { name: /^Archive/ }).click()
    await choose(few, () => page.getByTestId('add-folder').click())
    await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('139')
    expect(version()).toBe(migrations.length)
    await close()
    expect(problems).toEqual([])
  })
})
