import { expect, test } from 'vitest'
import { conceptOf, regionOf } from '../../../src/core/dicom-export/codes.ts'
import type { ClusterLabel } from '../../../src/core/catalogue/annotations.ts'

function labelled(label: string, given: Partial<ClusterLabel> = {}): ClusterLabel {
  return {
    run: 1,
    k: 2,
    cluster: 0,
    label,
    code: '',
    scheme: '',
    meaning: '',
    note: '',
    created: '2026-01-31T12:00:00Z',
    author: '',
    naming: '',
    ...given
  }
}

test('the code that somebody gave with a name is its code', () => {
  const given = { code: '169069000', scheme: 'SCT', meaning: 'CT of chest' }
  expect(conceptOf(labelled('Chest CT', given))).toEqual({ value: '169069000', scheme: 'SCT', meaning: 'CT of chest' })
})

// PS3.16, CID 4031 and CID 4.
test.each([
  ['Chest', '816094009', 'Chest'],
  ['thoracic SPINE', '122495006', 'Thoracic spine'],
  ['Brain', '12738006', 'Brain']
])('the name of an anatomic region has the code of SNOMED CT: %s', (label, value, meaning) => {
  expect(conceptOf(labelled(label))).toEqual({ value, scheme: 'SCT', meaning })
})

test('a name that only begins like a region, or stands for it elsewhere, is none', () => {
  expect(['Brain tumour', 'c-spine', 'MR', ''].map(regionOf)).toEqual([null, null, null, null])
})

test('any other name has a private code, the same wherever it is given, and a meaning of at most 64 characters', () => {
  const concept = conceptOf(labelled('Scout'))
  expect(concept).toEqual({
    value: expect.stringMatching(/^L-[0-9A-F]{14}$/) as string,
    scheme: '99MEDOID',
    meaning: 'Scout'
  })
  expect(conceptOf(labelled('Scout', { cluster: 7, run: 4 }))).toEqual(concept)
  expect(conceptOf(labelled('Scout 2')).value).not.toBe(concept.value)
  expect(conceptOf(labelled('x'.repeat(200))).meaning).toBe('x'.repeat(64))
})
