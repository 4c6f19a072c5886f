import { expect, test } from 'vitest'
import type { ColumnValues, TagSource, TagId } from '../../../src/core/catalogue/types.ts'
import { classesOf, contextOf } from '../../../src/core/features/classes.ts'

/** A catalogue of tags, each with a code (0 absent, 1 empty) for each instance. */
function source(tags: Record<string, { codes: number[]; texts: string[] }>): TagSource {
  const keywords = Object.keys(tags)
  const column = (id: number, instances: Uint32Array): ColumnValues => {
    const { codes, texts } = tags[keywords[id]]
    return { codes: Uint32Array.from(instances, (instance) => codes[instance]), texts }
  }
  const all = keywords.map((keyword, id) => ({
    id: id as TagId,
    tag: '(0000,0000)',
    path: '',
    keyword,
    privateCreator: '',
    vr: 'CS'
  }))
  return { tags: () => all, column } as Partial<TagSource> as TagSource
}

const catalogue = (keyword: string, codes: number[], texts: string[]): TagSource =>
  source({ [keyword]: { codes, texts } })

test('spellings of a body part are one class, and missing ones are none', () => {
  const bodyParts = catalogue('BodyPartExamined', [2, 3, 0, 4, 1], ['', '', 'T_SPINE', 'HEAD', 'TSPINE'])
  const { codes, names } = classesOf(bodyParts, 'BodyPartExamined', Uint32Array.of(0, 1, 2, 3, 4))
  expect([...codes]).toEqual([0, 1, -1, 0, -1])
  expect(names).toEqual(['T_SPINE', 'HEAD'])
})

test('a catalogue without the tag has no classes', () => {
  const { codes, names } = classesOf(catalogue('KVP', [2], ['', '', '120']), 'Modality', Uint32Array.of(0))
  expect([...codes]).toEqual([-1])
  expect(names).toEqual([])
})

test('a scanner is a manufacturer and a model, and one without either is another', () => {
  const { scanner, modality } = contextOf(
    source({
      Manufacturer: { codes: [2, 2, 2, 3], texts: ['', '', 'Acme', 'Beta'] },
      ManufacturerModelName: { codes: [2, 3, 2, 0], texts: ['', '', 'One', 'Two'] },
      Modality: { codes: [2, 2, 0, 2], texts: ['', '', 'CT'] }
    }),
    Uint32Array.of(0, 1, 2, 3)
  )
  expect([...scanner.codes]).toEqual([0, 1, 0, 2])
  expect([...modality.codes]).toEqual([1, 1, 0, 1])
})
