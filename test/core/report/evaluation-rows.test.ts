import { expect, test } from 'vitest'
import { agreementNotes, agreementRows, paperRows, testRows } from '../../../src/core/report/evaluation-rows.ts'
import { exampleEvaluation, exampleReport, exampleTraining } from './example.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test('the tests of the clusters stand beside those of random labels', () => {
  const rows = testRows(exampleEvaluation()).map(({ name, clusters, control }) => [name, clusters, control].map(plain))
  expect(rows).toEqual([
    ['Distance', '0.081 ± 0.003', '0.125 ± 0.004'],
    ['Distance, permuted', '0.126 ± 0.003', '0.126 ± 0.004'],
    ['Difference', '0.045', '0.001'],
    ['95 % interval', '0.042 to 0.049', '−0.001 to 0.002'],
    ['Paired t-test', 't(2) = 30.77', 't(2) = 1.36'],
    ['p, two-sided', '9.80 × 10⁻⁶', '0.217'],
    ['Cohen’s d_z', '10.90', '0.48'],
    ['p, permutations', '0.0010', '0.0590']
  ])
})

test('a t-test that could not be computed has no figures', () => {
  const { tTest } = exampleEvaluation()
  const none = { ...tTest, t: null, p: null, ci95: null, cohenDz: null }
  const cells = testRows(exampleEvaluation({ tTest: none })).map(({ clusters }) => clusters)
  expect(cells.slice(3, 7)).toEqual(['–', '–', '–', '–'])
})

test('agreement with a target stands above that without its tags; a target without values has no row', () => {
  const rows = agreementRows(exampleEvaluation())
  expect(rows.map(({ name, isWithout, nmi }) => ({ name, isWithout, nmi }))).toEqual([
    { name: 'Modality', isWithout: false, nmi: 0.72 },
    { name: 'without that tag', isWithout: true, nmi: 0.67 }
  ])
})

test('what was left out for each target, or why nothing was', () => {
  const evaluation = exampleEvaluation()
  const modality = evaluation.agreement.modality!
  const of = (withoutTargetTag: typeof modality.withoutTargetTag) =>
    agreementNotes({ ...evaluation, agreement: { modality: { ...modality, withoutTargetTag }, bodyPart: null } })
  expect(of(modality.withoutTargetTag)).toEqual([
    'Modality: left out Modality, SOPClassUID.',
    'Body part: no image has a value.'
  ])
  expect(of(null)[0]).toBe('Modality: without these tags no feature would be left.')
  expect(of({ ...modality.withoutTargetTag!, leftOut: [] })[0]).toBe(
    'Modality: no such tag was a feature, so nothing was left out.'
  )
})

test('figures of the paper stand beside those of the archive', () => {
  const { run } = exampleReport()
  const training = { ...exampleTraining(), epochs: 3 }
  const rows = paperRows({ tags: 4, run, training, evaluation: exampleEvaluation() }, [3, 15])
  expect(rows.map(({ name, paper, here }) => [name, paper, here].map(plain))).toEqual([
    ['Tags chosen', '70', '4'],
    ['Columns of features', '85', '12'],
    ['Mean silhouette, K = 3', '–', '0.410'],
    ['Mean silhouette, K = 15', '0.37', '–'],
    ['Best mean silhouette', '0.37 at K = 15', '0.410 at K = 3'],
    ['Training images', '30,000', '90'],
    ['Epochs', '400', '3'],
    ['Values of an embedding', '81,920', '5,120'],
    ['Datasets × images', '10 × 5,000', '3 × 150'],
    ['K evaluated', '15', '3'],
    ['Distance, clusters', '0.28 ± 0.023', '0.081 ± 0.003'],
    ['Distance, permuted', '0.42 ± 0.017', '0.126 ± 0.003'],
    ['Difference', '0.14', '0.045'],
    ['Paired t-test', 't(9) = 16.42', 't(2) = 30.77, p < 0.001']
  ])
})

test('without training, evaluation and a best K there are the figures of the paper alone', () => {
  const run = { ...exampleReport().run, bestK: null }
  const rows = paperRows({ tags: 4, run, training: null, evaluation: null }, [])
  expect(rows.slice(2).map(({ here }) => here)).toEqual(Array(10).fill('–'))
})
