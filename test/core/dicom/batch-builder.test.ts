import { expect, test } from 'vitest'
import { PLAIN } from '../../../src/core/dicom/batch.ts'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import { explicit, explicitBig, explicitFile, file, item, TRANSFER_SYNTAX } from './build.ts'
import { Tally } from './tally.ts'

const PATIENT_ID = 0x00100020
const MODALITY = 0x00080060

function reader(byteBudget = 1 << 16): HeaderReader {
  return new HeaderReader({ byteBudget })
}

test('a batch holds tags and values once, and codes of both', () => {
  const headers = reader()
  for (const modality of ['MR', 'CT', 'MR', '']) {
    headers.readBytes(explicitFile(explicit(MODALITY, 'CS', modality), explicit(PATIENT_ID, 'LO', 'x')))
  }
  const first = headers.takeBatch()
  expect(first).toEqual({
    newTags: [
      { tag: '(0002,0010)', path: '', keyword: 'TransferSyntaxUID', privateCreator: '', vr: 'UI' },
      { tag: '(0008,0060)', path: '', keyword: 'Modality', privateCreator: '', vr: 'CS' },
      { tag: '(0010,0020)', path: '', keyword: 'PatientID', privateCreator: '', vr: 'LO' }
    ],
    newValueTags: Uint32Array.of(0, 1, 2, 1),
    newValueTexts: ['1.2.840.10008.1.2.1', 'MR', 'x', 'CT'],
    instances: 4,
    offsets: Uint32Array.of(0, 3, 4, 5, 6),
    changedTags: Uint32Array.of(0, 1, 2, 1, 1, 1),
    changedCodes: Uint32Array.of(2, 2, 2, 3, 2, 1),
    plainTexts: []
  })
  headers.readBytes(explicitFile(explicit(MODALITY, 'CS', 'CT')))
  expect(headers.takeBatch()).toEqual({
    newTags: [],
    newValueTags: new Uint32Array(0),
    newValueTexts: [],
    instances: 1,
    offsets: Uint32Array.of(0, 2),
    changedTags: Uint32Array.of(0, 1),
    changedCodes: Uint32Array.of(2, 3),
    plainTexts: []
  })
})

test('values that differ in padding or byte order only are one', () => {
  const headers = reader()
  headers.readBytes(explicitFile(explicit(MODALITY, 'CS', 'MR'), explicit(0x00280010, 'US', [0, 2])))
  headers.readBytes(explicitFile(explicit(MODALITY, 'CS', 'MR  '), explicit(0x00280010, 'US', [0, 2])))
  headers.readBytes(
    file(TRANSFER_SYNTAX.explicitBig, explicitBig(MODALITY, 'CS', ' MR '), explicitBig(0x00280010, 'US', [2, 0]))
  )
  // The second one changes nothing, the third one its transfer syntax.
  expect([...headers.takeBatch().changedCodes]).toEqual([2, 2, 2, 3])
})

test('the same bytes in two byte orders are two values', () => {
  const headers = reader()
  headers.readBytes(explicitFile(explicit(0x00280010, 'US', [0, 2])))
  headers.readBytes(file(TRANSFER_SYNTAX.explicitBig, explicitBig(0x00280010, 'US', [0, 2])))
  headers.readBytes(explicitFile(explicit(0x00280010, 'US', [0, 2])))
  const rows = new Tally().instances(headers.takeBatch()).map((cells) => cells[1][1])
  expect(rows).toEqual(['512', '2', '512'])
})

test('an attribute with two VRs is two local tags of one tag', () => {
  const headers = reader()
  for (const vr of ['SH', 'LO', 'SH']) headers.readBytes(explicitFile(explicit(0x00181030, vr, 'chest')))
  const batch = headers.takeBatch()
  expect(batch.newTags.map(({ tag, vr }) => `${tag} ${vr}`)).toEqual([
    '(0002,0010) UI',
    '(0018,1030) SH',
    '(0018,1030) LO'
  ])
  // The one that goes comes before the one that takes its place.
  expect([...batch.changedTags]).toEqual([0, 1, 1, 2, 2, 1])
  expect([...batch.changedCodes]).toEqual([2, 2, 0, 2, 0, 2])
})

function readIds(headers: HeaderReader, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    headers.readBytes(explicitFile(explicit(MODALITY, 'CS', 'MR'), explicit(PATIENT_ID, 'LO', `id ${i}`)))
  }
}

test('a tag with many values that hardly repeat turns plain for good', () => {
  const headers = reader(1 << 20)
  const tally = new Tally()
  readIds(headers, 0, 3000)
  const batch = headers.takeBatch()
  // 256 values in the dictionary, the further ones with the batch.
  expect(batch.newValueTexts.length).toBe(256 + 2)
  expect(batch.plainTexts.length).toBe(3000 - 256)
  expect(batch.changedCodes[3 + 255]).toBe(PLAIN)
  const ids = tally.instances(batch).map((cells) => cells[2][1])
  expect(ids).toEqual(Array.from({ length: 3000 }, (_, i) => `id ${i}`))

  readIds(headers, 0, 2)
  const next = headers.takeBatch()
  expect(next.newValueTexts).toEqual([])
  expect(next.plainTexts).toEqual(['id 0', 'id 1'])
})

test('a plain value that stays the same travels once a batch', () => {
  const headers = reader(1 << 20)
  readIds(headers, 0, 2100)
  headers.takeBatch()
  for (let i = 0; i < 3; i++) readIds(headers, 7, 8)
  const batch = headers.takeBatch()
  expect(batch.plainTexts).toEqual(['id 7'])
  expect([...batch.changedCodes]).toEqual([2, 2, PLAIN])
})

test('many values that do repeat stay in the dictionary', () => {
  const headers = reader(1 << 20)
  for (let i = 0; i < 2500; i++) for (let k = 0; k < 3; k++) readIds(headers, i, i + 1)
  const batch = headers.takeBatch()
  expect(batch.plainTexts).toEqual([])
  expect(batch.newValueTexts.length).toBe(2500 + 2)
})

test('over budget, the tags with the largest dictionaries turn plain; texts stay right', () => {
  const headers = reader(1 << 14)
  const tally = new Tally()
  const texts: string[] = []
  const plain: number[] = []
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < 300; i++) {
      const text = `value ${i} ${'x'.repeat(40)}`
      headers.readBytes(explicitFile(explicit(MODALITY, 'CS', i % 2 ? 'MR' : 'CT'), explicit(PATIENT_ID, 'LO', text)))
    }
    const batch = headers.takeBatch()
    plain.push(batch.plainTexts.length)
    texts.push(...tally.instances(batch).map((cells) => `${cells[1][1]} ${cells[2][1]}`))
  }
  const expected = Array.from({ length: 300 }, (_, i) => `${i % 2 ? 'MR' : 'CT'} value ${i} ${'x'.repeat(40)}`)
  expect(texts).toEqual([...expected, ...expected, ...expected, ...expected, ...expected])
  expect(plain.slice(1)).toEqual([300, 300, 300, 300])
})

/** Private elements of nobody, which no dictionary knows. */
const unknown = (count: number, group: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => explicit((group << 16) | (0x1000 + i) | 0, 'SH', 'x ')))

test('of a file with more unknown elements than any real one, those beyond are left out, their items too', () => {
  const headers = reader()
  const outcome = headers.readBytes(
    explicitFile(
      explicit(MODALITY, 'CS', 'MR'),
      unknown(1024, 0x0009),
      explicit(0x000b1000, 'SQ', item(explicit(MODALITY, 'CS', 'US'))),
      explicit(0x00100010, 'PN', 'Doe')
    )
  )
  expect(outcome).toMatchObject({ status: 'dicom', issues: [{ code: 'too-many-tags-in-file' }] })
  const [cells] = new Tally().instances(headers.takeBatch())
  expect(cells).toHaveLength(3 + 1024)
  expect(cells.at(-1)?.[0].keyword).toBe('PatientName')
})

test('what one file leaves out does not hang on the files before it', () => {
  const headers = reader()
  const tally = new Tally()
  const read = (...dataSet: Buffer[]) => {
    headers.readBytes(explicitFile(...dataSet))
    return tally.instances(headers.takeBatch())[0].map(([{ tag }]) => tag)
  }
  // The same elements are left out where they were met in another file, which had room for them.
  const alone = read(unknown(1000, 0x0009), unknown(100, 0x000b))
  read(unknown(100, 0x000b))
  expect(read(unknown(1000, 0x0009), unknown(100, 0x000b))).toEqual(alone)
  expect(alone).toHaveLength(1 + 1024)
})

test('a reader that remembers too many tags begins anew, and says so', () => {
  const headers = reader(1 << 20)
  const tally = new Tally()
  let restarts = 0
  for (let i = 0; i < 150; i++) {
    headers.readBytes(explicitFile(explicit(MODALITY, 'CS', `M${i % 3}`), unknown(1000, 0x0009 + 2 * i)))
    if (i % 10 < 9 && !headers.isFull) continue
    const batch = headers.takeBatch()
    if (batch.restarts) restarts++
    const cells = tally.instances(batch).at(-1)!
    expect(cells).toHaveLength(2 + 1000)
    expect(cells[1][1]).toBe(`M${i % 3}`)
    expect(cells.at(-1)![0].tag).toBe(`(${(0x0009 + 2 * i).toString(16).toUpperCase().padStart(4, '0')},13E7)`)
    expect(tally.definitions.length).toBeLessThan(65_536 + 1100)
  }
  expect(restarts).toBe(2)
})
