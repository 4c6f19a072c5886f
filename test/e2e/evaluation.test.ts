import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loadModel, modelIds } from '../../src/core/catalogue/models.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { Journal } from '../../src/jobs/journal.ts'
import type { JobRecord } from '../../src/jobs/record.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { isRunning } from '../is-running.ts'
import { clusterParameters, lookInto, unassign, WORK } from '../jobs/archive.ts'
import { closeBrowser, HOSTS, type MedoidWindow, pressTogether, settled } from './hosts.ts'

const folder = temporaryFolder()
const scanned = join(folder, 'scanned.sqlite')
beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 200, seed: 4, size: 32 })
  await scanJob.run({ catalogue: scanned, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(clusterParameters(scanned, { k: [4], sample: 60 }), WORK)
  unassign(scanned, '1.4')
})
afterAll(closeBrowser)

/** A catalogue of its own for a spec. */
function copy(): string {
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  copyFileSync(scanned, catalogue)
  return catalogue
}

async function number(page: Page, field: string, value: number): Promise<void> {
  const input = page.getByTestId(field).locator('input')
  await input.fill(String(value))
  await input.blur()
}

async function train(page: Page, images: number, epochs: number): Promise<void> {
  await number(page, 'train-images', images)
  await number(page, 'train-epochs', epochs)
  await page.getByTestId('run-train').click()
}

/** Epochs that the first model has behind it, as the list of models tells. */
async function epochs(page: Page): Promise<number> {
  const text = await page.getByTestId('epochs').last().textContent()
  return Number(/^\d+/.exec(text!.trim())?.[0])
}

/** The process of the training, which is another one after `before` was resumed. */
async function trainer(catalogue: string, before?: number): Promise<number> {
  const record = (): JobRecord | undefined => new Journal(catalogue).read().find(({ job }) => job === 'train')
  await expect.poll(record, { interval: 10 }).toSatisfy((found?: JobRecord) => (found?.pid ?? before) !== before)
  return record()!.pid!
}

/** Windows has no signals that stop a process and let it go on. */
const CAN_STOP = process.platform !== 'win32'

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  if (CAN_STOP && isRunning(pid)) process.kill(pid, name)
}

/** Epochs that the first model has behind it, as the catalogue has them. */
function savedEpochs(catalogue: string): number {
  return lookInto(catalogue, (db) => (modelIds(db).length === 0 ? 0 : loadModel(db, '1').report.epochs.length))
}

/**
 * Lets a training go on by small steps until it has an epoch behind it, or one more than `before`, and has it stand still there: else
 * it may be at its end before a slow page shows it.
 */
async function stopAfterEpoch(catalogue: string, pid: number, before = 0): Promise<void> {
  for (;;) {
    signal(pid, 'SIGSTOP')
    if (savedEpochs(catalogue) > before) return
    if (!isRunning(pid)) throw new Error(`It is over: ${JSON.stringify(new Journal(catalogue).read())}`)
    signal(pid, 'SIGCONT')
    await delay(20)
  }
}

/** Whole, light and without the frame, whatever is in sight of it. */
async function printWhole(page: Page): Promise<void> {
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).color)
  const dark = await ground()
  await page.evaluate(() => {
    globalThis.printed = 0
    globalThis.print = () => void globalThis.printed!++
    addEventListener('beforeprint', () => {
      // What paper shows is there at once: a browser waits for no frame.
      queueMicrotask(() => (globalThis.ink = getComputedStyle(document.documentElement).colorScheme))
    })
  })
  await page.getByTestId('print').click()
  await expect.poll(() => page.evaluate(() => globalThis.printed)).toBe(1)

  const pages = (pdf: Buffer): number => pdf.toString('latin1').split(/\/Type \/Page\b/).length - 1
  const evaluation = pages(await page.pdf({ format: 'A4' }))
  expect(evaluation).toBeGreaterThan(2)
  await expect.poll(() => page.evaluate(() => globalThis.ink)).toBe('light')
  // What was for paper is gone.
  await expect.poll(ground).toBe(dark)

  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await settled(page)
  const { cut, seen } = await page.evaluate(() => {
    const view = document.querySelector('#view')!
    const isSeen = (element: Element): boolean => element.getClientRects().length > 0
    const panels = [...view.querySelectorAll('.panel')].filter(isSeen)
    const end = view.getBoundingClientRect().bottom
    return {
      cut: panels.filter((panel) => {
        const { bottom, right } = panel.getBoundingClientRect()
        return bottom > end + 1 || right > innerWidth + 1 || panel.scrollWidth > panel.clientWidth + 1
      }).length,
      seen: [
        ...panels.map((panel) => panel.getAttribute('aria-label')),
        ...[...document.querySelectorAll('header.bar, nav, #view button.n-button')].filter(isSeen).map(() => 'frame')
      ]
    }
  })
  expect(cut).toBe(0)
  expect(seen).toEqual([
    'Do images of one cluster look alike?',
    'Distances by dataset',
    'What the tests say',
    'The tests and their control',
    'Compared with the paper',
    'Cluster by cluster',
    'Agreement with modality and body part',
    'Images in more than one set',
    'Stability'
  ])
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await expect.poll(ground).toBe(dark)
}

declare global {
  var printed: number | undefined
  var ink: string | undefined
}

describe.each(HOSTS)('in $name', ({ name, open }) => {
  let window: MedoidWindow
  afterEach(async () => {
    await window.close()
    expect(window.problems).toEqual([])
  })
  const begin = async (catalogue: string): Promise<Page> => {
    window = await open({ catalogue })
    await pressTogether(window.page, 'g', 'e')
    await window.page.getByRole('heading', { name: 'Evaluation', level: 1 }).waitFor()
    return window.page
  }

  test('an autoencoder is trained, a clustering evaluated with it, and the report saved as one page', async () => {
    const page = await begin(copy())
    await page.getByText('No model yet').waitFor()
    await page.keyboard.press('2')
    await page.getByText('There is no model to evaluate with').waitFor()
    await page.keyboard.press('1')
    await train(page, 24, 2)
    await expect.poll(() => epochs(page).catch(() => 0)).toBe(2)
    await expect
      .poll(() => page.getByTestId('backend-reason').textContent())
      .toMatch(/^\s*(?:wasm|cuda|webgpu|tensorflow): /)
    // What there is to install is told where somebody asks why.
    const why = page.getByTestId('backend-reason').getByRole('group')
    await expect.poll(() => why.getAttribute('open')).toBeNull()
    await why.getByText('Why this one?').click()
    await expect.poll(() => why.getAttribute('open')).toBe('')
    await page.getByTestId('reconstructions').getByRole('listitem').first().waitFor()
    await page
      .getByRole('img', {
        name: /^Mean squared error over 2 epochs: training from 0\.\d+ to 0\.\d+, validation from 0\.\d+ to 0\.\d+$/
      })
      .waitFor()

    await page.keyboard.press('2')
    await page.getByTestId('fit').click()
    // What cannot work is not started, and what to do is said.
    const note = page.getByTestId('evaluate-note')
    await expect
      .poll(() => note.textContent())
      .toMatch(
        /^\s*10 times 5,000 images do not fit: of 200 images, \d+ neither trained .* Make them fit, or ask for less\.\s*$/
      )
    await expect.poll(() => page.getByTestId('run-evaluate').isDisabled()).toBe(true)
    await number(page, 'datasets', 3)
    await number(page, 'size', 20)
    await page.getByTestId('run-evaluate').click()
    const report = page.getByTestId('evaluation-report')
    await report.waitFor()
    await expect
      .poll(() => report.getByTestId('verdict').textContent())
      .toContain('distance to the centre of the cluster')
    await expect
      .poll(() => report.getByTestId('test-words').textContent())
      .toMatch(/t-test.*Permutation test.*Of 1,000 permutations.*Control.*labels drawn at random/s)
    await expect.poll(() => report.getByTestId('paper').textContent()).toContain('t(9) = 16.42')
    await expect.poll(() => report.textContent()).not.toContain('--')
    await report.getByTestId('assign-evaluated').click()
    const clusters = report.getByTestId('cluster-distances').getByRole('row')
    await expect.poll(() => clusters.count()).toBeGreaterThan(1)
    await expect.poll(() => report.getByTestId('cluster-words').textContent()).toMatch(/of clustering 1\.4: /)
    await expect.poll(() => page.getByTestId('evaluations').textContent()).toContain('3 × 20')

    await settled(page)
    const differences = await report.locator('[data-testid=cluster-distances] tbody td:nth-child(5)').allTextContents()
    expect(differences.map(Number)).toEqual(differences.map(Number).toSorted((a, b) => b - a))
    const button = clusters.nth(1).getByRole('button')
    const [, cluster] = /^\s*(\d+) /.exec((await button.textContent())!)!
    await button.press('Enter')
    await expect.poll(() => page.url()).toMatch(new RegExp(`/clusters\\?cluster=${cluster}$`))
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toContain(`/ ${cluster}`)
    await page.goBack()
    // The other way, with a row that is clicked anywhere.
    await clusters.last().getByRole('cell').last().click()
    await expect.poll(() => page.url()).toMatch(/\/clusters\?cluster=\d+$/)
    await page.goBack()

    await printWhole(page)

    const out = join(temporaryFolder(), 'page.html')
    await window.choose(out, () => page.getByTestId('save-report').click())
    const saved = page.getByTestId('job-report')
    await expect.poll(() => saved.getAttribute('data-state')).toBe('done')
    await expect.poll(() => saved.textContent()).toContain(out)
    const written = JSON.parse(readFileSync(out.replace('.html', '.json'), 'utf8')) as Record<string, unknown>
    expect(written).toMatchObject({ evaluation: { evaluation: 1, run: '1.4', model: 1 }, training: { model: 1 } })
    if (name === HOSTS[0].name) {
      const opening = page.context().waitForEvent('page')
      await page.getByTestId('open-page').click()
      const shown = await opening
      await shown.getByRole('heading', { name: 'Do images of one cluster look alike?' }).waitFor()

      // A folder that was typed counts, also where its list is not there yet.
      const other = join(temporaryFolder(), 'other.html')
      await page.getByTestId('save-report').click()
      const dialog = page.getByTestId('path-dialog')
      await dialog.getByTestId('path').locator('input').fill(dirname(other))
      await dialog.getByTestId('file-name').locator('input').fill('other.html')
      await dialog.getByTestId('choose').click()
      await expect.poll(() => existsSync(other)).toBe(true)
    }
  })

  test('a training is paused, goes on, is killed, is interrupted, and is trained to its end', async () => {
    const catalogue = copy()
    const page = await begin(catalogue)
    await train(page, 12, 14)
    const job = page.getByTestId('job-train')
    const state = () => job.getAttribute('data-state')
    const first = await trainer(catalogue)
    await stopAfterEpoch(catalogue, first)
    await page
      .getByTestId('notes')
      .getByText(/^Computing on \w+ \([^;]+\)\.$/)
      .waitFor()
    await expect.poll(() => page.getByTestId('notes').textContent()).not.toContain('npm install')
    await job.getByTestId('pause').click()
    signal(first, 'SIGCONT')
    await expect.poll(state).toBe('paused')
    await expect.poll(() => epochs(page)).toBeGreaterThan(0)
    await settled(page)
    const paused = await epochs(page)
    expect(paused).toBeLessThan(14)
    // It says where it stopped.
    await expect.poll(() => job.getByTestId('job-state').textContent()).toMatch(/^Paused at \d+\.\d %$/)
    await expect.poll(() => job.getByTestId('progress').textContent()).toMatch(/^[\d,]+ of [\d,]+ images$/)
    await expect.poll(() => job.getByTestId('detail').textContent()).toMatch(/^epoch \d+\/14, /)

    await job.getByTestId('resume').click()
    const second = await trainer(catalogue, first)
    await stopAfterEpoch(catalogue, second, paused)
    process.kill(second, 'SIGKILL')
    await expect.poll(state).toBe('interrupted')

    await expect.poll(() => job.getByTestId('job-state').textContent()).toMatch(/^Interrupted at \d+\.\d %$/)
    await page.keyboard.press('2')
    await expect
      .poll(() => page.getByTestId('evaluate-doubt').textContent())
      .toMatch(/^Model 1 has learnt for \d+ of 14 epochs only/)
    await page.keyboard.press('1')

    await job.getByTestId('resume').click()
    await expect.poll(() => epochs(page)).toBe(14)
    // It was one model all the time.
    await expect.poll(() => page.getByTestId('models').getByRole('row').count()).toBe(2)
  })

  test('a model that has had all its epochs is trained on; another training waits for it, says so, and is cancelled', async () => {
    const catalogue = copy()
    const page = await begin(catalogue)
    await train(page, 24, 1)
    const first = await trainer(catalogue)
    await expect.poll(() => epochs(page).catch(() => 0)).toBe(1)
    await number(page, 'more-epochs', 400)
    await page.getByTestId('train-on').click()
    const jobs = page.getByTestId('job-train')
    await expect.poll(() => epochs(page)).toBeGreaterThan(1)
    await expect.poll(() => page.getByTestId('epochs').textContent()).toMatch(/ of 401$/)

    // It need not compute while another one waits for it.
    const running = await trainer(catalogue, first)
    signal(running, 'SIGSTOP')
    await page.getByTestId('run-train').click()
    const second = jobs.and(page.locator('[data-state=waiting]'))
    await expect.poll(() => second.getByTestId('job-state').textContent()).toBe('Waits for “Train” to end')
    await second.getByTestId('cancel').click()
    await expect.poll(() => jobs.count()).toBe(1)
    await expect.poll(() => jobs.getAttribute('data-state')).toBe('running')
    signal(running, 'SIGCONT')
    await expect.poll(() => jobs.getByTestId('progress').textContent()).toMatch(/ images\/s · .* left$/)
    await jobs.getByTestId('cancel').click()
    await expect.poll(() => page.getByTestId('train-on').count()).toBe(0)
    await page.getByTestId('models').getByRole('button', { name: 'Resume' }).waitFor()

    // A model that has had all its epochs is what one evaluates with, also where a newer one has not.
    await train(page, 24, 2)
    await expect.poll(() => page.getByTestId('epochs').first().textContent()).toBe('2 of 2')
    await train(page, 24, 400)
    const third = page.getByTestId('epochs').first()
    await expect.poll(() => third.textContent()).toMatch(/^\s*[1-9]\d* of 400/)
    await jobs.getByTestId('cancel').click()
    await page.keyboard.press('2')
    const model = page.getByTestId('evaluate-model')
    await expect.poll(() => model.textContent()).toContain('2: compact, 2 epochs')
    await expect.poll(() => page.getByTestId('evaluate-doubt').count()).toBe(0)
    // Its hint says what there is room for, and a page that is loaded again is where it was.
    await expect
      .poll(() => page.getByTestId('evaluate-note').textContent())
      .toMatch(
        /^\s*\d times 2\d images are drawn and clustered by tags, not 10 times 5,000 images: of 200 images, 1\d\d neither/
      )
    await page.reload()
    await expect.poll(() => page.url()).toMatch(/evaluation\?part=evaluation$/)
    await expect.poll(() => model.textContent()).toContain('2: compact, 2 epochs')
  })

  test.runIf(name === HOSTS[0].name)(
    'a training whose host is killed is interrupted when Medoid is opened again, with its log, and goes on',
    async () => {
      const catalogue = copy()
      const page = await begin(catalogue)
      await train(page, 12, 12)
      const pid = await trainer(catalogue)
      await stopAfterEpoch(catalogue, pid)
      await page.getByTestId('job-train').waitFor()
      const host = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }))
      process.kill(host, 'SIGKILL')
      signal(pid, 'SIGCONT')
      await page.getByTestId('lost').waitFor()
      const unknown = page.getByTestId('job-train')
      await expect.poll(() => unknown.getByTestId('job-state').textContent()).toBe('Not known')
      await expect.poll(() => unknown.getByTestId('cancel').count()).toBe(0)
      await window.close()

      const again = await begin(catalogue)
      await again.getByTestId('jobs').click()
      const job = again.getByTestId('job-list').getByTestId('job-train')
      await expect.poll(() => job.getAttribute('data-state')).toBe('interrupted')
      await expect.poll(() => job.textContent()).toContain('Medoid was ended while it ran. Resume it')
      await job.getByTestId('log').click()
      await expect.poll(() => job.getByTestId('log-lines').textContent()).toContain('Computing on ')
      await job.getByTestId('resume').click()
      await expect.poll(() => job.getAttribute('data-state')).toBe('done')
      await again.keyboard.press('Escape')
      await expect.poll(() => epochs(again)).toBe(12)
      await expect.poll(() => again.getByTestId('models').getByRole('row').count()).toBe(2)
    }
  )

  test.runIf(name === HOSTS[0].name)(
    'a training that another Medoid runs is followed, and cannot be stopped here',
    async () => {
      const catalogue = copy()
      const there = await begin(catalogue)
      const other = window
      // Far more epochs than it has time for: it is cancelled below.
      await train(there, 12, 9999)
      await expect.poll(() => epochs(there).catch(() => 0)).toBeGreaterThan(0)
      const page = await begin(catalogue)
      const job = page.getByTestId('job-train')
      await expect
        .poll(() => job.getByTestId('job-state').textContent())
        .toMatch(/^Runs in another Medoid \(process \d+\)$/)
      await expect.poll(() => job.getByTestId('cancel').count()).toBe(0)
      const first = await job.getByTestId('detail').textContent()
      await expect.poll(() => job.getByTestId('detail').textContent()).not.toBe(first)
      await there.getByTestId('job-train').getByTestId('cancel').click()
      await expect.poll(() => job.count()).toBe(0)
      await other.close()
    }
  )

  test('an archive without images says what is missing', async () => {
    const page = await begin(join(temporaryFolder(), 'empty.sqlite'))
    await page.getByText('Add a folder with images in Archive.').waitFor()
    await expect.poll(() => page.getByTestId('run-train').isDisabled()).toBe(true)
    await page.keyboard.press('2')
    await page.getByText('There is no model to evaluate with').waitFor()
    await page.getByRole('button', { name: 'Train one…' }).click()
    await page.getByTestId('run-train').waitFor()
  })
})
