import { expect, test } from 'vitest'
import type { ColumnValues, TagSource } from '../../../src/core/catalogue/types.ts'
import { BODY_PART, groupsOf, MODALITY, withoutTarget } from '../../../src/core/evaluation/target.ts'
import type { Feature } from '../../../src/core/catalogue/stored/features.ts'

/** A catalogue of one tag, with a code (0 absent, 1 empty) for each instance. */
function catalogue(keyword: string, codes: number[], texts: string[]): TagSource {
  const tag = { id: 1, tag: '(0000,0000)', path: '', keyword, privateCreator: '', vr: 'CS' }
  const column = (_: number, instances: Uint32Array): ColumnValues => ({
    codes: Uint32Array.from(instances, (instance) => codes[instance]),
    texts
  })
  return { tags: () => [tag], column } as Partial<TagSource> as TagSource
}

const feature = (keyword: string, path = ''): Feature => ({ keyword, path, name: keyword }) as Feature

test('the SOP Class gives the modality away', () => {
  const { kept, leftOut } = withoutTarget([feature('Modality'), feature('KVP'), feature('SOPClassUID')], MODALITY)
  expect(kept.map(({ keyword }) => keyword)).toEqual(['KVP'])
  expect(leftOut).toEqual(['Modality', 'SOPClassUID'])
})

test.each(['SourceImageSequence', 'ReferencedImageSequence'])('%s gives the modality away', (sequence) => {
  const features = [
    feature(sequence),
    feature('ReferencedSOPClassUID', `${sequence}.ReferencedSOPClassUID`),
    feature('CodeMeaning', `DerivationImageSequence.${sequence}.PurposeOfReferenceCodeSequence.CodeMeaning`),
    feature('CodeMeaning', 'ViewCodeSequence.CodeMeaning')
  ]
  expect(withoutTarget(features, MODALITY).kept).toEqual([features[3]])
  expect(withoutTarget(features, BODY_PART).kept).toEqual(features)
})

test('codes of the anatomic region give the body part away', () => {
  const features = [feature('CodeMeaning', 'AnatomicRegionSequence'), feature('CodeMeaning', 'ViewCodeSequence')]
  expect(withoutTarget(features, BODY_PART).kept.map(({ path }) => path)).toEqual(['ViewCodeSequence'])
})

test('instances of a series have one group, and those without one have none', () => {
  const source = catalogue('SeriesInstanceUID', [2, 2, 3, 0, 1], ['', '', '1.2', '1.3'])
  expect([...groupsOf(source, 'SeriesInstanceUID', Uint32Array.of(0, 1, 2, 3, 4))]).toEqual([2, 2, 3, -1, -1])
})
