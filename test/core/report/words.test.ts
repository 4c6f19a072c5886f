import { expect, test } from 'vitest'
import {
  blankWords,
  byClusterWords,
  circularWords,
  controlWords,
  disjointnessWords,
  fusedWords,
  methodWords,
  permutationWords,
  stabilityWords,
  tTestWords,
  verdict
} from '../../../src/core/report/words.ts'
import { exampleEvaluation, exampleTraining } from './example.ts'
import { saidBefore } from '../../../src/core/stored-message.ts'
import type { Message } from '../../../src/messages/message.ts'

const { tTest, control } = exampleEvaluation()

test('the verdict says which way the difference goes, and when it may be chance', () => {
  expect(verdict(exampleEvaluation(), null)).toMatch(/^Images that share a cluster by their tags also look alike/)
  expect(verdict(exampleEvaluation({ tTest: { ...tTest, p: 0.3 } }), null)).toMatch(/^Whether .* cannot be told/)
  expect(verdict(exampleEvaluation({ tTest: { ...tTest, meanDifference: -0.02 } }), null)).toMatch(/look less alike/)
  const reason = saidBefore('All differences are the same.')
  const none = { ...tTest, t: null, p: null, ci95: null, cohenDz: null, reason }
  expect(verdict(exampleEvaluation({ tTest: none }), null)).toMatch(
    /rules out chance, but 3 datasets allow no t-test\.$/
  )
  const nothing = { ...none, meanDifference: 0 }
  expect(verdict(exampleEvaluation({ tTest: nothing }), null)).toMatch(/^Permuting the labels changes nothing: /)
})

test('how looks were compared is told with its figures', () => {
  expect(methodWords(exampleEvaluation(), null)).toBe(
    '3 datasets of 150 images were clustered by their tags alone, and model 4 turned every picture into a vector. The cosine distance between the vector of an image and the mean of its cluster says how different two pictures look: 0 for the same picture, more for others. Then the labels were permuted among the images, and the distances were measured again. If tags said nothing about what pictures look like, the distances would stay the same.'
  )
})

test('of a run that compares pictures, too, that is told, and why looks prove less', () => {
  const fuse = { model: 2, alpha: 0.25 }
  expect(verdict(exampleEvaluation(), fuse)).toMatch(
    /^Images that share a cluster by their tags and pictures look alike/
  )
  expect(methodWords(exampleEvaluation(), fuse)).toMatch(
    /clustered by their tags and their vectors of model 2, and .* measured again\.$/
  )
  expect(circularWords(3, fuse, exampleEvaluation())).toBe(
    'Run 3 compares images by their pictures, too (model 2, α = 0.25). That its clusters look alike follows in part from how they were made, whichever model is asked; and where a tag is left out, pictures may still show what it says.'
  )
  expect(circularWords(3, null, exampleEvaluation())).toBeNull()
})

test('of clusters that people changed it is told that they did, and that this may be why images look alike', () => {
  const edited = exampleEvaluation({ edit: 7 })
  expect(verdict(edited, null)).toMatch(/^Images that share a cluster as people changed it look alike: /)
  expect(methodWords(edited, null)).toMatch(
    /^3 datasets of 150 images were taken in the clusters as people had changed them, and .* measured again\.$/
  )
  expect(circularWords(3, null, edited)).toBe(
    'People changed these clusters, and may have looked at the pictures: that images of a cluster look alike may follow from that.'
  )
  expect(circularWords(3, { model: 2, alpha: 0.25 }, edited)).toMatch(
    /^Run 3 compares .* People changed these clusters/
  )
})

test('figures by cluster are of clusters found anew, or of those that people changed', () => {
  const figures = { images: 4, share: 0.5, clustered: 0.1, permuted: 0.2 } as Parameters<
    typeof byClusterWords
  >[0][number]
  expect(byClusterWords([figures], '1.2', 2, false)).toBe(
    'In 1 of 2 clusters images look more alike than as many images with permuted labels. Every dataset was clustered separately, and its clusters have other numbers than those of clustering 1.2: each is counted here under the cluster that most of its images are assigned to, on average 50 % of them. One cluster is not listed: no cluster of a dataset has most of its images there, so nothing was measured.'
  )
  expect(byClusterWords([figures], '1.2', 2, true)).toBe(
    'In 1 of 2 clusters images look more alike than as many images with permuted labels. The images of every dataset are counted under their clusters of 1.2 as people changed these. One cluster is not listed: no dataset has an image of it, so nothing was measured.'
  )
})

test('how images are compared by tags and pictures', () => {
  const fusion = { model: 2, alpha: 0.25, epochs: 3, scale: 8, withoutVector: 1, training: exampleTraining() }
  expect(fusedWords(fusion)).toBe(
    'Images are compared by tags and pictures: the distance is √((1 − α)(1 − S) + α · min(1, c)) with α = 0.25, where c is the cosine distance of their vectors of model 2 (after 3 epochs), scaled so that its mean over the sample is that of 1 − S. 1 image of the sample has no vector and is compared by tags alone.'
  )
  expect(fusedWords({ ...fusion, withoutVector: 0 })).toMatch(/is that of 1 − S\.$/)
})

test('the t-test is told in words and in numbers', () => {
  const words = tTestWords(tTest)
  expect(words).toContain('With permuted labels, the images lie 0.045 farther from their centre')
  expect(words).toContain('95 % interval 0.042 to 0.049')
  expect(words).toContain('less than 1 in 1,000')
  expect(words).toContain('t(2) = 30.77')
  expect(tTestWords({ ...tTest, p: 0.4 })).toContain('by chance in 40 of 100')
})

test('a t-test that could not be computed says why', () => {
  const reason: Message = { code: 't-test-undefined', parameters: { why: 'one-dataset' } }
  expect(tTestWords({ ...tTest, t: null, p: null, reason })).toBe(
    'The t-test could not be computed. One dataset has no variance: a t-test needs at least two.'
  )
})

test('a permutation test counts the permutations that were as good: p = (1 + b) / (1 + P)', () => {
  expect(permutationWords({ p: 1 / 1001, permutations: 1000 })).toContain('Of 1,000 permutations of the labels, none')
  expect(permutationWords({ p: 1 / 1001, permutations: 1000 })).toContain('the least that 1,000 permutations can give')
  expect(permutationWords({ p: 8 / 1001, permutations: 1000 })).toContain('Of 1,000 permutations of the labels, 7')
})

test('a control that rejects casts doubt on the result', () => {
  expect(controlWords(exampleEvaluation()).isSound).toBe(true)
  const rejects = exampleEvaluation({ control: { ...control, tTest: { ...control.tTest, p: 0.0009 } } })
  expect(controlWords(rejects)).toMatchObject({ isSound: false })
  expect(controlWords(rejects).sentence).toContain('not to be relied on')
  const atTheBound = exampleEvaluation({ control: { ...control, tTest: { ...control.tTest, p: 0.001 } } })
  expect(controlWords(atTheBound).isSound).toBe(true)
})

test('a control that does not reject says at which p, and which way a difference goes that looks like one', () => {
  const { brief, sentence } = controlWords({
    control: {
      ...control,
      tTest: { ...control.tTest, t: -2.4, p: 0.025, meanDifference: -0.0035, ci95: [-0.006, -0.001] },
      permutationTest: { p: 0.957, permutations: 1000 }
    }
  })
  expect(brief.replaceAll('\u00a0', ' ')).toBe('does not reject (p = 0.025; the threshold is 0.001)')
  expect(sentence).toContain('farther from their centres than with permuted labels, not nearer')
  expect(sentence).toContain('comes up in about 25 of 1,000 evaluations')
  expect(sentence).toContain('does not reject')
  expect(sentence).not.toMatch(/nothing there/)
  // Nothing is said of a way where there is none to tell.
  expect(controlWords(exampleEvaluation()).sentence).not.toContain('farther')
})

test('what the sets have in common is told with what was kept apart', () => {
  const words = disjointnessWords(exampleEvaluation()).join(' ')
  expect(words).toContain('No image is in two of the 3 datasets')
  expect(words).toContain('12 series and 9 patients have images in more than one of these sets')
  // In words that hold for a page from a window, too.
  expect(words).toContain('keeps the images of a series, or of a patient, together')
  expect(words).not.toContain('--')
  const kept = { ...exampleEvaluation().parameters, by: 'patient' as const }
  expect(disjointnessWords(exampleEvaluation({ parameters: kept })).join(' ')).toMatch(
    /; images of one patient were kept together\.$/
  )
  const none = exampleEvaluation({ shared: { series: 0, patients: 0 } })
  expect(disjointnessWords(none).join(' ')).toContain('No series and no patient')
})

test('stability in words', () => {
  expect(stabilityWords(0.94)).toContain('nearly the same clusters')
  expect(stabilityWords(0.2)).toContain('rather different clusters')
  expect(stabilityWords(null)).toContain('makes no random choice')
})

test('images in which there is nothing to compare are counted and named, up to twenty of them', () => {
  expect(blankWords({ constantPictures: [4, 9], withoutLength: [9] })).toEqual([
    '2 images have one grey level only, and nothing to see: to the autoencoder such images are all the same. Instances 4, 9.',
    '1 vector has no length, and so no direction: the cosine distance to every centre counts as 1. Instance 9.'
  ])
  const many = Array.from({ length: 25 }, (_, i) => i)
  expect(blankWords({ constantPictures: [], withoutLength: many })[0]).toMatch(/ 18, 19 and 5 more\.$/)
})

test('nothing is said where there are none, or an earlier version did not look for them', () => {
  expect(blankWords({ constantPictures: [], withoutLength: [] })).toEqual([])
  expect(blankWords(null)).toEqual([])
})
