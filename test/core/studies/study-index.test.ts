import { expect, test } from 'vitest'
import fc from '../../fast-check.ts'
import { header, indexed, tree } from './indexed.ts'

test('instances of a series, and series of a study, stand together', () => {
  const index = indexed([header('1', '1.1'), header('2', '2.1'), header('1', '1.2'), header('1', '1.1')])
  expect(tree(index)).toEqual([[[0, 3], [2]], [[1]]])
})

test('series stand in the order of their numbers as numbers, those without one last', () => {
  const numbered = (series: string, number: string) =>
    header('1', series, '', number === '' ? {} : { SeriesNumber: number })
  const index = indexed([
    numbered('a', ''),
    numbered('b', '10'),
    numbered('c', '9'),
    numbered('d', 'x'),
    numbered('e', '-1')
  ])
  expect(tree(index)).toEqual([[[4], [2], [1], [0], [3]]])
})

test('a series UID that two studies have is a series in both, and is told', () => {
  const index = indexed([header('1', '7'), header('2', '7'), header('2', '8')])
  expect(tree(index)).toEqual([[[0]], [[1], [2]]])
  expect([...index.isShared]).toEqual([1, 1, 0])
})

test('instances without a series UID are a series of their study', () => {
  const index = indexed([header('1', ''), header('1', '1.1'), header('1', ''), header('2', '')])
  expect(tree(index)).toEqual([[[0, 2], [1]], [[3]]])
  expect([...index.isShared]).toEqual([0, 0, 0])
})

test('instances without a study UID are a study for each patient, and one for no patient', () => {
  const index = indexed([
    header('', '1', 'A'),
    header('', '1', 'B'),
    header('', '', 'A'),
    header('', ''),
    header('', '9')
  ])
  expect(tree(index)).toEqual([[[0], [2]], [[1]], [[3], [4]]])
})

test('a patient is an ID, else a name; studies with neither have none', () => {
  const named = { PatientName: 'Doe^Jane' }
  const index = indexed([
    header('1', '1', 'A', named),
    header('2', '2', 'A'),
    header('3', '3', '', named),
    header('4', '4', '', named),
    header('5', '5')
  ])
  expect([...index.patientOf]).toEqual([1, 1, 2, 2, 0])
  expect([...index.studiesOfPatient]).toEqual([1, 2, 2])
})

test('a study of two patients is told, and belongs to the first', () => {
  const index = indexed([header('1', '1'), header('1', '1', 'A'), header('1', '1', 'B'), header('2', '2', 'B')])
  expect([...index.patientOf]).toEqual([1, 2])
  expect([...index.isMixed]).toEqual([1, 0])
})

test('what is told of a study is what its first instance says that says anything', () => {
  const index = indexed([
    header('1', '1'),
    header('1', '1', '', { StudyDescription: 'Abdomen', StudyDate: '2011.02.03' }),
    header('1', '2', '', { StudyDescription: 'Thorax', StudyDate: '20120101' })
  ])
  const { StudyDescription, date } = index.study
  expect(StudyDescription.texts[StudyDescription.codes[0]]).toBe('Abdomen')
  expect([...date]).toEqual([20110203])
  expect([...index.dates]).toEqual([0, 20110203, 20120101])
})

test('no instance at all is no study', () => {
  expect(tree(indexed([]))).toEqual([])
})

test('every instance has one place, and its place tells its series and its study', () => {
  const uid = fc.constantFrom('', '1', '2', '3')
  fc.assert(
    fc.property(
      fc.array(fc.tuple(uid, uid, fc.constantFrom('', 'A', 'B')), { minLength: 1, maxLength: 30 }),
      (rows) => {
        const index = indexed(rows.map(([study, series, patient]) => header(study, series, patient)))
        expect([...index.instances].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i))
        rows.forEach(([study, series], a) => {
          const [place, ofSeries] = [index.placeOf[a], index.seriesOf[index.placeOf[a]]]
          expect(index.instances[place]).toBe(a)
          rows.forEach(([otherStudy, otherSeries, otherPatient], b) => {
            const isSame =
              study === otherStudy && series === otherSeries && (study !== '' || rows[a][2] === otherPatient)
            expect(index.seriesOf[index.placeOf[b]] === ofSeries).toBe(isSame)
          })
        })
      }
    ),
    { numRuns: 50 }
  )
})
