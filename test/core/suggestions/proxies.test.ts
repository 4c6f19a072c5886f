import { expect, test } from 'vitest'
import { attributesOf } from '../../../src/core/features/attributes.ts'
import { findAttribute } from '../../../src/core/features/names.ts'
import { proxyOf } from '../../../src/core/suggestions/proxies.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

const NAMES = [
  ['Modality', ''],
  ['SOPClassUID', ''],
  ['BodyPartExamined', ''],
  ['Region', ''],
  ['CodeMeaning', 'AnatomicRegionSequence.CodeMeaning'],
  ['ImagingFrequency', ''],
  ['MagneticFieldStrength', ''],
  ['EchoTime', '']
]
const attributes = attributesOf(
  NAMES.map(([keyword, path], at) => ({
    id: (at + 1) as TagId,
    tag: `(0018,${String(1000 + at)})`,
    path,
    keyword,
    privateCreator: '',
    vr: 'CS'
  }))
)

test.each([
  ['Modality', ['Modality', 'SOPClassUID']],
  ['BodyPartExamined', ['AnatomicRegionSequence.CodeMeaning', 'BodyPartExamined', 'Region']],
  ['Region', ['AnatomicRegionSequence.CodeMeaning', 'BodyPartExamined', 'Region']],
  ['MagneticFieldStrength', ['ImagingFrequency', 'MagneticFieldStrength']],
  ['EchoTime', ['EchoTime']]
])('what says the same as %s', (name, expected) => {
  const isProxy = proxyOf(findAttribute(attributes, name, name))
  expect(
    attributes
      .filter(isProxy)
      .map((attribute) => attribute.name)
      .sort()
  ).toEqual(expected)
})
