import { expect, test } from 'vitest'
import { keyObjectSelection } from '../../../src/core/dicom-export/documents.ts'
import { STUDY_KEYWORDS, type StudyValues } from '../../../src/core/dicom-export/study.ts'

const values = {
  ...(Object.fromEntries(STUDY_KEYWORDS.map((keyword) => [keyword, ''])) as StudyValues),
  StudyInstanceUID: '1.2.3'
}
const coded = { code: '', scheme: '', meaning: '', note: '' }
const label = { ...coded, run: 1, k: 5, cluster: 4, label: 'Knee', created: '', author: '', naming: '' }
const origin = { clustering: '1.5', version: '0.2.0', created: '2026-11-30T12:00:00.000Z' }

// What dsrdump of dcmtk 3.6.7 takes for an image; it reads no document that refers to another class as one.
test.each([
  ['CT Image Storage', '1.2.840.10008.5.1.4.1.1.2', 'IMAGE'],
  ['VL Whole Slide Microscopy Image Storage', '1.2.840.10008.5.1.4.1.1.77.1.6', 'IMAGE'],
  ['Segmentation Storage', '1.2.840.10008.5.1.4.1.1.66.4', 'IMAGE'],
  ['RT Dose Storage', '1.2.840.10008.5.1.4.1.1.481.2', 'COMPOSITE'],
  ['CSA Non-Image Storage (Siemens)', '1.3.12.2.1107.5.9.1', 'COMPOSITE'],
  ['a class of nobody', '2.25.7', 'COMPOSITE']
])('%s is referred to as what readers take it for', (_, sopClass, type) => {
  const images = [{ sopClass, sopInstance: '1.2.3.4.5', series: '1.2.3.4' }]
  const study = { values, part: 0, clusters: [{ label, images }] }
  const { ContentSequence: content } = keyObjectSelection(study, study.clusters[0], origin)
  expect((content as object[]).at(-1)).toEqual({
    RelationshipType: 'CONTAINS',
    ValueType: type,
    ReferencedSOPSequence: { ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: '1.2.3.4.5' }
  })
})
