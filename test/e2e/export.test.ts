import { appendFileSync, copyFileSync, existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { clusterParameters, unassign, WORK } from '../jobs/archive.ts'
import { browserHost, closeBrowser, HOSTS, type MedoidWindow, pressTogether, settled } from './hosts.ts'

const IMAGES = 90
const folder = temporaryFolder()
const scanned = join(folder, 'scanned.sqlite')
beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: IMAGES, seed: 4, size: 32 })
  await scanJob.run({ catalogue: scanned, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(clusterParameters(scanned, { k: [4], sample: 60 }), WORK)
  unassign(scanned, '1.4')
})
afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  let window: MedoidWindow
  afterEach(async () => {
    await window.close()
    expect(window.problems).toEqual([])
  })

  test('labels are assigned, looked at, and exported with columns and remapped UIDs', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(scanned, catalogue)
    window = await open({ catalogue })
    const { page, choose } = window
    await pressTogether(page, 'g', 'x')
    await page.getByText('Only the sample of run 1 is clustered').waitFor()
    await page.getByTestId('assign').click()
    const preview = page.getByTestId('preview')
    await page.getByText(`The first 8 rows of ${IMAGES} images`).waitFor()
    await expect.poll(() => page.getByTestId('profile').textContent()).toContain('no header values but UIDs')
    await expect.poll(() => page.getByTestId('nameless').textContent()).toContain('4 of 4 clusters have no name.')
    await page.getByTestId('unnamed').getByText('get their suggested name').click()
    await expect.poll(() => preview.textContent()).toMatch(/suggested/)
    await page.getByTestId('unnamed').getByText('get an empty label').click()
    await expect.poll(() => preview.textContent()).not.toMatch(/suggested/)

    const left = page.getByTestId('left-out')
    await expect.poll(() => left.count()).toBe(0)
    await page.getByTestId('subset').getByText('only those numbered').click()
    await page.getByLabel('Numbers of the clusters').fill('0, 2')
    await expect.poll(() => left.textContent()).toMatch(/^\s*\d+ images of 2 clusters; \d+ are left out\.\s*$/)
    const [images, others] = (await left.textContent())!.match(/\d+(?= images| are)/g)!.map(Number)
    expect(images + others).toBe(IMAGES)
    await expect.poll(() => page.getByTestId('nameless').textContent()).toContain('2 of 2 clusters have no name.')
    await page.getByTestId('subset').getByText('all', { exact: true }).click()
    await page.getByText(`The first 8 rows of ${IMAGES} images`).waitFor()

    const add = async (column: string): Promise<void> => {
      await page.getByTestId('further-columns').click()
      await page.keyboard.type(column)
      const option = page.locator('.n-base-select-option').filter({ hasText: new RegExp(`^${column}\\s`) })
      await option.first().click()
      await page.keyboard.press('Escape')
    }
    await add('PatientName')
    await expect.poll(() => page.getByTestId('columns').textContent()).not.toContain('PatientName')
    await add('Modality')
    await expect.poll(() => preview.textContent()).toMatch(/Modality/)
    await page.getByTestId('allow-phi').click()
    await add('PatientName')
    await expect.poll(() => page.getByTestId('phi-warning').textContent()).toContain('PatientName')
    await expect.poll(() => preview.textContent()).toMatch(/PatientName\s*PHI/)
    await page.getByTestId('allow-phi').click()
    await expect.poll(() => preview.textContent()).not.toContain('PatientName')

    await page.getByTestId('remap-uids').click()
    await expect.poll(() => preview.textContent()).toContain('2.25.…')
    const key = join(dirname(catalogue), 'uid-key.json')
    await expect.poll(() => page.getByTestId('key-file').textContent()).toBe(key)
    const job = page.getByTestId('job-export-labels')
    const state = () => job.getAttribute('data-state')
    // The key lies there.
    await choose(join(dirname(catalogue), 'labels.csv'), () => page.getByTestId('export-labels').click())
    await expect.poll(state).toBe('failed')
    await expect.poll(() => job.textContent()).toContain('would lie beside the labels')
    await page.getByTestId('format').getByText('jsonl').click()
    const out = join(temporaryFolder(), 'labels.jsonl')
    await choose(out, () => page.getByTestId('export-labels').click())
    await expect.poll(state).toBe('done')
    await expect.poll(() => job.textContent()).toContain(out)

    const rows = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(rows).toHaveLength(IMAGES)
    expect(rows[0]).toMatchObject({ run: 1, k: 4, Modality: expect.any(String) as string })
    expect(rows.every(({ SOPInstanceUID }) => /^2\.25\.\d+$/.test(SOPInstanceUID as string))).toBe(true)
    expect(rows.some((row) => 'PatientName' in row)).toBe(false)
    expect(existsSync(key)).toBe(true)
    // Now that there is a key, the rows are shown as they are in the file.
    const first = preview.getByRole('row').nth(1).getByRole('cell')
    for (const [column, name] of ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'].entries()) {
      await expect
        .poll(() => first.nth(column).locator('bdi').getAttribute('title'))
        .toBe(JSON.stringify(rows[0][name]))
    }
    if (name !== browserHost.name) {
      await job.getByRole('button', { name: 'Show in folder' }).first().waitFor()
      await expect.poll(() => job.getByRole('button', { name: /^Download/ }).count()).toBe(0)
    } else {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        job.getByRole('button', { name: 'Download labels.jsonl', exact: true }).click()
      ])
      expect(download.suggestedFilename()).toBe('labels.jsonl')
      expect(readFileSync(await download.path(), 'utf8')).toBe(readFileSync(out, 'utf8'))
      appendFileSync(`${out}.manifest.json`, ' ')
      await job.getByRole('button', { name: 'Download labels.jsonl.manifest.json' }).click()
      await page.getByText('labels.jsonl.manifest.json has been moved, changed or removed').waitFor()
    }
    const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')) as { phi: unknown }
    expect(manifest.phi).toMatchObject({ uids: 'remapped', included: [{ column: 'Modality', phi: false }] })
  })

  test('names of clusters become documents for an archive, which are said to hold patient data', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(scanned, catalogue)
    await assignJob.run({ catalogue, run: '1.4' }, WORK)
    await annotateJob.run({ catalogue, run: '1.4', cluster: 0, label: 'Chest' }, WORK)
    window = await open({ catalogue })
    const { page, choose } = window
    await pressTogether(page, 'g', 'x')
    await expect.poll(() => page.getByTestId('documents-warning').textContent()).toContain('they are patient data')
    const out = join(temporaryFolder(), 'documents')
    await choose(out, () => page.getByTestId('export-documents').click())
    const job = page.getByTestId('job-export-dicom')
    await expect.poll(() => job.getAttribute('data-state')).toBe('done')
    await expect.poll(() => job.textContent()).toMatch(/The names of \d+ images of \d+ studies in /)
    const files = globSync('study-*/*.dcm', { cwd: out })
    expect(files).toContain(join('study-000001', 'labels.dcm'))
    for (const file of files) expect(readFileSync(join(out, file)).toString('latin1', 128, 132)).toBe('DICM')
  })

  test('a preview that is wider than the window says so, and is scrolled by keyboard', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(scanned, catalogue)
    await assignJob.run({ catalogue, run: '1.4' }, WORK)
    window = await open({ catalogue })
    const { page } = window
    await page.getByRole('link', { name: /^Export/ }).click()
    const region = page.getByRole('region', { name: 'Preview: first rows of the file' })
    await region.waitFor()
    await page.getByText('scroll for more').waitFor()
    const edges = () => page.getByTestId('preview-frame').getAttribute('class')
    await expect.poll(edges).toBe('frame after')
    const study = region.getByRole('columnheader', { name: /^StudyInstanceUID/ })
    await settled(page)
    const { x } = (await study.boundingBox())!
    await region.focus()
    for (let i = 0; i < 40 && (await edges()) !== 'frame before'; i++) await page.keyboard.press('ArrowRight')
    await expect.poll(edges).toBe('frame before')
    // Which row it is can be read all the way.
    await expect.poll(async () => (await study.boundingBox())!.x).toBeCloseTo(x, 0)
    await page.setViewportSize({ width: 2400, height: 900 })
    await expect.poll(edges).toBe('frame')
  })

  test('a training set: a dry run tells its numbers, then it is written', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(scanned, catalogue)
    await assignJob.run({ catalogue, run: '1.4' }, WORK)
    window = await open({ catalogue })
    const { page, choose } = window
    await page.getByRole('link', { name: /^Export/ }).click()
    const job = page.getByTestId('job-export-dataset')
    await page.getByTestId('plan-dataset').click()
    await expect
      .poll(() => job.first().textContent())
      .toMatch(/\d+ images in \d+ classes?: train \d+, .*Nothing was written/)
    const planned = /(\d+) images in/.exec((await job.first().textContent())!)![1]

    await page.getByTestId('dataset-test').getByRole('textbox').fill('0.2')
    await page.getByTestId('dataset-size').getByRole('textbox').fill('32')
    await page.getByTestId('dataset-uids').click()
    const out = join(temporaryFolder(), 'set')
    await choose(out, () => page.getByTestId('export-dataset').click())
    await expect.poll(() => job.first().textContent()).toContain(`${planned} images in`)
    await expect.poll(() => job.first().textContent()).toContain(out)
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
      counts: { images: number }
      split: { shares: { test: number } }
      pixels: { side: number }
      phi: { uids: string }
    }
    expect(manifest.counts.images).toBe(Number(planned))
    expect(manifest).toMatchObject({
      split: { shares: { test: 0.2 } },
      pixels: { side: 32 },
      phi: { uids: 'remapped' }
    })
    expect(existsSync(join(dirname(catalogue), 'uid-key.json'))).toBe(true)
  })

  test('vectors of all assigned images are written with a model', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(scanned, catalogue)
    await assignJob.run({ catalogue, run: '1.4' }, WORK)
    await trainJob.run({ catalogue, images: 12, epochs: 1, architecture: 'compact', backend: 'wasm' }, WORK)
    window = await open({ catalogue })
    const { page, choose } = window
    await page.getByRole('link', { name: /^Export/ }).click()
    const out = join(temporaryFolder(), 'vectors.parquet')
    await choose(out, () => page.getByTestId('export-vectors').click())
    const job = page.getByTestId('job-embed')
    await expect.poll(() => job.getAttribute('data-state')).toBe('done')
    await expect.poll(() => job.textContent()).toMatch(/\d\d vectors of 5,120 values in .*vectors\.parquet/)
    expect(existsSync(out)).toBe(true)

    const taken = page.getByTestId('vectors-taken')
    await expect.poll(() => taken.textContent()).toBe('5,120 values of 4 bytes: 20 kB an image.')
    await page.getByTestId('vectors-project').getByRole('textbox').fill('8')
    await page.getByTestId('vectors-project').getByRole('textbox').blur()
    await expect.poll(() => taken.textContent()).toBe('8 values of 4 bytes: 32 bytes an image.')
    const projected = join(temporaryFolder(), 'projected.parquet')
    await choose(projected, () => page.getByTestId('export-vectors').click())
    await expect.poll(() => page.getByText(/\d\d vectors of 8 values in .*projected\.parquet/).count()).toBe(1)
  })

  test('the table of features is exported, and without a run the view says what to do', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
    window = await open({ catalogue })
    const { page, choose } = window
    await pressTogether(page, 'g', 'x')
    await page.getByText('There are no labels to export').waitFor()
    await page.getByText('There is no model yet: train one in Evaluation.').waitFor()
    const out = join(temporaryFolder(), 'features.csv')
    await choose(out, () => page.getByTestId('export-features').click())
    await expect.poll(() => page.getByTestId('job-export-features').getAttribute('data-state')).toBe('done')
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(IMAGES + 1)
    await page.getByRole('button', { name: 'Cluster…' }).click()
    await page.getByRole('heading', { name: 'Clustering', level: 1 }).waitFor()
  })
})
