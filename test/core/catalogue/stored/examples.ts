import { NO_MEDOID } from '../../../../src/core/catalogue/assigned.ts'
import type { EditedClusters } from '../../../../src/core/catalogue/edited.ts'
import type { StoredCorrection } from '../../../../src/core/catalogue/corrections/log.ts'
import type { StoredEdit } from '../../../../src/core/catalogue/edits.ts'
import type { StoredClustering } from '../../../../src/core/catalogue/runs.ts'
import type { LabelOrigin } from '../../../../src/core/catalogue/stored/label-set.ts'
import type { FeatureChoices } from '../../../../src/core/catalogue/stored/feature-set.ts'
import type { SelectionOrigin } from '../../../../src/core/catalogue/stored/selection.ts'
import type { ComparisonReport } from '../../../../src/core/catalogue/stored/comparison.ts'
import type { EvaluationReport } from '../../../../src/core/catalogue/stored/evaluation.ts'
import { EQUAL_WEIGHT, type RunFeatures } from '../../../../src/core/catalogue/stored/features.ts'
import type { Mapping } from '../../../../src/core/catalogue/stored/mapping.ts'
import type { MapReport } from '../../../../src/core/catalogue/stored/map.ts'
import type { TrainingReport } from '../../../../src/core/catalogue/stored/model.ts'
import type { RunParameters, RunResult } from '../../../../src/core/catalogue/stored/run.ts'
import type { SuggestionReport } from '../../../../src/core/catalogue/stored/suggestions.ts'
import type { StoredSuggestion } from '../../../../src/core/catalogue/suggestions.ts'
import type { StoredProjection } from '../../../../src/core/catalogue/projections.ts'
import type { StoredTree } from '../../../../src/core/catalogue/trees.ts'
import type { TagId } from '../../../../src/core/catalogue/types.ts'

/** Small documents as the present version writes them. */

export const PARAMETERS: RunParameters = {
  where: [{ tag: 'Modality', operator: 'is', value: 'CT' }],
  tags: 70,
  include: [],
  exclude: [],
  method: 'paper',
  weights: [],
  groupByScanner: false,
  perSeries: null,
  heldOut: false,
  by: 'image',
  select: 'missing',
  fuse: null,
  k: [2],
  sample: 3,
  seed: 7,
  algorithm: 'fasterpam',
  restarts: 10
}

/** One numeric feature and one nominal one. */
export const FEATURES: RunFeatures = {
  images: 3,
  features: [
    {
      ...{ name: 'KVP', tag: '(0018,0060)', path: '', keyword: 'KVP', privateCreator: '' },
      vr: 'DS',
      parser: 'number',
      kind: 'numeric',
      columns: [{ name: 'KVP', position: 1 }],
      dropped: [],
      phi: false,
      included: false,
      missingShare: 0,
      distinct: 2,
      unparsed: 0,
      commas: 1,
      weighting: EQUAL_WEIGHT
    },
    {
      ...{ name: 'Modality', tag: '(0008,0060)', path: '', keyword: 'Modality', privateCreator: '' },
      vr: 'CS',
      parser: 'category',
      kind: 'nominal',
      columns: [{ name: 'Modality', position: 1, levels: ['CT', 'MR'] }],
      dropped: [{ from: 2, to: 2, reason: 'rare', explanation: 'Few images have a second value.' }],
      phi: false,
      included: true,
      missingShare: 0,
      distinct: 3,
      unparsed: 0,
      commas: 0,
      weighting: EQUAL_WEIGHT
    }
  ],
  rejected: [{ name: 'PatientName', reason: 'phi' }],
  normalised: [
    {
      name: 'Modality',
      keyword: 'Modality',
      column: 'Modality',
      value: 'CT',
      rawValues: [
        { value: 'CT', count: 2, rules: [] },
        { value: 'ct', count: 1, rules: ['case'] }
      ]
    }
  ],
  model: {
    columns: [
      {
        name: 'KVP',
        kind: 'numeric',
        min: 80,
        range: 40,
        clamped: false,
        weight: 1,
        absence: false,
        notApplicable: []
      },
      { name: 'Modality', kind: 'nominal', levels: ['CT', 'MR'], weight: 1, absence: false, notApplicable: [] }
    ],
    absence: null
  },
  fusion: null
}

export function runResult(run: number): RunResult {
  return {
    run,
    n: 3,
    images: 3,
    sampling: null,
    sites: null,
    columns: 2,
    algorithm: 'fasterpam',
    restarts: 10,
    seed: 7,
    pairsWithoutSharedFeature: 0,
    distinctRows: null,
    sweep: [{ k: 2, clustering: `${run}.2`, loss: 1.25, silhouette: 0.3, swaps: 4, seconds: 0.5 }],
    best: { k: 2, silhouette: 0.3, structure: 'weak' },
    seconds: { features: 0.1, matrix: 0.2, clustering: 0.3, silhouettes: 0.4 }
  }
}

/** Of instances 3, 70000 and 70001, the first ones of which are the medoids. */
export function clustering(k: number, silhouette: number | null): Omit<StoredClustering, 'run'> {
  const ids = [...Array(k).keys()]
  return {
    k,
    loss: 1.25,
    silhouette,
    swaps: 4,
    seconds: 0.5,
    medoids: Uint32Array.from(ids, (id) => [3, 70_000, 70_001][id]),
    labels: Uint16Array.from([0, 1, 2], (row) => Math.min(row, k - 1)),
    silhouettes: Float32Array.of(0.5, -0.25, 1),
    medoidRows: { rows: ids, values: [ids.map((id) => 80 + id), ids.map(() => null)] },
    clusters: ids.map((id) => ({
      id,
      size: 1,
      medoid: { instance: id, sopInstanceUid: `1.${id}`, path: `/archive/IM${id}` },
      silhouette: null,
      distinguishing: [{ keyword: 'Modality', value: 'CT', share: 1, shareElsewhere: 0.5 }],
      suggestedLabel: 'CT',
      sharedColumns: 1
    }))
  }
}

export const RUN = {
  program: '1.2.3',
  parameters: PARAMETERS,
  features: FEATURES,
  sample: Uint32Array.of(3, 70_000, 70_001)
}

/** Of three images: 3 and 70001 are merged, and 70000 with both. */
export const TREE: Omit<StoredTree, 'created'> = {
  run: 1,
  k: 0,
  program: '1.2.3',
  left: Uint32Array.of(0, 1),
  right: Uint32Array.of(2, 3),
  height: Float64Array.of(0.25, 0.5),
  prototypes: Uint32Array.of(3, 70_000, 3, 3, 70_001),
  result: {
    linkage: 'average',
    leaves: 3,
    cophenetic: 0.75,
    cuts: [
      { k: 2, silhouette: 0.3 },
      { k: 3, silhouette: 0 }
    ],
    leafClusters: null,
    edit: 0,
    seconds: 0.25
  }
}

export function trainingReport(model: number, changed: Partial<TrainingReport> = {}): TrainingReport {
  return {
    model,
    architecture: 'compact',
    embedding: 5120,
    images: 3,
    validationImages: 1,
    reserved: 0,
    skipped: [{ path: '/archive/IM5', reason: 'It has no pixels.' }],
    remarks: [{ code: 'padded', images: 2, message: 'It is padded.', path: '/archive/IM1' }],
    backend: 'wasm',
    device: '2 threads',
    backendReason: 'wasm: 2 threads',
    parameters: {
      where: [],
      images: 4,
      epochs: 1,
      batch: 40,
      architecture: 'compact',
      validation: 0.25,
      reserve: 0,
      seed: 7
    },
    epochs: [{ epoch: 1, loss: 0.5, validationLoss: null, seconds: 2 }],
    secondsPerStep: 2,
    imagesPerSecond: 1.5,
    ...changed
  }
}

/** Of one dataset of three images. */
export function evaluationReport(evaluation: number): EvaluationReport {
  const spread = { mean: 0.5, sd: null }
  const tTest = { t: null, df: 0, p: null, meanDifference: 0.25, ci95: null, cohenDz: null, reason: 'One dataset.' }
  const permutationTest = { p: 0.01, permutations: 99 }
  const agreement = { homogeneity: 1, completeness: 1, nmi: 1, nmiCeiling: 1, images: 3, classes: 2 }
  return {
    evaluation,
    run: '1.2',
    model: 1,
    modelState: { epochs: 1, weights: '0a' },
    parameters: { datasets: 1, size: 3, centre: 'mean', permutations: 99, by: 'image', seed: 7 },
    sets: { training: 4, sample: 3, evaluated: 3 },
    datasets: [{ images: 3, k: 2, silhouette: 0.25, clustered: 0.5, permuted: 0.75 }],
    clustered: spread,
    permuted: spread,
    tTest,
    permutationTest,
    control: { labelled: spread, permuted: spread, tTest, permutationTest },
    perCluster: [{ dataset: 0, cluster: 0, images: 2, clustered: 0.5, permuted: 0.75 }],
    agreement: { modality: { ...agreement, withoutTargetTag: null }, bodyPart: null },
    shared: { series: 0, patients: null },
    stability: { ari: 1 },
    skipped: [],
    blank: { constantPictures: [{ instance: 9, path: '/archive/IM9' }], withoutLength: [] },
    edit: 0,
    projection: null,
    remarks: [],
    seconds: 2
  }
}

/** Of two ways to choose tags, one without a say of the body part. */
export function comparisonReport(comparison: number): ComparisonReport {
  const agreement = { homogeneity: 0.8, completeness: 0.4, nmi: 0.5, nmiCeiling: 0.9, images: 3, classes: 2 }
  return {
    comparison,
    parameters: {
      where: [{ tag: 'Modality', operator: 'is', value: 'CT' }],
      tags: 70,
      method: 'paper',
      k: 2,
      seed: 1
    },
    n: 3,
    images: 3,
    visual: { model: 1, images: 2 },
    withoutVisual: null,
    selections: [
      {
        select: 'missing',
        features: ['Modality', 'KVP'],
        columns: 2,
        silhouette: 0.3,
        largest: 0.5,
        stability: 0.7,
        visual: { clustered: 0.1, permuted: 0.2 },
        modality: { ...agreement, leftOut: ['Modality'] },
        bodyPart: null
      },
      {
        select: 'laplacian',
        features: ['KVP'],
        columns: 1,
        silhouette: null,
        largest: 1,
        stability: 1,
        visual: { clustered: 0.2, permuted: 0.2 },
        modality: { ...agreement, leftOut: [] },
        bodyPart: { ...agreement, nmi: 0.1, leftOut: [] }
      }
    ],
    seconds: 2
  }
}

export const ORIGIN: SelectionOrigin = {
  by: 'window',
  where: [{ tag: 'Modality', operator: 'is', value: 'CT' }],
  clustering: '1.2',
  cluster: 0,
  words: ['Modality = CT', 'in the lasso']
}

/** Of the three images of `RUN`, all of which have a place. */
export function mapReport(run: number): MapReport {
  return {
    run,
    by: 'tags',
    model: null,
    seed: 7,
    laidOut: 3,
    quality: { neighbours: 15, trustworthiness: 0.9, continuity: 0.8, recall: 0.7, triplets: 0.6 },
    gap: 0.5,
    placed: { images: 4, placed: 4, withoutSharedFeature: 1 },
    withoutPicture: 0,
    seconds: { comparing: 0.1, layout: 0.2, quality: 0.3, placing: 0.4 }
  }
}

export const MAP = {
  run: 1,
  by: 'tags',
  program: '1.2.3',
  parameters: { model: null, seed: 7, sampleOnly: false },
  positions: Float32Array.of(0, 1, 2.5, -3, NaN, NaN),
  result: mapReport(1)
} as const

export const LABELS_FROM: LabelOrigin = {
  file: 'truth.csv',
  key: 'SeriesInstanceUID',
  column: 'region',
  rows: 4,
  keys: 3,
  unmatched: 1,
  conflicts: 0
}

/** Of one modality, with some tags read otherwise than the rules do. */
export const CHOICES: FeatureChoices = {
  where: [
    { any: [{ tag: 'Modality', operator: 'is', value: 'CT' }, { not: { tag: 'KVP', operator: 'is', empty: true } }] }
  ],
  tags: 40,
  select: 'missing',
  include: ['(0019,xx0A)[ACME]'],
  exclude: ['StationName'],
  kind: [{ tag: 'KVP', kind: 'nominal' }],
  separate: [{ tag: 'BodyPartExamined', values: ['TSPINE'] }],
  join: [{ tag: 'BodyPartExamined', values: ['HEAD', 'SKULL'] }],
  method: 'balanced',
  weights: [{ tag: 'Rows', weight: 0.5 }],
  groupByScanner: true
}

/** Cluster 0 of `clustering(2)` is split: the second part is cluster 2. */
export const EDIT: Omit<StoredEdit, 'id' | 'created'> = {
  run: 1,
  k: 2,
  program: '1.2.3',
  author: 'Ann',
  change: {
    kind: 'split',
    cluster: 0,
    into: [2],
    choice: { by: 'conditions', where: [{ tag: 'Modality', operator: 'is', value: 'CT' }], clustering: null },
    images: [1, 1],
    medoids: [3, 70_000]
  }
}

/** What clusters may be after several changes: there is no cluster 1, and one image is rejected. */
export const EDITED: EditedClusters = {
  edit: 1,
  loss: 0.5,
  silhouette: 0.25,
  medoids: Uint32Array.of(3, NO_MEDOID, 70_001),
  labels: Uint16Array.of(0, 65_535, 2),
  silhouettes: Float32Array.of(0.5, NaN, 0),
  medoidRows: {
    rows: [0, NO_MEDOID, 2],
    values: [
      [80, null, 82],
      ['CT', null, null]
    ]
  },
  clusters: [clustering(1, null).clusters[0], { ...clustering(1, null).clusters[0], id: 2 }]
}

/** Of vectors of three values, to two. */
export const PROJECTION: Omit<StoredProjection, 'created'> = {
  model: 1,
  width: 2,
  program: '1',
  weights: '0a',
  images: Uint32Array.of(1, 2, 5),
  report: {
    model: 1,
    length: 3,
    width: 2,
    images: 3,
    variances: [4, 1],
    variance: 5.5,
    backend: 'wasm',
    device: '2 threads'
  },
  mean: Float32Array.of(0.5, 1, 1.5),
  directions: Float32Array.of(1, 0, 0, 0, 0.6, 0.8)
}

const PART = { name: 'BodyPartExamined', tag: '(0018,0015)', path: '', keyword: 'BodyPartExamined', privateCreator: '' }
const THICK = { name: 'SliceThickness', tag: '(0018,0050)', path: '', keyword: 'SliceThickness', privateCreator: '' }

/** One mapping of each shape: words, numbers, a tag that is left out. */
export const MAPPINGS: Mapping[] = [
  { kind: 'synonym', ...PART, from: ['KOPF', 'Kopf'], to: 'HEAD' },
  { kind: 'unit', ...THICK, sources: [1], modality: null, scale: 10, offset: 0 },
  { kind: 'omission', ...THICK, why: 'not-written' }
]

/** A correction of three images that have two values. */
export const CORRECTION: Omit<StoredCorrection, 'id' | 'created'> = {
  program: '1',
  author: 'Ann',
  tag: 1 as TagId,
  change: {
    kind: 'accept',
    value: 'HEAD',
    scope: 'conditions',
    where: [{ tag: 'Modality', operator: 'is', value: 'CT' }],
    images: 3,
    found: [
      { value: 'CHEST', images: 2 },
      { value: '', images: 1 }
    ],
    others: 0,
    reason: 'The pictures show heads',
    from: { by: 'suggestion', name: '1', probability: 0.97 }
  }
}

/** What was suggested for a tag. */
export const SUGGESTION_REPORT_OF = (tag: string): SuggestionReport => ({
  tag,
  keyword: tag,
  seed: 1,
  images: 90,
  fitted: 80,
  keptTogether: 'patient',
  values: [{ value: 'KNEE', images: 40, found: 0.95 }],
  features: ['KVP'],
  leftOut: [tag],
  agreeing: 0.95,
  reliability: [{ from: 0.9, to: 1, count: 80, probability: 0.97, right: 0.95 }],
  counts: { missing: 9, wrong: 7, rare: 1, notApplicable: 2, leftMissing: 0, leftWrong: 0 }
})
const REASON = { name: 'KVP', keyword: 'KVP', value: '120', isPersonal: false, contribution: 0.5 }
export const SUGGESTIONS = {
  missing: [
    { instance: 3, images: 4, present: null, suggested: 'KNEE', probability: 0.97, margin: 0.9, why: [REASON] },
    { instance: 8, images: 5, present: null, suggested: 'CHEST', probability: 0.6, margin: 0.2, why: [] }
  ],
  wrong: [{ instance: 5, images: 7, present: 'HEAD', suggested: 'KNEE', probability: 0.9, margin: 0.8, why: [REASON] }]
} satisfies Record<string, Omit<StoredSuggestion, 'kind' | 'place'>[]>
