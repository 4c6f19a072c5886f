import { expect, test } from 'vitest'
import { methodIntroduction, methodNotes, methodRows, noMethodsWords } from '../../../src/core/report/method-words.ts'
import { exampleMethods } from './example.ts'

test('each figure stands in a row, with that of each method', () => {
  expect(methodRows(exampleMethods()).map(({ name, cells }) => [name, ...cells])).toEqual([
    ['Tags', '70', '68'],
    ['Columns that count', '85', '77'],
    ['Images in the largest cluster', '40.0 %', '30.0 %'],
    ['Medoids with under 20 % of the columns', '2 of 3', '0 of 3'],
    ['Images nearer to another cluster', '10.0 %', '0.0 %'],
    ['Stability', '0.55', '0.76'],
    ['Modality: homogeneity', '0.62', '0.84'],
    ['Modality: NMI', '0.50', '0.70'],
    ['Body part: homogeneity', '–', '–'],
    ['Body part: NMI', '–', '–'],
    ['Visual distance / permuted', '0.72', '0.52'],
    ['Mean silhouette, of its own distances', '0.410', '0.332']
  ])
})

test('what was compared is told with what the methods are', () => {
  expect(methodIntroduction(exampleMethods())).toBe(
    'This run compares images by the method paper. The same 10 images were clustered by the method balanced, too, for the same K = 3, with the same seed, algorithm and choice of tags: those that the fewest images lack, of the tags that the method admits. Paper: all columns count the same, and missing values are no evidence. Balanced: tags count less the more the scanner explains them, tags that only one of two images has count, and planes replace direction cosines.'
  )
})

test('that a run compares pictures, too, is told', () => {
  const words = 'It compares pictures, too; here its images were clustered by tags alone.'
  expect(methodIntroduction(exampleMethods({ byTagsAlone: true }))).toContain(words)
  expect(methodIntroduction(exampleMethods())).not.toContain(words)
})

test('how like the clusters are is told, and that silhouettes cannot be compared', () => {
  const notes = methodNotes(exampleMethods())
  expect(notes[0]).toBe(
    'Clusters of balanced and of paper: adjusted Rand index 0.28 (1: the same clusters, 0: no more in common than chance).'
  )
  expect(notes.at(-2)).toContain('by model 4 on 8 images that it has not learnt from')
  expect(notes.at(-1)).toBe(
    'Silhouettes of different distances cannot be compared: judge the methods by agreement, stability and visual distance.'
  )
})

test('of a large sample, it is told how many images stability and agreement are of', () => {
  const note = 'These two and stability are of 5,000 of the images.'
  expect(methodNotes(exampleMethods({ images: 8000, judged: 5000 })).join(' ')).toContain(note)
  expect(methodNotes(exampleMethods()).join(' ')).not.toContain('of the images.')
})

test('the other method is the one that the run is not by', () => {
  const words = methodIntroduction(exampleMethods({ method: 'balanced' }))
  expect(words).toMatch(
    /^This run compares images by the method balanced\. The same 10 images were clustered by the method paper, too/
  )
})

test('what is missing has its reason', () => {
  expect(methodNotes(exampleMethods({ visual: null, withoutVisual: 'no-model' }))).toContain(
    'Visual distance: no model that could compare pictures was there.'
  )
  expect(noMethodsWords('few-images')).toBe(
    'Methods were not compared: subsets of so few images cannot have so many clusters.'
  )
})
