import { beforeEach, describe, expect, test } from 'vitest'
import fc from '../../../fast-check.ts'
import { openReader } from '../../../../src/core/catalogue/corrections/column-source.ts'
import { addCorrection, lastCorrection } from '../../../../src/core/catalogue/corrections/log.ts'
import type { Catalogue } from '../../../../src/core/catalogue/database.ts'
import { decideMappings } from '../../../../src/core/catalogue/mappings.ts'
import { CatalogueReader } from '../../../../src/core/catalogue/reader.ts'
import { AS_IN_FILES, type TagId } from '../../../../src/core/catalogue/types.ts'
import type { CorrectionChange, Decision } from '../../../../src/core/catalogue/stored/correction.ts'
import { SUMMARY_TOP, readSummary, updateSummary } from '../../../../src/core/catalogue/summary.ts'
import { appendHeaders, newCatalogue } from '../synthetic.ts'
import { CORRECTION } from '../stored/examples.ts'

const PARTS = ['HEAD', 'HEAD', 'CHEST', '', undefined, 'KNEE']
let catalogue: Catalogue
let tag: TagId
let all: Uint32Array

beforeEach(() => {
  catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    PARTS.map((part, i) => ({ SOPInstanceUID: `1.${i}`, Rows: '8', BodyPartExamined: part }))
  )
  const reader = new CatalogueReader(catalogue.db)
  tag = reader.find('BodyPartExamined')!.id
  all = reader.live()
})

/** Decides about images. @returns the number of the entry */
function decide(kind: Decision['kind'], value: string, instances: readonly number[]): number {
  const change = { ...CORRECTION.change, kind, value, images: instances.length } as CorrectionChange
  return addCorrection(catalogue.db, { ...CORRECTION, tag, change }, [{ tag, instances }])
}

function again(kind: 'undo' | 'redo', entry: number): void {
  addCorrection(catalogue.db, { ...CORRECTION, tag, change: { kind, entry } }, [])
}

/** Values by image; null where it has none. */
function values(reader = openReader(catalogue.db), instances = all): (string | null)[] {
  const { codes, texts } = reader.column(tag, instances)
  return Array.from(codes, (code) => (code < 2 ? null : texts[code]))
}

const FOUND = ['HEAD', 'HEAD', 'CHEST', null, null, 'KNEE']

describe('values of images', () => {
  test('are those of the files where nobody has decided anything', () => {
    expect(values()).toEqual(FOUND)
  })

  test('are those that somebody accepted; of an empty value there is none any more', () => {
    decide('accept', 'SKULL', [1, 2, 4])
    decide('accept', '', [5])
    expect(values()).toEqual(['HEAD', 'SKULL', 'SKULL', null, 'SKULL', null])
  })

  test('of several decisions the last one counts, and a rejection is one for what the file says', () => {
    decide('accept', 'SKULL', [0, 1, 2])
    decide('accept', 'NECK', [1, 2])
    decide('reject', 'FOOT', [2])
    expect(values().slice(0, 3)).toEqual(['SKULL', 'NECK', 'CHEST'])
  })

  test('a skipped image keeps what was decided before', () => {
    decide('accept', 'SKULL', [0])
    decide('skip', 'FOOT', [0, 1])
    expect(values().slice(0, 2)).toEqual(['SKULL', 'HEAD'])
  })

  test('words that people gave are read by mappings of words, as those of files are', () => {
    decide('accept', 'SKULL', [2, 3])
    const { tag: number, keyword } = new CatalogueReader(catalogue.db).find('BodyPartExamined')!
    const place = { name: keyword, tag: number, path: '', keyword, privateCreator: '' }
    const mapping = { kind: 'synonym' as const, ...place, from: ['HEAD', 'SKULL'], to: 'KOPF' }
    decideMappings(catalogue.db, { author: 'Ann', program: '1' }, 'accept', [mapping])
    expect(values()).toEqual(['KOPF', 'KOPF', 'KOPF', 'KOPF', null, 'KNEE'])
  })

  test('numbers that people gave stay as they are where those of a site are in another unit', () => {
    const { id, tag: number, keyword } = new CatalogueReader(catalogue.db).find('Rows')!
    tag = id
    decide('accept', '5', [0, 1])
    const place = { name: keyword, tag: number, path: '', keyword, privateCreator: '' }
    const mapping = { kind: 'unit' as const, ...place, sources: [1], modality: null, scale: 10, offset: 0 }
    decideMappings(catalogue.db, { author: 'Ann', program: '1' }, 'accept', [mapping])
    expect(values()).toEqual(['5', '5', '80', '80', '80', '80'])
  })

  test('an undone decision has no effect until it is redone', () => {
    decide('accept', 'SKULL', [0])
    const last = decide('accept', 'NECK', [0])
    again('undo', last)
    expect(values()[0]).toBe('SKULL')
    again('redo', last)
    expect(values()[0]).toBe('NECK')
  })

  test('a skip can be undone like any other decision', () => {
    decide('accept', 'SKULL', [0])
    again('undo', decide('skip', 'NECK', [0]))
    expect(values()[0]).toBe('SKULL')
  })

  test('are those of the files for whoever wants them, and those of an earlier time', () => {
    const first = decide('accept', 'SKULL', [0])
    decide('accept', 'NECK', [0])
    expect(values(openReader(catalogue.db, AS_IN_FILES))).toEqual(FOUND)
    expect(values(openReader(catalogue.db, { corrections: first, mappings: 0 }))[0]).toBe('SKULL')
    expect(openReader(catalogue.db).basis).toEqual({ corrections: 2, mappings: 0 })
  })

  test('stay what they were for a reader until it takes in what was decided since', () => {
    const reader = openReader(catalogue.db)
    decide('accept', 'SKULL', [0])
    expect(values(reader)[0]).toBe('HEAD')
    expect(reader.refresh()).toEqual([tag])
    expect(values(reader)[0]).toBe('SKULL')
  })
})

describe('frequencies', () => {
  test('count corrected values', () => {
    decide('accept', 'SKULL', [1, 4])
    decide('accept', '', [5])
    const reader = openReader(catalogue.db)
    expect(reader.values(tag, all)).toEqual([
      { value: 'SKULL', count: 2 },
      { value: 'CHEST', count: 1 },
      { value: 'HEAD', count: 1 }
    ])
    expect(reader.frequency(reader.tag(tag), all, 1)).toMatchObject({
      present: 6,
      nonEmpty: 4,
      distinct: 3,
      top: [{ value: 'SKULL', count: 2 }]
    })
    expect(reader.corrected(tag, all)).toBe(3)
  })

  test('of the summary count them, too, and the summary itself stays as the files are', async () => {
    decide('accept', 'SKULL', [0, 1])
    await updateSummary(catalogue)
    const of = (reader: CatalogueReader) => readSummary(reader)!.tags.find((each) => each.tag.id === tag)!.top[0]
    expect(of(openReader(catalogue.db))).toEqual({ value: 'SKULL', count: 2 })
    expect(of(openReader(catalogue.db, AS_IN_FILES))).toEqual({ value: 'HEAD', count: 2 })
    expect(SUMMARY_TOP).toBeGreaterThan(1)
  })

  test('a corrected value is found, and the one that it replaced is not', () => {
    decide('accept', 'SKULL', [2])
    const reader = openReader(catalogue.db)
    const look = (sought: string) =>
      reader.look(
        reader.tag(tag),
        0,
        {
          holds: (text) => text === sought,
          mayHold: (text) => text.includes(sought.toLowerCase()),
          mayBeNumber: false
        },
        10,
        { characters: 1e6 }
      ).values
    expect([look('SKULL'), look('CHEST')]).toEqual([['SKULL'], []])
  })
})

test('whatever is decided, undone and redone, values are those of the last decision that has an effect', () => {
  const decision = fc.record({
    kind: fc.constantFrom('accept' as const, 'reject' as const, 'skip' as const),
    value: fc.constantFrom('', 'A', 'B', 'HEAD'),
    instances: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1 })
  })
  const step = fc.oneof(decision, fc.constantFrom('undo' as const, 'redo' as const))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      catalogue.db.exec('DELETE FROM correction; DELETE FROM correction_chunk')
      const done: { id: number; kind: string; value: string; instances: number[] }[] = []
      const undone: typeof done = []
      for (const each of steps) {
        if (typeof each === 'string') {
          const [from, to] = each === 'undo' ? [done, undone] : [undone, done]
          const last = from.pop()
          if (last === undefined) continue
          again(each, last.id)
          to.push(last)
        } else {
          const instances = each.instances.toSorted((a, b) => a - b)
          done.push({ ...each, id: decide(each.kind, each.value, instances), instances })
          undone.length = 0
        }
      }
      const expected = FOUND.map((found, i) => {
        const last = done.findLast(({ kind, instances }) => kind !== 'skip' && instances.includes(i))
        return last?.kind === 'accept' ? last.value || null : found
      })
      const reader = openReader(catalogue.db)
      expect(values(reader)).toEqual(expected)
      expect(reader.corrected(tag, all)).toBe(expected.filter((value, i) => value !== FOUND[i]).length)
      const nonEmpty = expected.filter((value) => value !== null).length
      expect(reader.frequency(reader.tag(tag), all, 0).nonEmpty).toBe(nonEmpty)
      expect(reader.basis.corrections).toBe(lastCorrection(catalogue.db))
    })
  )
})
