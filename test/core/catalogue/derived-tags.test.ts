import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { type Catalogue, openForWriting } from '../../../src/core/catalogue/database.ts'
import { DUPLICATE, DERIVED_TAGS, isDerived } from '../../../src/core/catalogue/derived-names.ts'
import { writeDerived } from '../../../src/core/catalogue/derived-tags.ts'
import { settleDuplicates } from '../../../src/core/catalogue/duplicate-groups.ts'
import { LiveSet } from '../../../src/core/catalogue/live.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { nextRevision, revisionOf, updateSummary } from '../../../src/core/catalogue/summary.ts'
import { imagesWhere } from '../../../src/core/features/where.ts'
import { appendHeaders, temporaryFolder } from './synthetic.ts'

function catalogueOf(images: number): Catalogue {
  const catalogue = openForWriting(join(temporaryFolder(), 'catalogue.sqlite'), 'test')
  append(catalogue, images)
  return catalogue
}

function append(catalogue: Catalogue, images: number): void {
  const before = new CatalogueReader(catalogue.db).capacity
  appendHeaders(
    catalogue,
    Array.from({ length: images }, (_, i) => ({ SOPInstanceUID: `1.2.${before + i}`, Rows: '8', Modality: 'CT' }))
  )
}

function valuesOf({ db }: Catalogue, keyword: string): (string | null)[] {
  const reader = new CatalogueReader(db)
  const { codes, texts } = reader.column(reader.find(keyword)!.id, reader.live())
  return Array.from(codes, (code) => (code === 0 ? null : texts[code]))
}

function remove({ db }: Catalogue, ...instances: number[]): void {
  db.transaction(() => {
    const live = new LiveSet(db, new CatalogueReader(db).capacity)
    for (const instance of instances) live.remove(instance)
    live.save()
    nextRevision(db)
  })()
}

test('no file can hold a derived tag: its digits are none, and no keyword of the standard is among them', () => {
  const standard = readFileSync(new URL('../../../node_modules/dcmjs/build/dcmjs.es.js', import.meta.url), 'utf8')
  expect(standard).toContain('"Modality"')
  for (const { tag, keyword } of DERIVED_TAGS) {
    expect(tag).not.toMatch(/^\([0-9A-F]{4},[0-9A-Fx]{4}\)$/)
    expect(isDerived({ tag })).toBe(true)
    expect(standard).not.toContain(`"${keyword}"`)
  }
  expect(isDerived({ tag: '(0008,0060)' })).toBe(false)
})

test('values are read, counted and asked for as those of any other tag; the check finds nothing', async () => {
  const catalogue = catalogueOf(5)
  const before = revisionOf(catalogue.db)
  writeDerived(catalogue.db, { PictureContent: (instance) => [null, 'normal', 'constant', 'constant', null][instance] })
  expect(revisionOf(catalogue.db)).toBe(before + 1)
  await updateSummary(catalogue)
  const reader = new CatalogueReader(catalogue.db)
  const tag = reader.find('PictureContent')!
  expect(tag).toMatchObject({ tag: '(derived,0001)', path: '', privateCreator: '', vr: 'CS' })
  expect(reader.frequency(tag, reader.live(), 9)).toMatchObject({ present: 3, nonEmpty: 3, distinct: 2 })
  const where = [{ tag: 'PictureContent', operator: 'is' as const, value: 'constant' }]
  expect([...imagesWhere(reader, where)]).toEqual([2, 3])
  expect((await check(catalogue)).findings.filter(({ code }) => code.startsWith('damaged'))).toEqual([])
  catalogue.close()
})

test('writing again replaces values and keeps the tag; the others stay as they were', () => {
  const catalogue = catalogueOf(3)
  writeDerived(catalogue.db, { PictureContent: () => 'normal', PictureShape: () => 'tiny' })
  const { id } = new CatalogueReader(catalogue.db).find('PictureContent')!
  writeDerived(catalogue.db, { PictureContent: (instance) => (instance === 1 ? 'constant' : null) })
  expect(new CatalogueReader(catalogue.db).find('PictureContent')!.id).toBe(id)
  expect(valuesOf(catalogue, 'PictureContent')).toEqual([null, 'constant', null])
  expect(valuesOf(catalogue, 'PictureShape')).toEqual(['tiny', 'tiny', 'tiny'])
  catalogue.close()
})

test('images that a scan appends later have none, also in a chunk that was begun before, and new tags get numbers of their own', () => {
  const catalogue = catalogueOf(2)
  writeDerived(catalogue.db, { PictureContent: () => 'normal' })
  append(catalogue, 5000)
  const values = valuesOf(catalogue, 'PictureContent')
  expect(values.slice(0, 3)).toEqual(['normal', 'normal', null])
  expect(values.filter((value) => value !== null)).toHaveLength(2)
  writeDerived(catalogue.db, { PictureContent: (instance) => (instance === 4999 ? 'constant' : 'normal') })
  expect(valuesOf(catalogue, 'PictureContent')[4999]).toBe('constant')
  expect(valuesOf(catalogue, 'PictureContent').filter((value) => value === 'normal')).toHaveLength(5001)
  catalogue.close()
})

test('a tag of tens of thousands of values survives a scan that gives its dictionary up', () => {
  const catalogue = catalogueOf(20_000)
  writeDerived(catalogue.db, { PictureDuplicateGroup: (instance) => String(instance) })
  append(catalogue, 1)
  const values = valuesOf(catalogue, 'PictureDuplicateGroup')
  expect([values[0], values[19_999], values[20_000]]).toEqual(['0', '19999', null])
  writeDerived(catalogue.db, { PictureDuplicateGroup: () => '1' })
  append(catalogue, 1)
  expect(valuesOf(catalogue, 'PictureDuplicateGroup').filter((value) => value === '1')).toHaveLength(20_001)
  catalogue.close()
})

test('where images of a group are gone, the first one left represents it; one that is left alone is unique', () => {
  const catalogue = catalogueOf(7)
  const roles = [
    'representative',
    'near duplicate',
    'exact copy',
    'representative',
    'exact copy',
    'unique',
    'not compared'
  ]
  const groups = ['1', '1', '1', '2', '2', null, null]
  writeDerived(catalogue.db, {
    PictureDuplicate: (instance) => roles[instance],
    PictureDuplicateGroup: (instance) => groups[instance]
  })
  remove(catalogue, 0, 3)
  settleDuplicates(catalogue.db)
  expect(valuesOf(catalogue, 'PictureDuplicate')).toEqual([
    DUPLICATE.representative,
    DUPLICATE.exact,
    DUPLICATE.unique,
    DUPLICATE.unique,
    DUPLICATE.none
  ])
  expect(valuesOf(catalogue, 'PictureDuplicateGroup')).toEqual(['1', '1', null, null, null])
  catalogue.close()
})

test('settling changes nothing where no image is gone, nor in a catalogue without duplicates', () => {
  const catalogue = catalogueOf(2)
  settleDuplicates(catalogue.db)
  expect(new CatalogueReader(catalogue.db).find('PictureDuplicate')).toBeUndefined()
  writeDerived(catalogue.db, {
    PictureDuplicate: (instance) => [DUPLICATE.representative, DUPLICATE.near][instance],
    PictureDuplicateGroup: () => '1'
  })
  const revision = revisionOf(catalogue.db)
  settleDuplicates(catalogue.db)
  expect(revisionOf(catalogue.db)).toBe(revision)
  catalogue.close()
})
