import { say, sayMessage } from '../../messages/message.ts'
import { PLAIN_TERMS } from '../../messages/terms.ts'
import type { EditSummary } from '../catalogue/edit-summary.ts'
import type { RunParameters } from '../catalogue/stored/run.ts'
import type { EvaluationResult, PermutationTest, TTest } from '../catalogue/stored/evaluation.ts'
import type { ClusterFigures } from '../evaluation/by-cluster.ts'
import { CONTROL_LEVEL, controlRejects } from '../evaluation/result.ts'
import type { EvaluationSummary, RunSummary } from './data.ts'
import { count, counted, decimal, percent, pValue, range, spread } from './numbers.ts'

/** What statistics say, for readers who do not compute them every day. */

/** What pictures a run compares besides the tags; null: none. */
type Fuse = RunParameters['fuse']

/** Why an evaluation of a run that compares pictures, too, says less; null where it compares tags alone. */
export function circularWords(run: number, fuse: Fuse, { edit }: Pick<EvaluationSummary, 'edit'>): string | null {
  const sentences = [
    ...(fuse === null ? [] : [say('evaluation-circular-in-part', { run, ...fuse }, PLAIN_TERMS)]),
    ...(edit === 0
      ? []
      : [
          'People changed these clusters, and may have looked at the pictures: that images of a cluster look alike may follow from that.'
        ])
  ]
  return sentences.length === 0 ? null : sentences.join(' ')
}

/** How images are compared that a run compares by pictures, too. */
export function fusedWords({ model, alpha, epochs, withoutVector }: NonNullable<RunSummary['fusion']>): string {
  const without =
    withoutVector === 0
      ? ''
      : ` ${counted(withoutVector, 'images')} of the sample ${withoutVector === 1 ? 'has no vector and is' : 'have no vector and are'} compared by tags alone.`
  return `Images are compared by tags and pictures: the distance is √((1 − α)(1 − S) + α · min(1, c)) with α = ${alpha}, where c is the cosine distance of their vectors of model ${model} (after ${counted(epochs, 'epochs')}), scaled so that its mean over the sample is that of 1 − S.${without}`
}

/** The answer to the question of the paper, in one sentence. */
export function verdict(
  { tTest, permutationTest, clustered, permuted, datasets, edit }: EvaluationSummary,
  fuse: Fuse
): string {
  const difference = `mean distance to the centre of the cluster ${spread(clustered)}, against ${spread(permuted)} with permuted labels`
  if (tTest.p === null) {
    if (tTest.meanDifference === 0) return `Permuting the labels changes nothing: ${difference}.`
    const doubt = permutationTest.p <= 0.05 ? 'a permutation test rules out chance' : 'this may be chance'
    const closer = tTest.meanDifference > 0 ? 'look more alike than others' : 'do not look more alike than others'
    return `Images of one cluster ${closer}: ${difference}; ${doubt}, but ${counted(datasets.length, 'datasets')} allow no t-test.`
  }
  if (tTest.p >= 0.05) {
    return `Whether images of one cluster look more alike than others cannot be told: ${difference}, which may be chance (${pValue(tTest.p)}).`
  }
  const by = edit > 0 ? 'as people changed it' : `by their ${fuse === null ? 'tags also' : 'tags and pictures'}`
  return tTest.meanDifference > 0
    ? `Images that share a cluster ${by} look alike: ${difference} (${pValue(tTest.p)}).`
    : `Images of one cluster look less alike than images at random: ${difference} (${pValue(tTest.p)}).`
}

/** What was compared in place of the vectors. */
export function projectedWords({ width, images, explained }: NonNullable<EvaluationSummary['projection']>): string {
  return `Distances are those of the vectors as ${counted(width, 'principal components')} give them back, which keep ${percent(explained)} of the variance of ${counted(images, 'images')} that the model learnt from: as a rule smaller than those of the vectors themselves.`
}

/** How looks were compared, and with what. */
export function methodWords({ datasets, parameters, model, edit, projection }: EvaluationSummary, fuse: Fuse): string {
  const by = fuse === null ? 'tags alone' : `tags and their vectors of model ${fuse.model}`
  const done = edit > 0 ? 'taken in the clusters as people had changed them' : `clustered by their ${by}`
  return [
    `${counted(datasets.length, 'datasets')} of ${range(...datasets.map(({ images }) => images))} images were ${done}, and model ${model} turned every picture into a vector.`,
    ...(projection === null ? [] : [projectedWords(projection)]),
    `The cosine distance between the vector of an image and the ${parameters.centre} of its cluster says how different two pictures look: 0 for the same picture, more for others.`,
    'Then the labels were permuted among the images, and the distances were measured again.',
    ...(fuse === null && edit === 0
      ? ['If tags said nothing about what pictures look like, the distances would stay the same.']
      : [])
  ].join(' ')
}

/** What the measures of agreement are, and what stands below each. */
export const AGREEMENT_WORDS =
  'Homogeneity says how far each cluster holds only one modality or body part, completeness how far each of these lies in only one cluster. NMI combines both; its ceiling is the most that clusters of these sizes can reach. Below each target are the figures of clusters made again without its tag and the tags that give it away.'

/** What can be expected of a comparison with the paper. */
export const PAPER_WORDS =
  'The paper is about another archive and another training: look for figures of the same order, not for the same figures.'

/** What a paired t-test says. */
export function tTestWords({ t, df, p, meanDifference, ci95, cohenDz, reason }: TTest): string {
  if (t === null || p === null) {
    return `The t-test could not be computed. ${reason === undefined ? '' : sayMessage(reason, PLAIN_TERMS)}`.trim()
  }
  const sentences = [
    `With permuted labels, the images lie ${decimal(Math.abs(meanDifference))} ${meanDifference >= 0 ? 'farther from' : 'nearer to'} their centre, on average over the datasets${ci95 === null ? '' : ` (95 % interval ${decimal(ci95[0])} to ${decimal(ci95[1])})`}.`,
    p < 0.05
      ? `If labels had nothing to do with what pictures look like, a difference as large as this would come up with a probability of ${p < 0.001 ? 'less than 1 in 1,000' : p.toFixed(3)}.`
      : `A difference like this comes up by chance in ${Math.round(p * 100)} of 100 such comparisons: nothing follows from it.`
  ]
  if (cohenDz !== null) {
    sentences.push(
      `It is ${decimal(Math.abs(cohenDz), 1)} times as large as its spread between datasets (Cohen’s d_z).`
    )
  }
  return [...sentences, `Paired t-test, two-sided: t(${df}) = ${decimal(t, 2)}, ${pValue(p)}.`].join(' ')
}

/** What a permutation test says. */
export function permutationWords({ p, permutations }: PermutationTest): string {
  const asGood = Math.max(0, Math.round(p * (permutations + 1)) - 1)
  const least = asGood === 0 ? `, the least that ${counted(permutations, 'permutations')} can give` : ''
  return `Of ${counted(permutations, 'permutations')} of the labels, ${asGood === 0 ? 'none' : count(asGood)} brought the images as close to their centres as the clusters do: p = ${decimal(p, p < 0.0995 ? 4 : 3)}${least}.`
}

/** What the control says of the tests themselves, wherever that is told. */
interface ControlWords {
  isSound: boolean
  /** `does not reject`. */
  verdict: string
  /** Of a cell or a line: `does not reject (p = 0.025; the threshold is 0.001)`. */
  brief: string
  /** What a reader of the figures asks next; empty where they need no word. */
  remarks: string
  /** All of it, with the figures. */
  sentence: string
}

/** @param result the control's part of it: labels drawn at random in place of the clusters */
export function controlWords(result: Pick<EvaluationResult, 'control'>): ControlWords {
  const { tTest, permutationTest, labelled, permuted } = result.control
  const isSound = !controlRejects(result)
  // The test that says most against the labels being random.
  const least = Math.min(tTest.p ?? 1, permutationTest.p)
  const verdict = isSound ? 'does not reject' : 'rejects, too'
  const brief = `${verdict} (${pValue(least)}; the threshold is ${CONTROL_LEVEL})`
  const figures = `${spread(labelled)} against ${spread(permuted)} permuted; ${tTest.p === null ? 'no t-test' : `t-test ${pValue(tTest.p)}`}, permutation test ${pValue(permutationTest.p)}`
  const rejects = `The control rejects: a p is below the threshold of ${CONTROL_LEVEL}, so the result above is not to be relied on.`
  const directions = directionWords(tTest)
  const sentences = [
    `The same with labels drawn at random in place of the clusters, where there is nothing to find: ${figures}.`,
    ...directions,
    isSound
      ? `The control does not reject, as it should not: no p is below the threshold of ${CONTROL_LEVEL}.`
      : rejects
  ]
  return {
    isSound,
    verdict,
    brief,
    remarks: [...directions, ...(isSound ? [] : [rejects])].join(' '),
    sentence: sentences.join(' ')
  }
}

/** Which way a difference goes that a reader of p < 0.05 would ask about, and how often it comes up where there is none. */
function directionWords({ p, meanDifference }: TTest): string[] {
  if (p === null || p >= 0.05 || meanDifference === 0) return []
  const where =
    meanDifference < 0 ? 'farther from their centres than with permuted labels, not nearer' : 'nearer to their centres'
  const often =
    p < CONTROL_LEVEL ? `less than 1 of ${count(1 / CONTROL_LEVEL)}` : `about ${Math.round(p * 1000)} of 1,000`
  return [
    `With the random labels images lie ${where}; by chance, a difference as large as this comes up in ${often} evaluations.`
  ]
}

/** What was kept apart, and what the sets have in common all the same. */
export function disjointnessWords({ sets, shared, parameters, datasets }: EvaluationSummary): string[] {
  const { training, sample, evaluated } = sets
  const sentences = [
    `No image is in two of the ${counted(datasets.length, 'datasets')}, and none of their ${counted(evaluated, 'images')} is among the ${counted(training, 'images')} that the autoencoder has seen or the ${counted(sample, 'images')} of the sample that the clusters were chosen on. This is verified in every evaluation.`
  ]
  if (shared.series === 0 && shared.patients === 0) {
    sentences.push('No series and no patient is in two of these sets either.')
    return sentences
  }
  const unknown = [shared.series === null && 'series', shared.patients === null && 'patient'].filter(
    (each) => each !== false
  )
  if (unknown.length > 0) {
    sentences.push(`Whether a ${unknown.join(' or a ')} is in two of these sets is not known: no image names one.`)
  }
  const known = [
    ...(shared.series === null ? [] : [counted(shared.series, 'series')]),
    ...(shared.patients === null ? [] : [counted(shared.patients, 'patients')])
  ]
  if ((shared.series ?? 0) + (shared.patients ?? 0) === 0) return sentences
  const both = `${known.join(' and ')} have images in more than one of these sets`
  sentences.push(
    parameters.by === 'image'
      ? `But ${both}: neighbouring slices are alike, which favours clusters that follow the series. An evaluation that keeps the images of a series, or of a patient, together does not mix them.`
      : `${both[0].toUpperCase()}${both.slice(1)}; images of one ${parameters.by} were kept together.`
  )
  return sentences
}

/** How like each other the clusters of several seeds are. @param ari null where they do not depend on the seed */
export function stabilityWords(ari: number | null): string {
  if (ari === null)
    return 'Every seed gives these clusters, as their algorithm makes no random choice, or as people shaped them: comparing seeds says nothing about how stable they are.'
  const how =
    ari >= 0.8 ? 'nearly the same clusters' : ari >= 0.5 ? 'largely the same clusters' : 'rather different clusters'
  return `Five other seeds find ${how}: mean adjusted Rand index of all pairs ${decimal(ari, 2)} (1: the same, 0: no more in common than chance).`
}

/** Why nothing is told cluster by cluster. @param clustering that was evaluated */
export function unassignedWords(clustering: string): string {
  return `How alike the images of each cluster look can be told once all images are assigned to the clusters of ${clustering}.`
}

/** Of an evaluation that was made before people changed its clusters, or changed them back. */
export function earlierWords(clustering: string): string {
  return `The clusters of ${clustering} were changed since it was evaluated: the figures are of the clusters as they were then.`
}

/** What people changed about clusters. */
export function editedWords({ changes, authors, rejected }: EditSummary): string {
  const by = authors.length === 0 ? '' : ` by ${authors.join(', ')}`
  const out = rejected === 0 ? '' : `; ${counted(rejected, 'images')} rejected, which are in no cluster`
  return `People changed these clusters: ${counted(changes, 'changes')}${by}${out}.`
}

/**
 * How many clusters hold images that look alike, and what the figures of one are.
 * @param k clusters of the clustering
 * @param isEdited whether people had changed them, so that datasets have the same ones
 */
export function byClusterWords(
  clusters: readonly ClusterFigures[],
  clustering: string,
  k: number,
  isEdited: boolean
): string {
  const closer = clusters.filter(({ clustered, permuted }) => clustered < permuted).length
  const images = clusters.reduce((sum, each) => sum + each.images, 0)
  const share = clusters.reduce((sum, each) => sum + each.share * each.images, 0) / Math.max(1, images)
  const sentences = [
    `In ${closer === k ? `all ${counted(k, 'clusters')}` : `${count(closer)} of ${counted(k, 'clusters')}`} images look more alike than as many images with permuted labels.`,
    isEdited
      ? `The images of every dataset are counted under their clusters of ${clustering} as people changed these.`
      : `Every dataset was clustered separately, and its clusters have other numbers than those of clustering ${clustering}: each is counted here under the cluster that most of its images are assigned to, on average ${percent(share, 0)} of them.`
  ]
  const missing = k - clusters.length
  if (missing > 0) {
    sentences.push(
      `${missing === 1 ? 'One cluster is' : `${count(missing)} clusters are`} not listed: ${isEdited ? 'no dataset has an image of it' : 'no cluster of a dataset has most of its images there'}, so nothing was measured.`
    )
  }
  return sentences.join(' ')
}

/** Instances that a sentence names. */
const NAMED = 20

/** That images of an evaluation say nothing, and how they count; nothing where there are none. */
export function blankWords(blank: EvaluationSummary['blank']): string[] {
  const { constantPictures = [], withoutLength = [] } = blank ?? {}
  return [...constantWords(constantPictures, 'instance'), ...withoutLengthWords(withoutLength, 'instance')]
}

/** @param names of the images @param kind of name, in the singular; without it they are not named */
export function constantWords(names: readonly (number | string)[], kind = ''): string[] {
  const [images, have, are] = names.length === 1 ? ['image', 'has', 'is'] : ['images', 'have', 'are']
  if (names.length === 0) return []
  return [
    `${count(names.length)} ${images} ${have} one grey level only, and nothing to see: to the autoencoder such images ${are} all the same. ${naming(names, kind)}`.trim()
  ]
}

/** As `constantWords`. */
export function withoutLengthWords(names: readonly (number | string)[], kind = ''): string[] {
  if (names.length === 0) return []
  const vectors = names.length === 1 ? 'vector has' : 'vectors have'
  return [
    `${count(names.length)} ${vectors} no length, and so no direction: the cosine distance to every centre counts as 1. ${naming(names, kind)}`.trim()
  ]
}

function naming(names: readonly (number | string)[], kind: string): string {
  if (kind === '') return ''
  const rest = names.length > NAMED ? ` and ${count(names.length - NAMED)} more` : ''
  return `${kind[0].toUpperCase()}${kind.slice(1)}${names.length === 1 ? '' : 's'} ${names.slice(0, NAMED).join(', ')}${rest}.`
}
