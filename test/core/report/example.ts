import type {
  ClusterSummary,
  EvaluationSummary,
  MapSummary,
  ReportData,
  TrainingSummary
} from '../../../src/core/report/data.ts'
import type { MethodComparison } from '../../../src/core/report/method-words.ts'
import { PAPER } from '../../../src/core/report/paper.ts'
import { png } from '../../../src/core/report/pictures.ts'

/** A grey ramp: a picture that nobody takes for a patient. */
const RAMP = png(Uint8Array.from({ length: 128 * 128 }, (_, i) => i % 128))

const CREATED = '2026-03-01T10:31:00.000Z'

/** The report of three clusters of a small archive, with all parts. */
export function exampleReport(changed: Partial<ReportData> = {}): ReportData {
  return {
    schema: 'medoid-report',
    schemaVersion: 1,
    created: CREATED,
    program: { name: 'medoid', version: '0.1.0', node: 'v24.0.0', platform: 'linux x64' },
    archive: {
      instances: 1210,
      images: 1200,
      duplicates: 3,
      series: 240,
      studies: 120,
      patients: 80,
      tags: 140,
      groups: [
        {
          title: 'Modality',
          keyword: 'Modality',
          values: [
            { value: 'CT', count: 700 },
            { value: 'MR', count: 500 }
          ],
          rest: { values: 0, count: 0 },
          missing: 0
        },
        {
          title: 'Body part',
          keyword: 'BodyPartExamined',
          values: [{ value: 'HEAD', count: 600 }],
          rest: { values: 4, count: 100 },
          missing: 500
        },
        {
          title: 'Manufacturer',
          keyword: 'Manufacturer',
          values: [],
          rest: { values: 900, count: 1200 },
          missing: 0,
          withheld: 'The values differ from image to image and may identify people.'
        },
        {
          title: 'Year of study',
          keyword: 'StudyDate',
          values: [
            { value: '2010', count: 900 },
            { value: '2011', count: 290 }
          ],
          rest: { values: 0, count: 0 },
          missing: 10
        }
      ]
    },
    tags: [
      {
        name: 'Modality',
        privateName: '',
        tag: '(0008,0060)',
        vr: 'CS',
        missingShare: 0,
        distinct: 2,
        decision: 'feature',
        values: [
          { value: 'CT', count: 700 },
          { value: 'MR', count: 510 }
        ]
      },
      {
        name: 'PatientName',
        privateName: '',
        tag: '(0010,0010)',
        vr: 'PN',
        missingShare: 0.01,
        distinct: 80,
        decision: 'phi',
        values: null
      }
    ],
    features: {
      images: 1200,
      chosen: [
        {
          name: 'Modality',
          privateName: '',
          tag: '(0008,0060)',
          vr: 'CS',
          kind: 'nominal',
          columns: ['Modality'],
          missingShare: 0,
          distinct: 2,
          unparsed: 0,
          weighting: { weight: 1, reason: 'equal', explained: null },
          weightExplanation: 'All columns count the same.',
          remarks: [],
          phi: false,
          included: false,
          dropped: []
        }
      ],
      rejected: [
        { reason: 'phi', explanation: 'It may identify a person.', tags: 3, names: ['PatientName', 'PatientID'] }
      ],
      normalised: [
        {
          name: 'BodyPartExamined',
          keyword: 'BodyPartExamined',
          column: 'BodyPartExamined',
          value: 'T_SPINE',
          rawValues: [
            { value: 'T_SPINE', count: 12, rules: [] },
            { value: 'TSPINE', count: 3, rules: ['separators'] }
          ]
        }
      ]
    },
    sites: {
      sites: [
        { sources: [1], images: 800, sample: 600, clusters: [] },
        { sources: [2, 3], images: 400, sample: 300, clusters: [2] }
      ],
      tags: [{ name: 'BodyPartExamined', tag: '(0018,0015)', shares: [0.25, 1] }],
      apart: {
        before: { images: 700, accuracy: 0.985, chance: 0.5 },
        after: { images: 700, accuracy: 0.561, chance: 0.5 }
      },
      accepted: [
        { kind: 'synonym', mappings: 2 },
        { kind: 'unit', mappings: 1 }
      ],
      mappings: ['BodyPartExamined: "KOPF" → "HEAD"']
    },
    comparison: {
      comparison: 1,
      created: CREATED,
      program: '0.1.0',
      n: 900,
      images: 1200,
      visual: null,
      withoutVisual: 'no-model',
      k: 15,
      tags: 70,
      method: 'paper',
      selections: [
        {
          select: 'missing',
          tags: 70,
          columns: 85,
          silhouette: 0.264,
          largest: 0.21,
          stability: 0.864,
          visual: null,
          modality: { homogeneity: 0.831, nmi: 0.687 },
          bodyPart: null
        },
        {
          select: 'laplacian',
          tags: 70,
          columns: 80,
          silhouette: 0.346,
          largest: 0.32,
          stability: 0.794,
          visual: null,
          modality: { homogeneity: 0.843, nmi: 0.693 },
          bodyPart: { homogeneity: 0.5, nmi: 0.483 }
        }
      ]
    },
    run: {
      clustering: '2.3',
      run: 2,
      k: 3,
      created: CREATED,
      program: '0.1.0',
      parameters: {
        where: [{ tag: 'Modality', operator: 'is-not', value: 'SR' }],
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
        sample: 10,
        seed: 7,
        algorithm: 'fasterpam',
        restarts: 10
      },
      fusion: null,
      sample: 10,
      images: 1200,
      columns: 12,
      pairsWithoutSharedFeature: 0,
      remarks: [],
      bestK: 3,
      sweep: [
        { k: 2, silhouette: 0.2, structure: 'none', loss: 9.5, swaps: 3 },
        { k: 3, silhouette: 0.41, structure: 'weak', loss: 6.25, swaps: 5 }
      ],
      loss: 6.25,
      silhouette: 0.41,
      structure: 'weak',
      edits: null,
      edit: 0,
      silhouettes: [
        [0.8, 0.6, 0.5, 0.4],
        [0.6, 0.4, -0.1],
        [0.5, 0.3, 0.1]
      ],
      assigned: 1200
    },
    clusters: [exampleCluster(0), exampleCluster(1), exampleCluster(2)],
    tree: {
      linkage: 'average',
      isCut: false,
      leaves: 3,
      cophenetic: 0.875,
      cuts: [
        { k: 2, silhouette: 0.5 },
        { k: 3, silhouette: 0.41 }
      ],
      merges: [
        { left: 0, right: 2, height: 0.25 },
        { left: 1, right: 3, height: 0.5 }
      ]
    },
    maps: [exampleMap()],
    methods: exampleMethods(),
    withoutMethods: null,
    training: exampleTraining(),
    evaluation: exampleEvaluation(),
    evaluatedClusters: [
      { cluster: 2, found: 3, images: 150, share: 0.98, clustered: 0.05, permuted: 0.126 },
      { cluster: 0, found: 5, images: 250, share: 0.9, clustered: 0.09, permuted: 0.127 }
    ],
    pictures: 'safe',
    paper: PAPER,
    again: {
      seeds: [{ what: 'run 2: sample and starts', seed: 7 }],
      versions: [{ what: 'run 2', version: '0.1.0', created: CREATED }],
      commands: ['medoid scan FOLDER', 'medoid report --run 2.3 --out report.html'],
      notes: ['FOLDER is the archive.']
    },
    ...changed
  }
}

/** A run by the paper's method beside the balanced one. */
export function exampleMethods(changed: Partial<MethodComparison> = {}): MethodComparison {
  return {
    method: 'paper',
    k: 3,
    images: 10,
    judged: 10,
    select: 'missing',
    byTagsAlone: false,
    visual: { model: 4, images: 8 },
    withoutVisual: null,
    methods: [
      {
        method: 'paper',
        tags: 70,
        columns: 85,
        silhouette: 0.41,
        largest: 0.4,
        sparseMedoids: 2,
        nearerElsewhere: 0.1,
        stability: 0.554,
        modality: { homogeneity: 0.62, nmi: 0.501 },
        bodyPart: null,
        visual: { clustered: 0.09, permuted: 0.125 },
        likeRun: 1
      },
      {
        method: 'balanced',
        tags: 68,
        columns: 77,
        silhouette: 0.332,
        largest: 0.3,
        sparseMedoids: 0,
        nearerElsewhere: 0,
        stability: 0.76,
        modality: { homogeneity: 0.841, nmi: 0.7 },
        bodyPart: null,
        visual: { clustered: 0.065, permuted: 0.125 },
        likeRun: 0.283
      }
    ],
    ...changed
  }
}

export function exampleCluster(id: number, changed: Partial<ClusterSummary> = {}): ClusterSummary {
  return {
    id,
    size: 4 - Math.min(id, 1),
    assigned: 500 - 100 * id,
    meanDistance: 0.21,
    silhouette: 0.4,
    columns: 12,
    medoidColumns: 11,
    sharedColumns: 9,
    findings: [],
    label: id === 0 ? { text: 'Head CT', code: '69536005', scheme: 'SCT', meaning: 'Head' } : null,
    suggestedLabel: `CT · HEAD ${id}`,
    distinguishing: [{ keyword: 'Modality', value: 'CT', share: 0.95, shareElsewhere: 0.1 }],
    picture: id === 2 ? { instance: 30, withheld: 'Burned In Annotation is not stated.' } : { instance: id, png: RAMP },
    ...changed
  }
}

export function exampleTraining(changed: Partial<TrainingSummary> = {}): TrainingSummary {
  return {
    model: 4,
    program: '0.1.0',
    created: CREATED,
    architecture: 'compact',
    embedding: 5120,
    images: 90,
    validationImages: 10,
    reserved: 600,
    backend: 'wasm',
    device: '2 threads',
    backendReason: 'no GPU was found',
    parameters: {
      where: [],
      images: 100,
      epochs: 3,
      batch: 40,
      architecture: 'compact',
      validation: 0.1,
      reserve: 600,
      seed: 7
    },
    epochs: [
      { epoch: 1, loss: 0.12, validationLoss: 0.1, seconds: 9 },
      { epoch: 2, loss: 0.06, validationLoss: 0.061, seconds: 8 },
      { epoch: 3, loss: 0.01, validationLoss: 0.012, seconds: 8 }
    ],
    secondsPerStep: 1.2,
    imagesPerSecond: 33,
    skipped: [{ reason: 'The pixels are not all there.', images: 2 }],
    reconstructions: [{ original: { instance: 77, png: RAMP }, png: RAMP }],
    withoutReconstructions: null,
    ...changed
  }
}

export function exampleEvaluation(changed: Partial<EvaluationSummary> = {}): EvaluationSummary {
  const datasets = [0.081, 0.078, 0.084].map((clustered) => ({
    images: 150,
    k: 3,
    silhouette: 0.31,
    clustered,
    permuted: clustered + 0.045
  }))
  return {
    edit: 0,
    projection: null,
    evaluation: 5,
    program: '0.1.0',
    created: CREATED,
    run: '2.3',
    model: 4,
    parameters: { datasets: 3, size: 150, centre: 'mean', permutations: 1000, by: 'image', seed: 7 },
    sets: { training: 100, sample: 10, evaluated: 450 },
    datasets,
    clustered: { mean: 0.081, sd: 0.003 },
    permuted: { mean: 0.126, sd: 0.003 },
    tTest: { t: 30.77, df: 2, p: 0.0000098, meanDifference: 0.045, ci95: [0.042, 0.049], cohenDz: 10.9 },
    permutationTest: { p: 1 / 1001, permutations: 1000 },
    control: {
      labelled: { mean: 0.125, sd: 0.004 },
      permuted: { mean: 0.126, sd: 0.004 },
      tTest: { t: 1.36, df: 2, p: 0.217, meanDifference: 0.001, ci95: [-0.001, 0.002], cohenDz: 0.48 },
      permutationTest: { p: 0.059, permutations: 1000 }
    },
    perCluster: datasets.flatMap((_, dataset) =>
      [0, 1, 2].map((cluster) => ({ dataset, cluster, images: 50, clustered: 0.05 + 0.04 * cluster, permuted: 0.126 }))
    ),
    agreement: {
      modality: {
        homogeneity: 0.9,
        completeness: 0.6,
        nmi: 0.72,
        nmiCeiling: 0.8,
        images: 450,
        classes: 2,
        withoutTargetTag: {
          homogeneity: 0.83,
          completeness: 0.55,
          nmi: 0.67,
          nmiCeiling: 0.8,
          images: 450,
          classes: 2,
          leftOut: ['Modality', 'SOPClassUID']
        }
      },
      bodyPart: null
    },
    shared: { series: 12, patients: 9 },
    modelState: { epochs: exampleTraining().epochs.length, weights: '0a'.repeat(32) },
    stability: { ari: 0.94 },
    skipped: [],
    blank: { constantPictures: [], withoutLength: [] },
    seconds: 16,
    ...changed
  }
}

/** Three clusters of which the last two lie together. */
export function exampleMap(changed: Partial<MapSummary> = {}): MapSummary {
  return {
    by: 'tags',
    model: null,
    quality: { neighbours: 15, trustworthiness: 0.998, continuity: 0.996, recall: 0.79, triplets: 0.73 },
    placed: { images: 1200, without: 0 },
    places: [
      [-10, 0, -10, 1, -9, 0, -9, 1],
      [10, 0, 10, 1, 11, 0],
      [10, 4, 10, 5, 11, 4]
    ],
    clusters: [
      { id: 0, images: 4, own: 1, beside: null },
      { id: 1, images: 3, own: 0.75, beside: 2 },
      { id: 2, images: 3, own: 0.5, beside: 1 }
    ],
    ...changed
  }
}
