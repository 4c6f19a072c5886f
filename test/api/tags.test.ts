import { expect, test } from 'vitest'
import type { Results, TagSearchPage } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { countValuesJob } from '../../src/jobs/count-values.ts'
import type { Header } from '../core/catalogue/synthetic.ts'
import { archive, removeInstances, WORK } from '../jobs/archive.ts'

const service = new Service()

/** All pages of a search. */
async function search(file: string, text: string): Promise<TagSearchPage[]> {
  const pages: TagSearchPage[] = []
  let next: TagSearchPage['next'] = { tag: 0, chunk: 0 }
  while (next !== null) {
    const page = (await service.answer('tags.search', { search: text, ...next }, file)) as TagSearchPage
    pages.push(page)
    next = page.next
  }
  return pages
}

const found = async (file: string, text: string): Promise<string[][]> =>
  (await search(file, text)).flatMap((page) => page.found.map(({ tag, values }) => [tag, ...values]))

const image = (i: number, more: Header = {}): Header => ({ SOPInstanceUID: `1.2.${i}`, Rows: '10', ...more })

test('a search looks at all values, not only at those that a table shows', async () => {
  const parts = Array.from({ length: 60 }, (_, i) => `PART${i}`)
  const headers = [...parts, 'L_SPINE'].map((BodyPartExamined, i) => image(i, { BodyPartExamined }))
  const file = archive([...headers, ...headers.slice(0, 40).map((header, i) => ({ ...header, ...image(100 + i) }))])
  expect(await found(file, 'l_spine')).toEqual([['(0018,0015)', 'L_SPINE']])
  expect(await found(file, 'bodypart spine')).toEqual([['(0018,0015)', 'L_SPINE']])
  expect(await found(file, 'PART5')).toEqual([['(0018,0015)', 'PART5', 'PART50', 'PART51', 'PART52', 'PART53']])
  expect(await found(file, 'nothing has this')).toEqual([])
  // Where the names have all words, values need not be looked at.
  expect(await found(file, 'body part examined')).toEqual([])
})

test('values that are too many for a dictionary are found, page by page', async () => {
  const headers = Array.from({ length: 9000 }, (_, i) =>
    image(i, { StationName: `${'long '.repeat(120)}${i === 8765 ? 'needle' : i}` })
  )
  const file = archive(headers)
  const pages = await search(file, 'needle')
  expect(pages.length).toBeGreaterThan(1)
  expect(pages.flatMap((page) => page.found.map(({ tag }) => tag))).toEqual(['(0008,1010)'])
  const [value] = pages.flatMap((page) => page.found)[0].values
  expect(value).toMatch(/^….*long needle$/)
  expect(value.length).toBeLessThan(100)
  expect(pages.at(-1)).toMatchObject({ done: pages[0].total, next: null })
  // UIDs are stored as digits.
  expect(await found(file, '1.2.8765')).toEqual([['(0008,0018)', '1.2.8765']])
})

test('what only an instance had that is gone is not found', async () => {
  const file = archive([image(0, { Modality: 'CT' }), image(1, { Modality: 'MR' }), image(2, { Modality: 'XMR' })])
  removeInstances(file, 1)
  expect(await found(file, 'MR')).toEqual([['(0008,0060)', 'XMR']])
  expect(await found(file, '1.2.1')).toEqual([])
  expect(await found(file, '1.2.2')).toEqual([['(0008,0018)', '1.2.2']])
})

test('a UID is found by its name', async () => {
  const file = archive([image(0), image(1, { SeriesInstanceUID: '1.2.840.10008.1.2.4.90' })])
  expect(await found(file, 'jpeg 2000')).toEqual([['(0020,000E)', '1.2.840.10008.1.2.4.90']])
})

test('equal numbers are one of the most frequent values of a tag', async () => {
  const file = archive(
    ['5.000000', '5.0', '5', '3', '3', '0.5e1'].map((SliceThickness, i) => image(i, { SliceThickness }))
  )
  await countValuesJob.run({ catalogue: file }, WORK)
  const { tags } = (await service.answer('tags.list', {}, file)) as Results['tags.list']
  const thickness = tags.find(({ keyword }) => keyword === 'SliceThickness')!
  expect(thickness.top.map(({ value, count }) => [value, count])).toEqual([
    ['5', 4],
    ['3', 2]
  ])
  const given = { tag: '(0018,0050)', path: '', creator: '', limit: 10 }
  const distribution = (await service.answer('tags.distribution', given, file)) as Results['tags.distribution']
  expect(distribution.values[0]).toEqual({ value: '5', count: 4, spellings: ['0.5e1', '5', '5.0', '5.000000'] })
  const one = await service.answer('tags.distribution', { ...given, search: '5.000' }, file)
  expect(one).toMatchObject({ matching: 1, values: [{ value: '5' }] })
})

test('a histogram shows where most numbers are, and another part where somebody asks', async () => {
  const values = [...Array.from({ length: 200 }, (_, i) => String(1 + i / 100)), '900.5', 'none']
  const file = archive(values.map((SliceThickness, i) => image(i, { SliceThickness })))
  const given = { tag: '(0018,0050)', path: '', creator: '', limit: 10 }
  const ask = async (more: object): Promise<Results['tags.distribution']> =>
    (await service.answer('tags.distribution', { ...given, ...more }, file)) as Results['tags.distribution']
  const usual = await ask({})
  expect(usual).toMatchObject({ unparsed: 1, histogram: { min: 1, max: 900.5, trimmed: 0.01 } })
  const { below, above, counts } = usual.histogram!
  expect(below[0] + above[0] + counts[0].reduce((a, b) => a + b)).toBe(201)
  const all = await ask({ view: { scale: 'linear', from: null, to: null } })
  expect(all.histogram).toMatchObject({ trimmed: null, below: [0], above: [0] })
  expect(all.histogram!.counts[0][0]).toBe(200)
  const part = await ask({ view: { scale: 'linear', from: 1.5, to: 2 } })
  expect(part.histogram!.counts[0].reduce((a, b) => a + b)).toBe(51)
})
