import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { updateSummary } from '../../src/core/catalogue/summary.ts'
import { tagJob, tagsJob } from '../../src/jobs/tags.ts'
import { type Header, temporaryFolder } from '../core/catalogue/synthetic.ts'
import fc from '../fast-check.ts'
import { archive, removeInstances, WORK } from './archive.ts'

const KEYWORDS = ['BodyPartExamined', 'KVP', 'Modality', 'PatientSex']

/** The frequency analysis as one would write it down by hand (Manojlović et al. 2020, section 2.2). */
function counted(headers: Header[]) {
  return KEYWORDS.map((keyword) => {
    const present = headers.map((header) => header[keyword]).filter((value) => value !== undefined)
    const values = present.filter((value) => value !== '')
    const counts: Record<string, number> = {}
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1
    return {
      keyword,
      present: present.length,
      nonEmpty: values.length,
      distinct: Object.keys(counts).length,
      missingShare: 1 - values.length / headers.length,
      values: Object.entries(counts)
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    }
  }).filter(({ present }) => present > 0)
}

test('counts are those of an independent count over the live instances, with a summary and without', async () => {
  const value = fc.constantFrom(undefined, '', 'A', 'B', '1.5', 'ä')
  const header = fc.record(Object.fromEntries(KEYWORDS.map((keyword) => [keyword, value])))
  const headers = fc.array(header, { minLength: 2, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(headers, fc.nat(), async (all: Header[], which) => {
      const file = archive(all)
      const removed = which % all.length
      removeInstances(file, removed)
      const live = all.filter((_, i) => i !== removed)
      const expected = counted(live)
      for (const isSummarised of [false, true]) {
        if (isSummarised) {
          const catalogue = openForWriting(file, 'test')
          await updateSummary(catalogue)
          catalogue.close()
        }
        const { instances, tags } = await tagsJob.run({ catalogue: file }, WORK)
        expect(instances).toBe(live.length)
        const found = tags
          .map(({ keyword, present, nonEmpty, distinct, missingShare, top }) => ({
            ...{ keyword, present, nonEmpty, distinct, missingShare },
            values: top
          }))
          .sort((a, b) => (a.keyword < b.keyword ? -1 : 1))
        expect(found).toEqual(expected)
      }
      for (const { values, ...row } of expected) {
        const report = await tagJob.run({ catalogue: file, tag: row.keyword }, WORK)
        expect(report).toMatchObject({ ...row, instances: live.length })
        expect(report.values).toEqual(values)
      }
    }),
    { numRuns: 12 }
  )
})

test('the tags with the smallest missing share come first, of equal ones in the order of their numbers', async () => {
  const file = archive([
    { KVP: '1', Modality: 'CT', BodyPartExamined: 'A', PatientSex: '' },
    { KVP: '1', Modality: 'CT' }
  ])
  const { tags } = await tagsJob.run({ catalogue: file }, WORK)
  expect(tags.map(({ tag, keyword, missingShare }) => [tag, keyword, missingShare])).toEqual([
    ['(0008,0060)', 'Modality', 0],
    ['(0018,0060)', 'KVP', 0],
    ['(0018,0015)', 'BodyPartExamined', 0.5],
    ['(0010,0040)', 'PatientSex', 1]
  ])
})

test('the ten most frequent values of a tag are in the table, all of them in its own report', async () => {
  const file = archive(Array.from({ length: 30 }, (_, i) => ({ KVP: String(100 + (i % 12)) })))
  const { tags } = await tagsJob.run({ catalogue: file }, WORK)
  expect(tags[0].top.map(({ value }) => value)).toEqual([
    '100',
    '101',
    '102',
    '103',
    '104',
    '105',
    '106',
    '107',
    '108',
    '109'
  ])
  const { values, distinct } = await tagJob.run({ catalogue: file, tag: 'KVP' }, WORK)
  expect([distinct, values.length, values[5], values[6]]).toEqual([
    12,
    12,
    { value: '105', count: 3 },
    { value: '106', count: 2 }
  ])
})

test('a tag that only removed instances held is no tag of the archive any more', async () => {
  const file = archive([{ Modality: 'CT', KVP: '120' }, { Modality: 'MR' }])
  removeInstances(file, 0)
  const { tags } = await tagsJob.run({ catalogue: file }, WORK)
  expect(tags.map(({ keyword }) => keyword)).toEqual(['Modality'])
})

test('the summary is used while it is up to date', async () => {
  const file = archive([{ Modality: 'CT' }])
  const catalogue = openForWriting(file, 'test')
  await updateSummary(catalogue)
  catalogue.db.exec('UPDATE summary SET distinct_values = 77, sums = NULL')
  catalogue.close()
  expect((await tagsJob.run({ catalogue: file }, WORK)).tags[0].distinct).toBe(77)
})

test('a tag is named by keyword, number or path; of one attribute at several places the place counts', async () => {
  const file = archive([{ Modality: 'CT', KVP: '120', BodyPartExamined: 'HEAD' }])
  const catalogue = openForWriting(file, 'test')
  catalogue.db.exec(
    `UPDATE tag SET path = 'SharedFunctionalGroupsSequence.CTXRayDetailsSequence.KVP', tag = '(0018,0060)', sums = NULL WHERE keyword = 'KVP';
     UPDATE tag SET path = 'PerFrameFunctionalGroupsSequence.CTXRayDetailsSequence.KVP', tag = '(0018,0060)', keyword = 'KVP', sums = NULL
       WHERE keyword = 'BodyPartExamined'`
  )
  catalogue.close()
  const values = async (tag: string) => (await tagJob.run({ catalogue: file, tag }, WORK)).values
  expect(await values('Modality')).toEqual([{ value: 'CT', count: 1 }])
  expect(await values('(0008,0060)')).toEqual([{ value: 'CT', count: 1 }])
  expect(await values('SharedFunctionalGroupsSequence.CTXRayDetailsSequence.KVP')).toEqual([{ value: '120', count: 1 }])
  expect(await values('PerFrameFunctionalGroupsSequence.CTXRayDetailsSequence.KVP')).toEqual([
    { value: 'HEAD', count: 1 }
  ])
  await expect(values('Modalty')).rejects.toThrow('Modality')
})

test('a catalogue that is not there is not made', async () => {
  const file = join(temporaryFolder(), 'c.sqlite')
  await expect(tagsJob.run({ catalogue: file }, WORK)).rejects.toThrow(`There is no catalogue at ${file}`)
  await expect(tagsJob.run({ catalogue: file }, WORK)).rejects.toThrow(`There is no catalogue at ${file}`)
})
