import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { comparisonIds, loadComparison } from '../../src/core/catalogue/comparisons.ts'
import { loadRun } from '../../src/core/catalogue/runs.ts'
import { sampleJob } from '../../src/jobs/sample.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, lookInto, threeKinds } from '../jobs/archive.ts'
import { browserHost, closeBrowser, HOSTS, type MedoidWindow, settled } from './hosts.ts'

const out = temporaryFolder()
const catalogue = join(out, 'catalogue.sqlite')
beforeAll(() => sampleJob.run({ out, images: 300, seed: 4, k: [4] }, {}))
afterAll(closeBrowser)

/** A catalogue of its own, so that what one spec chooses is in no other. */
function copyOfDemo(): string {
  const copy = join(temporaryFolder(), 'c.sqlite')
  copyFileSync(catalogue, copy)
  return copy
}

async function openFeatures(
  open: (given: { catalogue: string }) => Promise<MedoidWindow>,
  file = copyOfDemo()
): Promise<MedoidWindow> {
  const window = await open({ catalogue: file })
  await window.page.getByRole('link', { name: /^Features/ }).click()
  await window.page.getByTestId('feature-sum').waitFor()
  return window
}

const chosen = (page: Page) => page.getByTestId('chosen')
const groups = (page: Page) => page.getByTestId('groups').getByRole('listitem')
const dialog = (page: Page) => page.getByTestId('values')

describe.each(HOSTS)('in $name', ({ name, open }) => {
  test('a tag is read as codes instead of numbers, left out and taken in; each is undone', async () => {
    const { page, close, problems } = await openFeatures(open)
    const sum = () => page.getByTestId('feature-sum').textContent()
    const before = await sum()
    await page.getByRole('button', { name: 'numeric: take SliceThickness as nominal' }).click()
    await page.getByRole('button', { name: 'nominal: take SliceThickness as numeric' }).waitFor()
    await page.getByRole('button', { name: 'Values of SliceThickness' }).waitFor()
    await page.getByRole('button', { name: 'Exclude ImageType' }).click()
    await expect.poll(sum).not.toBe(before)
    await page.getByRole('button', { name: 'Undo excluding ImageType' }).waitFor()

    await page.getByRole('heading', { name: 'Features' }).click()
    await page.keyboard.press('u')
    await page.getByRole('button', { name: 'Exclude ImageType' }).waitFor()
    await page.keyboard.press('u')
    await page.getByRole('button', { name: 'numeric: take SliceThickness as nominal' }).waitFor()
    await expect.poll(sum).toBe(before)
    await expect.poll(() => page.getByRole('button', { name: 'Undo', exact: true }).isDisabled()).toBe(true)
    await close()
    expect(problems, name).toEqual([])
  })

  test('values that cannot be read are missing, and remarks stand below their tag', async () => {
    const thickness = ['1,5', 'abc', '4']
    const file = archive(threeKinds(30, (i) => ({ SliceThickness: thickness[i % 3] })))
    const { page, close, problems } = await openFeatures(open, file)
    const row = chosen(page).getByRole('listitem').filter({ hasText: 'SliceThickness' })
    await expect.poll(() => row.textContent()).toContain('33.3')
    await page.getByText('1 tag with remarks').waitFor()
    await expect
      .poll(() => row.getByTestId('remark').allTextContents())
      .toEqual([
        '10 values cannot be read as a number, and are missing.',
        '10 values are written with a decimal comma, and read as meant.'
      ])
    await close()
    expect(problems, name).toEqual([])
  })

  test('keys go on with the next tag, and what was changed is told where it is clustered', async () => {
    const own = copyOfDemo()
    const { page, close, problems } = await openFeatures(open, own)
    const leave = chosen(page).getByRole('button', { name: /^Exclude / })
    const names = async () => (await leave.all()).map((each) => each.getAttribute('aria-label'))
    const first = await Promise.all(await names())
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? 'nothing')
    await leave.first().focus()
    for (let i = 1; i <= 3; i++) {
      await page.keyboard.press('Enter')
      await page
        .getByRole('button', { name: first[i - 1]!.replace('Exclude', 'Undo excluding'), exact: true })
        .waitFor()
      await expect.poll(focused).toBe(first[i])
    }
    await page.getByRole('button', { name: first[0]!.replace('Exclude', 'Undo excluding'), exact: true }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe(first[1]!.replace('Exclude', 'Undo excluding'))
    await page.getByRole('button', { name: 'numeric: take SliceThickness as nominal' }).click()

    await page.getByRole('button', { name: 'Cluster…' }).click()
    await page.getByTestId('k').locator('input').fill('2')
    await page.getByText('70 tags at most; 2 left out, 1 kind changed.').waitFor()
    const runs = page.getByTestId('runs').getByRole('row')
    await runs.first().waitFor()
    const before = await runs.count()
    await page.getByTestId('run-cluster').click()
    await expect.poll(() => runs.count()).toBe(before + 1)
    await close()
    expect(problems, name).toEqual([])

    const file = openForReading(own)
    const { parameters, features } = loadRun(
      file.db,
      file.db.prepare('SELECT MAX(id) FROM run').pluck().get() as number
    )
    file.close()
    const out = first.slice(1, 3).map((each) => each!.replace('Exclude ', ''))
    expect(parameters).toMatchObject({ exclude: out, kind: [{ tag: 'SliceThickness', kind: 'nominal' }] })
    const used = features.features
    expect(used.filter(({ keyword }) => out.includes(keyword))).toEqual([])
    expect(used.find(({ keyword }) => keyword === 'SliceThickness')).toMatchObject({ kind: 'nominal' })
  })

  test('tags count by the method and by what a person chose, and a run says how it compared images', async () => {
    const own = copyOfDemo()
    const { page, close, problems } = await openFeatures(open, own)
    const method = page.getByTestId('method')
    const grouped = page.getByRole('checkbox', { name: 'Group by scanner, too' })
    const weight = (tag: string) => page.getByLabel(`Weight of ${tag}`, { exact: true })
    const reason = (tag: string) =>
      chosen(page)
        .getByRole('listitem')
        .filter({ has: weight(tag) })
        .getByTestId('weight-reason')
    const described = async (tag: string) =>
      page.locator(`[id="${await weight(tag).getAttribute('aria-describedby')}"]`).textContent()

    await method.getByText('As in the paper').click()
    await expect.poll(() => weight('WindowWidth').count()).toBe(1)
    const weights = await chosen(page).getByRole('spinbutton').all()
    expect(weights).toHaveLength(70)
    expect(new Set(await Promise.all(weights.map((each) => each.inputValue())))).toEqual(new Set(['1']))
    await expect.poll(() => described('Manufacturer')).toBe('All columns count the same.')
    await expect.poll(() => grouped.isDisabled()).toBe(true)

    await method.getByText('Balanced').click()
    await expect.poll(() => weight('Manufacturer').inputValue()).toBe('0')
    await expect
      .poll(() => described('Manufacturer'))
      .toBe('Not compared. It names the scanner, not what an image shows.')
    await expect.poll(() => weight('WindowWidth').count()).toBe(0)
    await page.getByLabel('Search chosen and rejected tags').fill('WindowWidth')
    await page.getByText('It says how an image is to be displayed, and changes from image to image.').waitFor()
    await page.getByLabel('Search chosen and rejected tags').fill('')
    await grouped.click()
    await expect.poll(() => weight('Manufacturer').inputValue()).toBe('1')

    const before = await weight('KVP').inputValue()
    await weight('KVP').fill('9')
    await weight('KVP').press('Enter')
    await expect.poll(() => reason('KVP').textContent()).toBe('A person chose it.')
    await expect.poll(() => weight('KVP').inputValue()).toBe('3')
    await page.getByRole('heading', { name: 'Features' }).click()
    await page.keyboard.press('u')
    await expect.poll(() => reason('KVP').textContent()).not.toBe('A person chose it.')
    await expect.poll(() => weight('KVP').inputValue()).toBe(before)
    await weight('KVP').fill('0.5')
    await weight('KVP').press('Enter')
    await page.getByRole('button', { name: 'Reset weight of KVP' }).click()
    await expect.poll(() => weight('KVP').inputValue()).toBe(before)
    await page.getByRole('button', { name: 'Reset to the rules' }).click()
    await expect.poll(() => grouped.isChecked()).toBe(false)

    await method.getByText('Balanced').click()
    await grouped.click()
    await weight('KVP').fill('0.5')
    await weight('KVP').press('Enter')
    await page.getByRole('button', { name: 'Reset weight of KVP' }).waitFor()
    await page.getByRole('button', { name: 'Cluster…' }).click()
    await page.getByTestId('k').locator('input').fill('2')
    const note = page.getByTestId('form-note')
    await expect.poll(() => note.textContent()).toContain('1 weight chosen, grouped by scanner, too')
    await expect.poll(() => note.textContent()).toContain('Method: Balanced, for real archives.')
    const methods = page.getByTestId('run-method')
    await methods.first().waitFor()
    const runs = await methods.count()
    await page.getByTestId('run-cluster').click()
    await expect.poll(() => methods.count()).toBe(runs + 1)
    await expect
      .poll(() => methods.first().locator(':scope > div').allTextContents())
      .toEqual(['grouped by scanner, too', 'weights chosen by a person: KVP 0.5'])
    await expect.poll(() => methods.first().textContent()).toContain('Balanced, for real archives')
    await close()
    expect(problems, name).toEqual([])

    const file = openForReading(own)
    const last = file.db.prepare('SELECT MAX(id) FROM run').pluck().get() as number
    const { parameters, features } = loadRun(file.db, last)
    file.close()
    expect(parameters).toMatchObject({
      method: 'balanced',
      groupByScanner: true,
      weights: [{ tag: 'KVP', weight: 0.5 }]
    })
    expect(features.features.find(({ keyword }) => keyword === 'KVP')!.weighting).toMatchObject({
      weight: 0.5,
      reason: 'person'
    })
  })

  test('tags are chosen in another way, and the ways are compared', async () => {
    const file = archive(threeKinds(60))
    const { page, close, problems } = await openFeatures(open, file)
    await page.getByLabel('Maximum tags').fill('2')
    await page.getByTestId('select').click()
    await page.locator('.n-base-select-option').getByText('Laplacian score').click()
    await expect
      .poll(() => page.getByTestId('rejected').textContent())
      .toContain('that differ least between similar images')
    await page.getByRole('button', { name: 'Compare ways to choose' }).click()
    await expect.poll(() => lookInto(file, (db) => comparisonIds(db))).toEqual([1])
    const { result } = lookInto(file, (db) => loadComparison(db, 1))
    expect(result.selections.map(({ select }) => select)).toEqual(['missing', 'information', 'laplacian', 'wrapper'])
    await close()
    expect(problems).toEqual([])
  })

  test('a tag that cannot be read as numbers says so among the rejected ones, and is read by the rules again', async () => {
    const { page, close, problems } = await openFeatures(open)
    await page.getByRole('button', { name: 'nominal: take Modality as numeric' }).click()
    await page.getByRole('button', { name: 'Undo change of Modality' }).click()
    await page.getByRole('button', { name: 'Exclude Modality' }).waitFor()
    await close()
    expect(problems, name).toEqual([])
  })

  test('values taken as one are taken apart and added to, and a run keeps it', async () => {
    const own = copyOfDemo()
    const { page, close, problems } = await openFeatures(open, own)
    await page.getByRole('button', { name: /groups? of combined values/ }).click()
    const group = groups(page).filter({ hasText: 'BodyPartExamined' }).filter({ hasText: 'CHEST' })
    const spellings = await group.getByRole('button', { name: /: remove from / }).count()
    expect(spellings).toBeGreaterThan(1)
    await group.getByRole('button', { name: /^Separate / }).click()
    await group.waitFor({ state: 'detached' })

    await page.keyboard.press('Escape')
    await chosen(page).getByRole('button', { name: 'Values of BodyPartExamined' }).click()
    await dialog(page).getByRole('checkbox', { name: 'CHEST', exact: true }).check()
    await dialog(page).getByLabel('Search the values').fill('abdomen')
    await dialog(page).getByText('CHEST', { exact: true }).last().waitFor()
    await dialog(page).getByRole('checkbox', { name: 'ABDOMEN', exact: true }).check()
    await dialog(page).getByTestId('join').click()
    await dialog(page)
      .getByText(/^= .*CHEST|^= .*ABDOMEN/)
      .waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Cluster…' }).click()
    await page.getByTestId('k').locator('input').fill('2')
    const runs = page.getByTestId('runs').getByRole('row')
    await runs.first().waitFor()
    const before = await runs.count()
    await page.getByTestId('run-cluster').click()
    await expect.poll(() => runs.count()).toBe(before + 1)
    await close()
    expect(problems, name).toEqual([])

    const file = openForReading(own)
    const { db } = file
    const run = loadRun(db, db.prepare('SELECT MAX(id) FROM run').pluck().get() as number)
    expect(run.parameters).toMatchObject({
      separate: [{ tag: 'BodyPartExamined' }],
      join: [{ tag: 'BodyPartExamined', values: expect.arrayContaining(['CHEST', 'ABDOMEN']) as string[] }]
    })
    const { features } = run.features
    const levels = features.find(({ keyword }) => keyword === 'BodyPartExamined')!.columns[0].levels!
    expect(levels.filter((level) => level === 'CHEST' || level === 'ABDOMEN')).toHaveLength(1)
    expect(levels.some((level) => level.toUpperCase() === 'CHEST' && level !== 'CHEST')).toBe(true)
    file.close()
  })
  test('choices are in the catalogue: undo goes on behind a reload, and sets have names', async () => {
    const { page, close, problems } = await openFeatures(open, copyOfDemo())
    const tags = page.getByLabel('Maximum tags')
    await tags.fill('30')
    await tags.press('Enter')
    await page.getByRole('button', { name: 'numeric: take SliceThickness as nominal' }).click()
    await page.getByRole('button', { name: 'Exclude ImageType' }).click()
    await page.getByRole('button', { name: 'Undo excluding ImageType' }).waitFor()

    await page.getByTestId('open-sets').click()
    await page.getByRole('dialog', { name: 'Feature sets' }).waitFor()
    await page.keyboard.type('Without type')
    await page.keyboard.press('Enter')
    await page.getByText('“Without type” saved.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Reset to the rules' }).click()
    await page.getByRole('button', { name: 'Exclude ImageType' }).waitFor()
    await expect.poll(() => tags.inputValue()).toBe('70')

    await page.reload()
    await page.getByTestId('feature-sum').waitFor()
    await page.getByRole('heading', { name: 'Features' }).click()
    await page.keyboard.press('u')
    await page.getByRole('button', { name: 'Undo excluding ImageType' }).waitFor()
    await expect.poll(() => tags.inputValue()).toBe('30')
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: 'Exclude ImageType' }).waitFor()
    await page.keyboard.press('Shift+U')
    await page.getByRole('button', { name: 'Undo excluding ImageType' }).waitFor()

    await page.getByRole('button', { name: 'Reset to the rules' }).click()
    await page.getByTestId('open-sets').click()
    await page.getByRole('button', { name: 'Remove Without type' }).click()
    await page.getByText('“Without type” removed.').waitFor()
    await page.getByTestId('undo-set').click()
    await page.getByRole('button', { name: 'Take Without type' }).click()
    await page.getByRole('button', { name: 'Undo excluding ImageType' }).waitFor()
    await page.getByRole('button', { name: 'nominal: take SliceThickness as numeric' }).waitFor()

    // The run of the demo is as the rules have it.
    await page.getByTestId('open-sets').click()
    await page.getByTestId('run-choices').click()
    await page.getByText(/^Run 1: all images/).click()
    await page.getByTestId('take-run').click()
    await page.getByRole('button', { name: 'Exclude ImageType' }).waitFor()
    await close()
    expect(problems, name).toEqual([])
  })

  test('a condition is completed by keyboard; one that is mistyped is told where it is, and the lists stay', async () => {
    const { page, close, problems } = await openFeatures(open, copyOfDemo())
    const field = page.getByRole('combobox', { name: 'Condition', exact: true })
    const told = page.getByTestId('condition-told')
    await page.getByRole('button', { name: 'How to write' }).click()
    await page.getByTestId('condition-help').getByText('Modality=CT|MR').waitFor()
    await field.fill('Modalty=CT')
    await field.press('Enter')
    await expect.poll(() => told.textContent()).toContain('Did you mean Modality?')
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.evaluate((each: HTMLInputElement) => [each.selectionStart, each.selectionEnd])).toEqual([0, 7])
    await chosen(page).getByRole('listitem').first().waitFor()
    await expect.poll(() => page.getByTestId('feature-sum').textContent()).toContain('of 300 images')

    await field.fill('Modal')
    await page.getByRole('option', { name: /^Modality/ }).waitFor()
    await field.press('ArrowDown')
    await expect.poll(() => field.getAttribute('aria-activedescendant')).not.toBeNull()
    await field.press('Enter')
    await expect.poll(() => field.inputValue()).toBe('Modality=')
    await page.getByRole('option', { name: /^MR/ }).waitFor()
    await page.keyboard.type('MR|C')
    await page.getByRole('option', { name: /^CT/ }).waitFor()
    await expect.poll(() => page.getByRole('option').first().textContent()).toMatch(/\d/)
    await page.keyboard.type('T')
    await expect.poll(() => told.textContent()).toMatch(/^Modality is MR or CT: \d+ images$/)
    await field.press('Enter')
    await page.getByRole('button', { name: 'Modality is MR or CT' }).waitFor()
    await expect.poll(() => page.getByTestId('feature-sum').textContent()).not.toContain('of 300 images')
    await page.getByRole('button', { name: 'Modality is MR or CT' }).click()
    await expect.poll(() => field.inputValue()).toBe('Modality=MR|CT')
    await close()
    expect(problems, name).toEqual([])
  })

  test('rejected tags are sorted by their missing share, all of them can be reached, and no name is cut', async () => {
    const { page, close, problems } = await openFeatures(open, copyOfDemo())
    const rejected = page.getByTestId('rejected')
    const shares = async () =>
      (await rejected.getByRole('row').locator('.missing').allTextContents()).map((text) => parseFloat(text))
    await rejected.getByRole('row').first().waitFor()
    const ascending = await shares()
    expect(ascending).toEqual(ascending.toSorted((a, b) => a - b))
    await page.getByRole('button', { name: 'Missing' }).click()
    await expect.poll(async () => (await shares())[0]).toBeGreaterThan(50)
    const last = Number(await page.getByRole('table', { name: 'Rejected tags' }).getAttribute('aria-rowcount'))
    await rejected.evaluate((list) => list.scrollTo(0, list.scrollHeight))
    await rejected.locator(`[aria-rowindex="${last}"]`).waitFor()

    await page.setViewportSize({ width: 1024, height: 700 })
    await settled(page)
    const cut = await page.evaluate(
      () =>
        [...document.querySelectorAll('.lists .name')].filter((each) => each.scrollWidth > each.clientWidth + 1).length
    )
    expect(cut).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await close()
    expect(problems, name).toEqual([])
  })
})

test('what one window chooses, the others show, and say so', async () => {
  const { page, close, problems } = await openFeatures(browserHost.open, copyOfDemo())
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByTestId('feature-sum').waitFor()
  await page.getByRole('button', { name: 'Exclude ImageType' }).click()
  await other.getByRole('button', { name: 'Undo excluding ImageType' }).waitFor()
  await expect.poll(() => other.getByTestId('features-told').textContent()).toContain('Another window')
  await other.getByRole('heading', { name: 'Features' }).click()
  await other.keyboard.press('u')
  await page.getByRole('button', { name: 'Exclude ImageType' }).waitFor()
  await close()
  expect(problems).toEqual([])
})
