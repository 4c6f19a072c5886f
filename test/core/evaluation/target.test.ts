import { expect, test } from 'vitest'
import { BODY_PART, MODALITY, withoutTarget } from '../../../src/core/evaluation/target.ts'
import type { Feature } from '../../../src/core/catalogue/stored/features.ts'

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
