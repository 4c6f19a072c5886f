import { describe, expect, test } from 'vitest'
import { CancelledError } from '../../../src/core/errors.ts'
import { suggestValues } from '../../../src/core/suggestions/suggest.ts'
import { archiveOf, type TestImage, twentyPatients } from './archive.ts'

const suggest = (images: readonly TestImage[], tag: string) => {
  const source = archiveOf(images)
  return suggestValues(source, source.images(), { tag, seed: 1 })
}

/** The images of a series with other values. */
function changed(images: TestImage[], series: string, values: TestImage): TestImage[] {
  return images.map((image) => (image.series === series ? { ...image, ...values } : image))
}

test('a series without a value gets that of its kind, with the features that say so', async () => {
  const { missing, wrong, counts } = await suggest(
    changed(twentyPatients(), '3.1', { bodyPart: undefined }),
    'BodyPartExamined'
  )
  expect([missing.length, wrong.length]).toEqual([1, 0])
  const [found] = missing
  // The four images of series 3.1 are those from 3 · 12 + 4 on.
  expect(found).toMatchObject({ instance: 40, images: 4, present: null, suggested: 'KNEE' })
  expect(found.margin).toBeGreaterThan(0.8)
  expect(found.probability).toBeGreaterThan(0.9)
  expect(found.why).toHaveLength(3)
  expect(found.why).toContainEqual({
    name: 'Modality',
    keyword: 'Modality',
    value: 'MR',
    isPersonal: false,
    contribution: expect.any(Number) as number
  })
  expect(found.why.map(({ contribution }) => contribution > 0)).toEqual([true, true, true])
  expect(counts).toMatchObject({ missing: 4, wrong: 0, rare: 0, notApplicable: 0 })
})

test('a series with the value of another kind stands first, although its own patient has it in all images', async () => {
  const { wrong } = await suggest(changed(twentyPatients(), '7.1', { bodyPart: 'HEAD' }), 'BodyPartExamined')
  expect(wrong[0]).toMatchObject({ images: 4, present: 'HEAD', suggested: 'KNEE' })
})

test('HEAD and BRAIN are one value, suggested as most images write it', async () => {
  const images = changed(twentyPatients(), '1.0', { bodyPart: 'HEAD' })
  const { values, wrong } = await suggest(images, 'BodyPartExamined')
  expect(values.map(({ value, images: count }) => [value, count])).toEqual([
    ['CHEST', 80],
    ['HEAD', 80],
    ['KNEE', 80]
  ])
  expect(wrong).toEqual([])
})

test('tags that say the same in other words are no features', async () => {
  const images = twentyPatients().map((image) => ({ ...image, anatomy: image.bodyPart }))
  const { leftOut, features } = await suggest(images, 'BodyPartExamined')
  expect(leftOut).toEqual(['AnatomicRegionSequence.CodeMeaning', 'BodyPartExamined'])
  expect(features.sort()).toEqual(['EchoTime', 'KVP', 'Modality', 'SliceThickness'])
})

test('no value is suggested where images of a modality hardly ever have one', async () => {
  // Half of the MR images have another sequence; no CT has any.
  const images = twentyPatients().map((image, i) =>
    image.modality === 'MR' && Math.floor(i / 12) % 2 === 0 ? { ...image, sequence: 'GR', echo: '3' } : image
  )
  const { missing, counts } = await suggest(changed(images, '3.1', { sequence: undefined }), 'ScanningSequence')
  expect(missing.map(({ suggested, images: count }) => [suggested, count])).toEqual([['SE', 4]])
  expect(counts.notApplicable).toBe(160)
})

test('values that few images have are neither judged nor suggested', async () => {
  const { values, counts, wrong } = await suggest(
    changed(twentyPatients(), '7.1', { bodyPart: 'ELBOW' }),
    'BodyPartExamined'
  )
  expect(values.map(({ value }) => value)).toEqual(['BRAIN', 'CHEST', 'KNEE'])
  expect([counts.rare, wrong]).toEqual([4, []])
})

test('what is suggested is the same each time', async () => {
  const images = changed(changed(twentyPatients(), '3.1', { bodyPart: undefined }), '7.1', { bodyPart: 'HEAD' })
  expect(await suggest(images, 'BodyPartExamined')).toEqual(await suggest(images, 'BodyPartExamined'))
})

test.each([
  ['patient', {}],
  ['series', { patient: undefined }],
  ['series', { patient: 'ANONYMOUS' }],
  ['image', { patient: 'ANONYMOUS', series: '1' }]
] as const)('images are kept together by %s, with %o', async (by, values) => {
  const images = twentyPatients().map((image) => ({ ...image, ...values }))
  const { keptTogether, agreeing } = await suggest(images, 'Modality')
  expect(keptTogether).toBe(by)
  expect(agreeing).toBe(1)
})

describe('refuses', () => {
  test.each([
    ['a tag that may name a person', 'SeriesDescription', 'personal'],
    ['one that names images rather than kinds', 'Rows', 'few']
  ])('%s', async (_, tag, why) => {
    await expect(suggest(twentyPatients(), tag)).rejects.toMatchObject({
      code: 'nothing-to-suggest',
      parameters: { why }
    })
  })

  test('a tag that nothing else tells of', async () => {
    const images = twentyPatients().map(({ patient, series, modality }) => ({ patient, series, modality }))
    await expect(suggest(images, 'Modality')).rejects.toMatchObject({ parameters: { why: 'no-features' } })
  })

  test('a tag that is not there', async () => {
    await expect(suggest(twentyPatients(), 'BodyPart')).rejects.toMatchObject({ code: 'unknown-tag' })
  })
})

test('stops when it is cancelled', async () => {
  const source = archiveOf(twentyPatients())
  const asked = { tag: 'Modality', seed: 1 }
  await expect(suggestValues(source, source.images(), asked, { signal: AbortSignal.abort() })).rejects.toThrow(
    CancelledError
  )
})
