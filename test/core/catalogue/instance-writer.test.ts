import { expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { CHUNK } from '../../../src/core/catalogue/chunks.ts'
import { type Catalogue, writeMeta } from '../../../src/core/catalogue/database.ts'
import { FileTable } from '../../../src/core/catalogue/file-table.ts'
import { InstanceWriter } from '../../../src/core/catalogue/instance-writer.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { settleVrs } from '../../../src/core/catalogue/settle-vrs.ts'
import { type HeaderBatch, PLAIN } from '../../../src/core/dicom/batch.ts'
import fc from '../../fast-check.ts'
import { appendHeaders, batchOf, type Header, newCatalogue } from './synthetic.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

const many = (count: number, header: (i: number) => Header): Header[] =>
  Array.from({ length: count }, (_, i) => header(i))

/** Values of a tag by instance; undefined = absent. */
function valuesOf(catalogue: Catalogue, keyword: string): (string | undefined)[] {
  const reader = new CatalogueReader(catalogue.db)
  const { codes, texts } = reader.column(reader.find(keyword)!.id, reader.live())
  return Array.from(codes, (code) => (code === 0 ? undefined : texts[code]))
}

/** What is stored of a tag: for each chunk its number, and the rows that are absent and empty. */
const storedOf = (catalogue: Catalogue, keyword: string) =>
  catalogue.db
    .prepare('SELECT chunk, absent, empty FROM column JOIN tag ON tag.id = column.tag WHERE keyword = ? ORDER BY chunk')
    .raw()
    .all(keyword)

async function columnFindings(catalogue: Catalogue) {
  const { findings } = await check(catalogue)
  return findings.filter(({ code }) => code === 'damaged-column')
}

test.each([CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1])(
  'of %i instances each keeps its own values, its place and its SOP Instance UID',
  async (count) => {
    const catalogue = newCatalogue()
    appendHeaders(
      catalogue,
      many(count, (i) => ({ SOPInstanceUID: `1.${i}`, Modality: i % 3 === 0 ? 'CT' : 'MR', EchoTime: String(i >> 6) }))
    )
    const ids = [0, CHUNK - 2, CHUNK - 1, CHUNK, 2 * CHUNK - 1, 2 * CHUNK].filter((id) => id < count)
    const uids = valuesOf(catalogue, 'SOPInstanceUID')
    expect(uids).toHaveLength(count)
    expect(ids.map((id) => uids[id])).toEqual(ids.map((id) => `1.${id}`))
    const echoTimes = valuesOf(catalogue, 'EchoTime')
    expect(ids.map((id) => echoTimes[id])).toEqual(ids.map((id) => String(id >> 6)))
    const writer = new InstanceWriter(catalogue.db)
    expect(ids.map((id) => writer.location(id).name)).toEqual(ids.map((id) => `IM${id}`))
    expect(ids.map((id) => writer.find(`1.${id}`))).toEqual(ids)
    expect(writer.full).toBe(false)
    expect(await columnFindings(catalogue)).toEqual([])
  }
)

test('a value that holds over the end of a chunk holds in the next one, and ends with its instance', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(CHUNK + 2, (i) => (i <= CHUNK ? { Modality: 'CT', ImageType: '' } : { Modality: 'MR' }))
  )
  expect(valuesOf(catalogue, 'Modality').slice(CHUNK - 1)).toEqual(['CT', 'CT', 'MR'])
  expect(valuesOf(catalogue, 'ImageType').slice(CHUNK - 1)).toEqual(['', '', undefined])
  expect(storedOf(catalogue, 'Modality')).toEqual([
    [0, 0, 0],
    [1, 0, 0]
  ])
  expect(storedOf(catalogue, 'ImageType')).toEqual([
    [0, 0, CHUNK],
    [1, 1, 1]
  ])
})

test('a second scan fills the chunk that the first one left short, and what only one of them has is absent in the other', async () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(3, (i) => ({ SOPInstanceUID: `1.${i}`, Modality: 'CT', EchoTime: '90' }))
  )
  appendHeaders(
    catalogue,
    many(CHUNK - 1, (i) => ({ SOPInstanceUID: `2.${i}`, Modality: 'MR', FlipAngle: '7' }))
  )
  expect(valuesOf(catalogue, 'Modality')).toEqual([
    ...Array<string>(3).fill('CT'),
    ...Array<string>(CHUNK - 1).fill('MR')
  ])
  expect(storedOf(catalogue, 'EchoTime')).toEqual([[0, CHUNK - 3, 0]])
  expect(storedOf(catalogue, 'FlipAngle')).toEqual([
    [0, 3, 0],
    [1, 0, 0]
  ])
  const writer = new InstanceWriter(catalogue.db)
  expect([2, 3, CHUNK, CHUNK + 1].map((id) => writer.location(id).name)).toEqual([
    'IM2',
    'IM0',
    `IM${CHUNK - 3}`,
    `IM${CHUNK - 2}`
  ])
  expect(await columnFindings(catalogue)).toEqual([])
})

test('a tag that turns high-cardinality in a chunk that is being filled up keeps what was stored of it', async () => {
  const catalogue = newCatalogue()
  const first = many(500, (i): Header => {
    if (i === 7) return {}
    return { ImageComments: i === 8 ? '' : `a${i % 100}` }
  })
  const second = many(3000, (i): Header => (i === 9 ? {} : { ImageComments: i === 10 ? '' : `b${i}` }))
  appendHeaders(catalogue, first)
  expect(catalogue.db.prepare('SELECT high_cardinality FROM tag').pluck().all()).toEqual([0])
  appendHeaders(catalogue, second)
  expect(catalogue.db.prepare('SELECT high_cardinality FROM tag').pluck().all()).toEqual([1])
  appendHeaders(
    catalogue,
    many(700, (i): Header => (i === 1 ? {} : { ImageComments: `c${i}` }))
  )
  const third = many(700, (i): Header => (i === 1 ? {} : { ImageComments: `c${i}` }))
  expect(valuesOf(catalogue, 'ImageComments')).toEqual(
    [...first, ...second, ...third].map(({ ImageComments }) => ImageComments)
  )
  expect(storedOf(catalogue, 'ImageComments')).toEqual([
    [0, 3, 2],
    [1, 0, 0]
  ])
  expect(await columnFindings(catalogue)).toEqual([])
})

test('however the instances are cut into scans, flushes and batches of several workers, each keeps its values', () => {
  const value = fc.oneof(fc.constantFrom(undefined, '', 'CT', 'MR'), fc.nat(1e6).map(String))
  const header = fc.record({ Modality: value, ImageComments: value })
  // Repeated, so that chunks are filled; few of them, so that it is quick.
  const batch = fc.record({
    worker: fc.nat(2),
    headers: fc.array(header, { minLength: 1, maxLength: 4 }),
    repeat: fc.constantFrom(1, 3, 900),
    then: fc.constantFrom('go on', 'flush', 'next scan')
  })
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 8 }), (batches) => {
      const catalogue = newCatalogue()
      const { db } = catalogue
      let writer = new InstanceWriter(db)
      const flush = () => db.transaction(() => writer.flush())()
      const expected: Header[] = []
      let worker = 0
      for (const { headers, repeat, then } of batches) {
        const all = Array.from({ length: repeat }, () => headers).flat()
        const made = batchOf(all)
        writer.beginBatch(++worker, made)
        all.forEach((each, i) => {
          writer.append(worker, made, i, 1, `IM${expected.length}`, '')
          expected.push(each)
          if (writer.full) flush()
        })
        if (then !== 'go on') flush()
        if (then === 'next scan') writer = new InstanceWriter(db)
      }
      flush()
      const reader = new CatalogueReader(db)
      for (const { id, keyword } of reader.tags()) {
        const { codes, texts } = reader.column(id, reader.live())
        const wrong = expected.flatMap((each, i) =>
          (codes[i] === 0 ? undefined : texts[codes[i]]) === each[keyword] ? [] : [i]
        )
        expect([keyword, wrong]).toEqual([keyword, []])
      }
      catalogue.close()
    }),
    { numRuns: 15 }
  )
})

/** One worker's batch of one tag: local codes by instance, what is new beside it. */
function batch(codes: number[], news: Partial<HeaderBatch> = {}): HeaderBatch {
  return {
    newTags: [],
    newValueTags: new Uint32Array(),
    newValueTexts: [],
    instances: codes.length,
    offsets: Uint32Array.from({ length: codes.length + 1 }, (_, i) => i),
    changedTags: new Uint32Array(codes.length),
    changedCodes: Uint32Array.from(codes),
    plainTexts: [],
    ...news
  }
}

const MODALITY = { tag: '(0008,0060)', path: '', keyword: 'Modality', privateCreator: '', vr: 'CS' }

test('before the first instance of a batch every tag is absent, whatever held in the batch before', () => {
  const catalogue = newCatalogue()
  const writer = new InstanceWriter(catalogue.db)
  const one = batch([2], { newTags: [MODALITY], newValueTags: Uint32Array.of(0), newValueTexts: ['CT'] })
  writer.beginBatch(1, one)
  writer.append(1, one, 0, 1, 'a', '')
  const two = { ...batch([]), instances: 1, offsets: Uint32Array.of(0, 0) }
  writer.beginBatch(1, two)
  writer.append(1, two, 0, 1, 'b', '')
  const three = batch([2])
  writer.beginBatch(1, three)
  writer.append(1, three, 0, 1, 'c', '')
  writer.flush()
  expect(valuesOf(catalogue, 'Modality')).toEqual(['CT', undefined, 'CT'])
})

test('what changes with an instance that is passed over holds for those behind it', () => {
  const catalogue = newCatalogue()
  const writer = new InstanceWriter(catalogue.db)
  const one = {
    ...batch([2, 3], {
      newTags: [MODALITY],
      newValueTags: Uint32Array.of(0, 0),
      newValueTexts: ['CT', 'MR'],
      instances: 3
    }),
    offsets: Uint32Array.of(0, 1, 2, 2)
  }
  writer.beginBatch(1, one)
  writer.append(1, one, 0, 1, 'a', '')
  writer.skip(1, one, 1)
  writer.append(1, one, 2, 1, 'c', '')
  writer.flush()
  expect(valuesOf(catalogue, 'Modality')).toEqual(['CT', 'MR'])
})

test('workers number the same values differently, and a tag may be plain to one and not to another', () => {
  const catalogue = newCatalogue()
  const writer = new InstanceWriter(catalogue.db)
  const first = batch([2, 3], {
    newTags: [MODALITY],
    newValueTags: Uint32Array.of(0, 0),
    newValueTexts: ['CT', 'MR']
  })
  const second = batch([2, PLAIN, 3, 1], {
    newTags: [MODALITY],
    newValueTags: Uint32Array.of(0, 0),
    newValueTexts: ['MR', 'US'],
    plainTexts: ['CT']
  })
  writer.beginBatch(1, first)
  first.changedCodes.forEach((_, i) => writer.append(1, first, i, 1, `a${i}`, ''))
  writer.beginBatch(2, second)
  second.changedCodes.forEach((_, i) => writer.append(2, second, i, 1, `b${i}`, ''))
  writer.flush()
  expect(valuesOf(catalogue, 'Modality')).toEqual(['CT', 'MR', 'MR', 'CT', 'US', ''])
  const reader = new CatalogueReader(catalogue.db)
  expect(reader.tags()).toHaveLength(1)
  expect(reader.values(1 as TagId, reader.live())).toEqual([
    { value: 'CT', count: 2 },
    { value: 'MR', count: 2 },
    { value: 'US', count: 1 }
  ])
})

test('the VR of a tag is that of most live instances, and UN only where all have that', () => {
  const catalogue = newCatalogue()
  const unknown = { ...MODALITY, vr: 'UN' }
  const vr = () => catalogue.db.prepare('SELECT vr FROM tag').pluck().all()
  const append = (writer: InstanceWriter, worker: number, definition: typeof MODALITY) => {
    const made = batch([1], { newTags: [definition] })
    writer.beginBatch(worker, made)
    writer.append(worker, made, 0, 1, `IM${worker}`, '')
  }
  let revision = 0
  const settle = () => {
    writeMeta(catalogue.db, 'revision', ++revision)
    settleVrs(catalogue.db)
  }
  const remove = (...instances: number[]) => {
    const { live } = new InstanceWriter(catalogue.db)
    for (const instance of instances) live.remove(instance)
    live.save()
    settle()
  }
  const scan = (...definitions: (typeof MODALITY)[]) => {
    const writer = new InstanceWriter(catalogue.db)
    definitions.forEach((definition, i) => append(writer, i, definition))
    writer.flush()
    settle()
  }
  scan(unknown)
  expect(vr()).toEqual(['UN'])
  scan(MODALITY)
  expect(vr()).toEqual(['CS'])
  scan(unknown)
  expect(vr()).toEqual(['CS'])
  // One has CS, one LO: the first by name.
  scan({ ...MODALITY, vr: 'LO' })
  expect(vr()).toEqual(['CS'])
  scan({ ...MODALITY, vr: 'LO' }, unknown, unknown)
  expect(vr()).toEqual(['LO'])
  remove(3, 4)
  expect(vr()).toEqual(['CS'])
  remove(1)
  expect(vr()).toEqual(['UN'])
})

test('an instance that waits to be written is found until it is removed', () => {
  const { db } = newCatalogue()
  const writer = new InstanceWriter(db)
  const made = batchOf([{ SOPInstanceUID: '1.1' }])
  writer.beginBatch(1, made)
  const id = writer.append(1, made, 0, 1, 'a', '1.1')
  expect([writer.pending, writer.find('1.1'), writer.location(id)]).toEqual([1, 0, { dir: 1, name: 'a' }])
  writer.live.remove(id)
  expect(writer.find('1.1')).toBeUndefined()
})

test('names that are not UTF-8, and two scans of one chunk, keep their places', () => {
  const catalogue = newCatalogue()
  const name = Buffer.from([0x66, 0xfc, 0x72])
  const table = new FileTable(catalogue.db)
  table.dir(1, 'a')
  table.flush()
  for (const [dir, each] of [[1, name] as const, [2, 'b'] as const]) {
    const writer = new InstanceWriter(catalogue.db)
    const made = batchOf([{}])
    writer.beginBatch(1, made)
    const id = writer.append(1, made, 0, dir, each, '')
    expect(writer.location(id)).toEqual({ dir, name: each })
    writer.flush()
    expect(writer.location(id)).toEqual({ dir, name: each })
  }
  expect(new InstanceWriter(catalogue.db).location(0)).toEqual({ dir: 1, name })
})

test('an instance is found where it lies, also when it came into a chunk that was looked at before', () => {
  const writer = new InstanceWriter(newCatalogue().db)
  const places = ['a', 'b'].map((name, id) => {
    const made = batchOf([{}])
    writer.beginBatch(id, made)
    writer.append(id, made, 0, 1, name, '')
    writer.flush()
    return writer.location(id).name
  })
  expect(places).toEqual(['a', 'b'])
})

test('where all dictionaries together are large, those of more than 2,048 values are given up', () => {
  const tags = 101
  /** @param text of a tag in a row; the first tag is the one that matters, the others fill the memory */
  const scan = (count: number, text: (tag: number, row: number) => string) => {
    const catalogue = newCatalogue()
    const writer = new InstanceWriter(catalogue.db)
    for (let first = 0; first < count; first += CHUNK) {
      const rows = Math.min(CHUNK, count - first)
      const made: HeaderBatch = {
        newTags: first > 0 ? [] : Array.from({ length: tags }, (_, tag) => ({ ...MODALITY, tag: `(0009,xx${tag})` })),
        newValueTags: new Uint32Array(),
        newValueTexts: [],
        instances: rows,
        offsets: Uint32Array.from({ length: rows + 1 }, (_, i) => i * tags),
        changedTags: Uint32Array.from({ length: rows * tags }, (_, i) => i % tags),
        changedCodes: Uint32Array.from({ length: rows * tags }, (_, i) => PLAIN + i),
        plainTexts: Array.from({ length: rows * tags }, (_, i) => text(i % tags, first + Math.floor(i / tags)))
      }
      writer.beginBatch(1, made)
      for (let i = 0; i < rows; i++) writer.append(1, made, i, 1, '', '')
      catalogue.db.transaction(() => writer.flush())()
    }
    return catalogue.db.prepare('SELECT high_cardinality FROM tag WHERE id = 1').pluck().get()
  }
  // 2,100 values, each of them three times or more.
  const repeating = (row: number) => String(row < CHUNK ? row % 2000 : row % 2100)
  expect(scan(CHUNK + 2100, (tag, row) => (tag === 0 ? repeating(row) : 'x'))).toBe(0)
  expect(scan(CHUNK + 2100, (tag, row) => (tag === 0 ? repeating(row) : row < CHUNK ? `${row}` : 'x'))).toBe(1)
})
