import { expect, test } from 'vitest'
import { match, type StudyFilter } from '../../../src/core/studies/match.ts'
import { header, indexed } from './indexed.ts'

const index = indexed([
  header('1.2.3', '1.2.3.1', 'P1', {
    Modality: 'CT',
    BodyPartExamined: 'T_SPINE',
    StudyDescription: 'Wirbelsäule^nativ',
    PatientName: 'Müller^Jörg',
    StudyDate: '20100105'
  }),
  header('1.2.3', '1.2.3.2', 'P1', { Modality: 'SR', Rows: '', StudyDate: '20100105', SeriesDescription: 'Dose' }),
  header('1.2.4', '1.2.4.1', 'P1', { Modality: 'MR', BodyPartExamined: 'TSPINE', StudyDate: '20111231' }),
  header('1.2.5', '1.2.5.1', '', { Modality: 'MR' }),
  header('1.2.6', '1.2.6.1', '')
])

/** Instances that a filter leaves. */
function left(filter: StudyFilter): number[] {
  const { inside } = match(index, filter)
  return [...index.instances].filter((_, place) => inside[place] === 1)
}

test.each<[string, StudyFilter, number[]]>([
  ['nothing asked leaves all', {}, [0, 1, 2, 3, 4]],
  ['a modality', { values: { Modality: ['MR'] } }, [2, 3]],
  ['one of two', { values: { Modality: ['CT', 'SR'] } }, [0, 1]],
  ['a list of none leaves all', { values: { Modality: [] } }, [0, 1, 2, 3, 4]],
  ['any spelling of a body part', { values: { BodyPartExamined: ['t-spine'] } }, [0, 2]],
  ['no body part', { values: { BodyPartExamined: [''] } }, [1, 3, 4]],
  ['two tags at once', { values: { Modality: ['MR'], BodyPartExamined: [''] } }, [3]],
  ['a tag that no image has a value of', { values: { Manufacturer: [''] } }, [0, 1, 2, 3, 4]],
  ['from a day on, which is included', { from: 20100105 }, [0, 1, 2]],
  ['up to a day, which is included', { to: 20100105 }, [0, 1]],
  ['between two days', { from: 20100106, to: 20111230 }, []],
  ['without a date', { undated: true }, [3, 4]],
  ['with pixels', { images: true }, [0, 2, 3, 4]],
  ['a word of a description, without its accents', { search: 'wirbelsaule' }, [0, 1]],
  ['a word of one of the series', { search: 'dose' }, [0, 1]],
  ['all words, each somewhere', { search: 'NATIV ct' }, [0, 1]],
  ['words of which one is nowhere', { search: 'nativ mr' }, []],
  ['what a row of the list says, with its commas', { search: 'CT, SR' }, [0, 1]],
  ['a part of a name', { search: 'jorg' }, [0, 1]],
  ['a part of a UID', { search: '1.2.4.1' }, [2]],
  ['no word of a patient that is hidden', { search: 'jorg', patients: false }, []],
  ['other words where patients are hidden', { search: 'dose', patients: false }, [0, 1]],
  ['studies of the same patient', { patientOf: 1 }, [0, 1, 2]],
  ['a study without a patient alone', { patientOf: 3 }, [3]]
])('%s', (_, filter, expected) => {
  expect(left(filter)).toEqual(expected)
})

test('what is left is counted by series, images apart', () => {
  const { instances, images } = match(index, { search: 'dose' })
  expect([...instances]).toEqual([1, 1, 0, 0, 0])
  expect([...images]).toEqual([1, 0, 0, 0, 0])
})
