import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { privateName } from '../../../src/core/dicom/private-elements.ts'
import { EQUAL_WEIGHT, type Feature } from '../../../src/core/catalogue/stored/features.ts'
import { methodNamed } from '../../../src/core/features/methods.ts'
import { describeSelection } from '../../../src/core/features/describe.ts'
import { selectFeatures, type Selection, type SelectionOptions } from '../../../src/core/features/select.ts'
import type { Ranking, RankingTask } from '../../../src/core/features/rank.ts'
import { MemorySource, type MemoryTag, tagTable } from './memory-source.ts'

const ROWS = { tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: ['512', '256', '512', '64'] }
const MODALITY = { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: ['CT', 'MR', 'MR', 'CR'] }
const NAME = { tag: '(0010,0010)', vr: 'PN', keyword: 'PatientName', values: ['A', 'B', 'A', 'C'] }
const KVP = { tag: '(0018,0060)', vr: 'DS', keyword: 'KVP', values: ['120', undefined, '', '80'] }
const ECHO = { tag: '(0018,0081)', vr: 'DS', keyword: 'EchoTime', values: [undefined, '3', '5', undefined] }

async function select(tags: MemoryTag[], options?: SelectionOptions): Promise<Selection> {
  const source = new MemorySource(tags)
  return selectFeatures(source, source.images(), options)
}
const names = (features: { name: string }[]): string[] => features.map(({ name }) => name)
const reasons = ({ rejected }: Selection): string[] => rejected.map(({ name, reason }) => `${name}: ${reason}`)
async function feature(tag: MemoryTag, options?: SelectionOptions): Promise<Feature> {
  const { features } = await select([ROWS, tag], options)
  return features.find(({ keyword }) => keyword === tag.keyword)!
}

describe('selection', () => {
  test('takes the tags that the fewest images lack, ties by tag, and gives a reason for every other one', async () => {
    const selection = await select([ROWS, ECHO, KVP, MODALITY, NAME], { tags: 3 })
    expect(selection.features.map(({ name, missingShare }) => [name, missingShare])).toEqual([
      ['Modality', 0],
      ['Rows', 0],
      ['KVP', 0.5]
    ])
    expect(reasons(selection)).toEqual(['PatientName: phi', 'EchoTime: limit'])
    expect(selection.rejected[1].explanation).toContain('the 3 tags that the fewest images lack')
  })

  test('is about images: an instance without Rows counts for nothing', async () => {
    const report = { ...MODALITY, values: [...MODALITY.values, 'SR', 'SR'] }
    const { images, features } = await select([ROWS, report])
    expect([images, names(features), features[0].distinct]).toEqual([4, ['Modality', 'Rows'], 3])
  })

  test('finds constants in any spelling and tags that cannot be read', async () => {
    const selection = await select([
      ROWS,
      { tag: '(0018,0015)', vr: 'CS', keyword: 'BodyPartExamined', values: ['Brain', 'BRAIN', 'BRAIN', ''] },
      { tag: '(0018,0050)', vr: 'DS', keyword: 'SliceThickness', values: ['1.5 mm', '2.5 mm', 'x', 'y'] },
      { tag: '(0018,0088)', vr: 'DS', keyword: 'SpacingBetweenSlices', values: ['', '', undefined, ''] }
    ])
    expect(reasons(selection)).toEqual([
      'BodyPartExamined: constant',
      'SliceThickness: unreadable',
      'SpacingBetweenSlices: empty'
    ])
  })

  test('a value that cannot be read is a missing one: tags with more readable values come first', async () => {
    // KVP has a value in all four images, of which two can be read; EchoTime in three.
    const kvp = { ...KVP, values: ['120', 'auto', '80', 'auto'] }
    const echo = { ...ECHO, values: [undefined, '3', '5', '4'] }
    const selection = await select([ROWS, kvp, echo], { tags: 2 })
    expect(selection.features.map(({ name, missingShare }) => [name, missingShare])).toEqual([
      ['Rows', 0],
      ['EchoTime', 0.25]
    ])
    // The tag that came too late, too.
    const [{ name, reason, missingShare }] = selection.rejected
    expect([name, reason, missingShare]).toEqual(['KVP', 'limit', 0.5])
  })

  test('so is an age that is none, and text that a person wants read as numbers', async () => {
    const age = { tag: '(0018,9074)', vr: 'AS', keyword: 'AgeOfSomething', values: ['045Y', '45', '018M', ''] }
    expect((await feature(age)).missingShare).toBe(0.5)
    const mode = { tag: '(0018,9008)', vr: 'CS', keyword: 'EchoPulseSequence', values: ['1', '2', 'BOTH', 'BOTH'] }
    expect((await feature(mode)).missingShare).toBe(0)
    expect((await feature(mode, { kind: [{ tag: 'EchoPulseSequence', kind: 'numeric' }] })).missingShare).toBe(0.5)
  })

  test('an image of which one of several values can be read has a value', async () => {
    const spacing = {
      tag: '(0028,0030)',
      vr: 'DS',
      keyword: 'PixelSpacing',
      values: ['1\\x', '2\\x', 'x\\y', '\\']
    }
    const { missingShare, unparsed } = await feature(spacing)
    expect([missingShare, unparsed]).toEqual([0.5, 4])
  })

  test('a tag without a readable value is unreadable, also where all places are taken', async () => {
    const selection = await select([ROWS, { ...KVP, values: ['a', 'b', 'c', 'd'] }], { tags: 1 })
    expect(reasons(selection)).toEqual(['KVP: unreadable'])
  })

  test('a zero is a value, an empty element is none', async () => {
    const zero = await feature({ ...KVP, values: ['0', '', undefined, '80'] })
    expect([zero.missingShare, zero.distinct]).toEqual([0.5, 2])
  })

  test('the next tag moves up where the values of one make no column', async () => {
    const constant = { tag: '(0008,0070)', vr: 'LO', keyword: 'Manufacturer', values: ['GE', 'Ge', 'GE', 'GE'] }
    const { features } = await select([ROWS, constant, MODALITY, KVP], { tags: 3 })
    expect(names(features)).toEqual(['Modality', 'Rows', 'KVP'])
  })

  test('no image is an error', async () => {
    await expect(select([MODALITY])).rejects.toThrow(expect.objectContaining({ code: 'no-images' }))
  })
})

describe('in the order of a ranking', () => {
  /** Those that come last by missing share come first; what was ranked is remembered. */
  const reversed = (tasks: RankingTask[] = []): Ranking => ({
    name: 'laplacian',
    rank: (task) => {
      tasks.push(task)
      return Promise.resolve(Array.from(task.tags.keys()).slice(task.included).reverse())
    }
  })

  test('the first become features, and the others are told why they are none', async () => {
    const selection = await select([ROWS, ECHO, KVP, MODALITY, NAME], { tags: 2, ranking: reversed() })
    // By missing share: Modality, Rows, KVP, EchoTime, of which the last two lack half of the images; ties by tag.
    expect(names(selection.features)).toEqual(['KVP', 'EchoTime'])
    expect(reasons(selection)).toEqual(['Modality: limit', 'PatientName: phi', 'Rows: limit'])
    expect(selection.rejected[0].explanation).toBe(
      'Eligible, but the 2 tags that differ least between similar images come first; a larger number of tags takes more.'
    )
  })

  test('the columns of the tags are ranked, those that are included first', async () => {
    const tasks: RankingTask[] = []
    await select([ROWS, KVP, MODALITY], { tags: 2, include: ['KVP'], ranking: reversed(tasks) })
    const [{ tags, included, wanted, images }] = tasks
    expect(tags.map(({ feature }) => feature.name)).toEqual(['KVP', 'Modality', 'Rows'])
    expect([included, wanted, images.length]).toEqual([1, 2, 4])
    expect(tags.map(({ columns }) => columns.map(({ kind }) => kind))).toEqual([['numeric'], ['nominal'], ['numeric']])
  })

  test('a tag that hardly any image has is not ranked: it comes last, and is told so', async () => {
    const many = (values: string[]): string[] => Array.from({ length: 100 }, (_, i) => values[i % values.length])
    const rare = { ...KVP, values: ['120', '80', ...Array<string>(98).fill('')] }
    const tags = [{ ...ROWS, values: many(['1', '2']) }, { ...MODALITY, values: many(['CT', 'MR', 'CR']) }, rare]
    const { rejected } = await select(tags, { tags: 2, ranking: reversed() })
    expect(rejected.map(({ name, explanation }) => [name, explanation])).toEqual([
      [
        'KVP',
        'Eligible, but it was not compared with the others, which is done for the 300 tags that the fewest images lack, and for none that fewer than 5 % have.'
      ]
    ])
    expect(names((await select(tags, { tags: 3, ranking: reversed() })).features)).toContain('KVP')
  })

  test('a tag whose values make no column is not ranked, and keeps its reason', async () => {
    const tasks: RankingTask[] = []
    const constant = { tag: '(0008,0070)', vr: 'LO', keyword: 'Manufacturer', values: ['GE', 'Ge', 'GE', 'GE'] }
    const selection = await select([ROWS, constant, MODALITY], { tags: 1, ranking: reversed(tasks) })
    expect(tasks[0].tags.map(({ feature }) => feature.name)).toEqual(['Modality', 'Rows'])
    expect(reasons(selection)).toEqual(['Modality: limit', 'Manufacturer: constant'])
  })

  test('2,000 images are ranked by at most, the same ones each time', async () => {
    const tasks: RankingTask[] = []
    const values = Array.from({ length: 2500 }, (_, i) => String(100 + (i % 7)))
    for (let time = 0; time < 2; time++) await select([{ ...ROWS, values }], { ranking: reversed(tasks) })
    expect(tasks[0].images).toHaveLength(2000)
    expect(tasks[0].images).toEqual(tasks[1].images)
  })
})

describe('columns', () => {
  test('an array of numbers has one a position', async () => {
    const spacing = await feature({
      tag: '(0028,0030)',
      vr: 'DS',
      keyword: 'PixelSpacing',
      values: ['1\\1', '2\\3', '', '']
    })
    expect(spacing).toMatchObject({
      kind: 'numeric',
      parser: 'number',
      columns: [
        { name: 'PixelSpacing[1]', position: 1 },
        { name: 'PixelSpacing[2]', position: 2 }
      ],
      dropped: []
    })
  })

  test('a code of several values has one a position, with its levels by frequency; constant ones are dropped and said', async () => {
    const type = await feature({
      tag: '(0008,0008)',
      vr: 'CS',
      keyword: 'ImageType',
      values: ['ORIGINAL\\PRIMARY\\AXIAL', 'DERIVED\\PRIMARY', 'ORIGINAL\\PRIMARY\\MPR', 'ORIGINAL\\PRIMARY\\mpr']
    })
    expect(type.kind).toBe('nominal')
    expect(type.columns).toEqual([
      { name: 'ImageType[1]', position: 1, levels: ['ORIGINAL', 'DERIVED'] },
      { name: 'ImageType[3]', position: 3, levels: ['MPR', 'AXIAL'] }
    ])
    expect(type.dropped).toEqual([
      { from: 2, to: 2, reason: 'constant', explanation: 'All images that have a value there have the same one.' }
    ])
  })

  test('there are 16 at most; what is beyond is dropped and said', async () => {
    const long = (first: number): string => Array.from({ length: 20 }, (_, i) => first + i).join('\\')
    const times = await feature({
      tag: '(0018,1065)',
      vr: 'DS',
      keyword: 'FrameTimeVector',
      values: [long(0), long(5), '', '']
    })
    expect(times.columns).toHaveLength(16)
    expect(times.dropped).toEqual([
      { from: 17, to: 20, reason: 'beyond-limit', explanation: 'An attribute becomes 16 columns at most.' }
    ])
  })

  test('a second value in one image of a thousand makes no array', async () => {
    const thousand = (text: (i: number) => string): string[] => Array.from({ length: 1000 }, (_, i) => text(i))
    const { features } = await select([
      { ...ROWS, values: thousand(() => '512') },
      { ...KVP, values: thousand((i) => (i === 0 ? '80\\81' : String(i % 3))) }
    ])
    expect(features[0].columns).toEqual([{ name: 'KVP', position: 1 }])
    expect(features[0].dropped[0]).toMatchObject({ from: 2, to: 2, reason: 'rare' })
  })

  test('a decimal comma is a number, and counted', async () => {
    const { unparsed, commas, missingShare } = await feature({ ...KVP, values: ['120', '80,5', '80.5', '1,5\\2,5'] })
    expect([unparsed, commas, missingShare]).toEqual([0, 3, 0])
    const text = { tag: '(0018,1030)', vr: 'SH', keyword: 'Mode', values: ['1,5', '3', '1,5', 'x'] }
    expect(await feature({ ...text, tag: '(0018,9008)' })).toMatchObject({ parser: 'category', commas: 0 })
  })

  test('a column whose range is far wider than it is spread is remarked on', async () => {
    const images = Array.from({ length: 100 }, (_, i) => i)
    const { features } = await select([
      { ...ROWS, values: images.map((i) => String(100 + i)) },
      {
        tag: '(0018,0087)',
        vr: 'DS',
        keyword: 'MagneticFieldStrength',
        values: images.map((i) => (i < 4 ? '15000' : i % 2 === 0 ? '1.5' : '3'))
      }
    ])
    expect(features.map(({ name, columns }) => [name, columns[0].outlying])).toEqual([
      ['MagneticFieldStrength', { min: 1.5, max: 15_000, low: 1.5, high: 3 }],
      ['Rows', undefined]
    ])
  })

  test('values that do not parse are counted', async () => {
    expect((await feature({ ...KVP, values: ['120', '80', '1-5', 'x'] })).unparsed).toBe(2)
  })
})

describe('enhanced multi-frame objects', () => {
  const path = 'SharedFunctionalGroupsSequence.PixelMeasuresSequence.PixelSpacing'
  const spacing = { tag: '(0028,0030)', vr: 'DS', keyword: 'PixelSpacing' }

  test('their functional groups fill the plain attribute, and each of its tags has a decision', async () => {
    const selection = await select([
      ROWS,
      {
        tag: '(5200,9229)',
        vr: 'SQ',
        keyword: 'SharedFunctionalGroupsSequence',
        values: [undefined, undefined, '1', '2']
      },
      { ...spacing, values: ['1\\1', undefined, undefined, undefined] },
      { ...spacing, path, values: [undefined, undefined, '2\\2', '3\\3'] }
    ])
    const plain = selection.features.find(({ name }) => name === 'PixelSpacing')
    expect(plain).toMatchObject({ path: '', missingShare: 0.25, distinct: 3 })
    expect(reasons(selection)).toEqual([`${path}: coalesced`, 'SharedFunctionalGroupsSequence: sequence'])
  })
})

describe('people override', () => {
  test('what is included counts within the number of tags', async () => {
    const selection = await select([ROWS, MODALITY, KVP, ECHO], { tags: 2, include: ['EchoTime'] })
    expect(names(selection.features)).toEqual(['Modality', 'EchoTime'])
    expect(selection.features[1].included).toBe(true)
    expect(reasons(selection)).toEqual(['KVP: limit', 'Rows: limit'])
  })

  test('what is excluded is out, whatever it is', async () => {
    const selection = await select([ROWS, MODALITY, KVP], { exclude: ['(0008,0060)'] })
    expect(names(selection.features)).toEqual(['Rows', 'KVP'])
    expect(reasons(selection)).toEqual(['Modality: excluded'])
  })

  test('PHI is possible, flagged, and its spellings are not told', async () => {
    const selection = await select([ROWS, { ...NAME, values: ['A', 'a', 'B', 'B'] }], { include: ['PatientName'] })
    expect(selection.features.map(({ name, phi }) => [name, phi])).toEqual([
      ['PatientName', true],
      ['Rows', false]
    ])
    expect(selection.normalised).toEqual([])
  })

  test('a private element is possible by its name', async () => {
    const b = { tag: '(0019,xx0C)', vr: 'IS', privateCreator: 'SIEMENS MR HEADER', values: ['0', '1000', '0', '0'] }
    const without = await select([ROWS, b])
    expect(reasons(without)).toEqual(['(0019,xx0C)[SIEMENS MR HEADER]: private'])
    const { features } = await select([ROWS, b], { include: ['(0019,xx0C)[SIEMENS MR HEADER]'] })
    expect(features[0]).toMatchObject({ name: '(0019,xx0C)[SIEMENS MR HEADER]', kind: 'numeric', phi: true })
  })

  test('a constant is possible: all of its columns stay', async () => {
    const one = { ...KVP, values: ['120', '120', '120', '120'] }
    expect((await feature(one, { include: ['KVP'] })).columns).toEqual([{ name: 'KVP', position: 1 }])
  })

  test('an age is in years', async () => {
    const age = { tag: '(0010,1010)', vr: 'AS', keyword: 'PatientAge', values: ['045Y', '006M', '', '045Y'] }
    expect(await feature(age, { include: ['PatientAge'] })).toMatchObject({ parser: 'age', kind: 'numeric', phi: true })
  })

  test.each([
    [
      { include: ['Modalty'] },
      'unknown-tag',
      'include Modalty: this catalogue has no tag Modalty. Did you mean Modality?'
    ],
    [{ exclude: ['Modalty'] }, 'unknown-tag', 'exclude Modalty'],
    [{ include: ['KVP'], exclude: ['KVP'] }, 'contradictory-tags', 'include KVP and exclude KVP name the same tag'],
    [{ include: ['KVP', 'Rows'], tags: 1 }, 'too-many-inclusions', 'include names 2 tags, but tags 1'],
    [{ include: ['EchoTime'] }, 'unusable-tag', 'No image has a value for it. Leave it out.'],
    [{ tags: 0 }, 'invalid-tags', 'tags 0'],
    [{ tags: 1.5 }, 'invalid-tags', 'tags 1.5']
  ])('%j is refused: %s', async (options, code, message) => {
    const tags = [ROWS, MODALITY, KVP, { ...ECHO, values: ['', '', '', ''] }]
    await expect(select(tags, options)).rejects.toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string })
    )
  })
})

test('a cancelled selection stops', async () => {
  const source = new MemorySource([ROWS, MODALITY])
  const work = { signal: AbortSignal.abort() }
  await expect(selectFeatures(source, source.images(), {}, work)).rejects.toThrow(
    expect.objectContaining({ code: 'cancelled' })
  )
})

test('the document has the name of a private element beside its identifier, which stays what it is', async () => {
  const creator = 'SIEMENS MR HEADER'
  const b = { tag: '(0019,xx0C)', vr: 'IS', privateCreator: creator, values: ['0', '1000', '0', '0'] }
  const own = { tag: '(0019,xx0D)', vr: 'CS', privateCreator: creator, values: ['A', 'A', 'A', 'A'] }
  const { features, rejected } = describeSelection(await select([ROWS, b, own]), privateName, methodNamed('paper'))
  expect([...features, ...rejected].map(({ name, privateName }) => [name, privateName])).toEqual([
    ['Rows', ''],
    ['(0019,xx0C)[SIEMENS MR HEADER]', 'B_value'],
    ['(0019,xx0D)[SIEMENS MR HEADER]', 'Diffusion Directionality']
  ])
})

test('the document of the command', async () => {
  const body = {
    tag: '(0018,0015)',
    vr: 'CS',
    keyword: 'BodyPartExamined',
    values: ['T_SPINE', 'TSPINE', 'CHEST', 'T_SPINE']
  }
  const document = describeSelection(await select([ROWS, body, NAME]), privateName, methodNamed('paper'))
  expect(document).toEqual({
    images: 4,
    selected: 2,
    columns: 2,
    features: [
      {
        name: 'BodyPartExamined',
        tag: '(0018,0015)',
        keyword: 'BodyPartExamined',
        path: '',
        privateCreator: '',
        privateName: '',
        kind: 'nominal',
        columns: ['BodyPartExamined'],
        missingShare: 0,
        distinct: 3,
        phi: false,
        included: false,
        unparsed: 0,
        commas: 0,
        corrected: 0,
        dropped: [],
        weighting: EQUAL_WEIGHT,
        weightExplanation: 'All columns count the same.',
        remarks: []
      },
      {
        name: 'Rows',
        tag: '(0028,0010)',
        keyword: 'Rows',
        path: '',
        privateCreator: '',
        privateName: '',
        kind: 'numeric',
        columns: ['Rows'],
        missingShare: 0,
        distinct: 3,
        phi: false,
        included: false,
        unparsed: 0,
        commas: 0,
        corrected: 0,
        dropped: [],
        weighting: EQUAL_WEIGHT,
        weightExplanation: 'All columns count the same.',
        remarks: []
      }
    ],
    rejected: [
      {
        name: 'PatientName',
        tag: '(0010,0010)',
        path: '',
        keyword: 'PatientName',
        privateCreator: '',
        privateName: '',
        missingShare: 0,
        reason: 'phi',
        explanation: 'It may identify a person, a place, a device or a visit (PS3.15, table E.1-1).'
      }
    ],
    normalised: [
      {
        name: 'BodyPartExamined',
        keyword: 'BodyPartExamined',
        column: 'BodyPartExamined',
        value: 'T_SPINE',
        rawValues: [
          { value: 'T_SPINE', count: 2, rules: [] },
          { value: 'TSPINE', count: 1, rules: ['separators'] }
        ]
      }
    ]
  })
})

const shared = fileURLToPath(new URL('../../../../shared/dicom', import.meta.url))
if (!existsSync(shared)) console.log(`The test on real headers is skipped: there is no ${shared}.`)

describe.skipIf(!existsSync(shared))('4,739 real headers, nearly all of MR and CT', () => {
  test('give features that a radiologist would expect', async () => {
    const source = tagTable(shared)
    const selection = await selectFeatures(source, source.images())
    const document = describeSelection(selection, privateName, methodNamed('paper'))
    expect([document.images, document.selected, document.columns]).toEqual([4704, 70, 94])

    const chosen = new Set(document.features.map(({ keyword }) => keyword))
    const expected = ['Modality', 'BodyPartExamined', 'Manufacturer', 'ImageType', 'PatientPosition', 'SliceThickness']
    expected.push(
      'ImageOrientationPatient',
      'PixelSpacing',
      'Rows',
      'Columns',
      'RepetitionTime',
      'EchoTime',
      'FlipAngle'
    )
    expected.push('ScanningSequence', 'MRAcquisitionType', 'ReconstructionDiameter', 'Exposure', 'ConvolutionKernel')
    expect(expected.filter((keyword) => !chosen.has(keyword))).toEqual([])
    expect(
      document.features
        .filter(({ keyword, phi }) => phi || /UID|Name$|Date|Description/.test(keyword))
        .map(({ keyword }) => keyword)
    ).toEqual(['ManufacturerModelName', 'ReceiveCoilName', 'TransmitCoilName', 'SequenceName', 'PulseSequenceName'])

    const why = new Map(document.rejected.map(({ keyword, reason }) => [keyword, reason]))
    expect(
      ['SOPInstanceUID', 'KVP', 'PatientSex', 'ProtocolName', 'StudyDate', 'HighBit', 'NumberOfFrames'].map((k) =>
        why.get(k)
      )
    ).toEqual(['identifier', 'constant', 'phi', 'free-text', 'date-time', 'bookkeeping', 'limit'])
    expect(document.selected + document.rejected.length).toBe(source.tags().length)
    expect(
      document.normalised.map(({ column, rawValues }) => [column, ...rawValues.map(({ value }) => value)])
    ).toEqual([
      ['Manufacturer', 'SIEMENS', 'Siemens'],
      ['TransmitCoilName', 'BODY', 'Body']
    ])
  })
})
