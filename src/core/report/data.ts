import type { EditSummary } from '../catalogue/edit-summary.ts'
import type { MapBy, MapQuality } from '../catalogue/stored/map.ts'
import type { ComparisonReport } from '../catalogue/stored/comparison.ts'
import type { ComparedFigures } from './comparison-words.ts'
import type { Distinguishing } from '../catalogue/stored/clustering.ts'
import type { RunParameters, Structure } from '../catalogue/stored/run.ts'
import type { MappingKind } from '../catalogue/stored/mapping.ts'
import type { Linkage } from '../catalogue/stored/tree.ts'
import type { TrainingReport } from '../catalogue/stored/model.ts'
import type { BlankImages, EvaluationReport } from '../catalogue/stored/evaluation.ts'
import type { DroppedPositions, NormalisedValue, Reason, Weighting } from '../catalogue/stored/features.ts'
import type { ToldFinding } from '../clustering/quality.ts'
import type { ClusterFigures } from '../evaluation/by-cluster.ts'
import type { SitesApart } from '../harmonise/apart.ts'
import type { MethodComparison, NoMethods } from './method-words.ts'
import type { PaperFigures } from './paper.ts'

/**
 * All that a report says; plain data. Without the pixels of its pictures it is the file `report.json`. Of what the headers
 * hold there are only values of chosen features that tell of no person, and counts.
 */
export interface ReportData {
  schema: 'medoid-report'
  schemaVersion: 1
  /** ISO 8601, UTC. */
  created: string
  program: { name: 'medoid'; version: string; node: string; platform: string }
  archive: ReportArchive
  tags: ReportedTag[]
  features: FeatureList
  run: RunSummary
  clusters: ClusterSummary[]
  /** The sites of the catalogue; null where there is one alone. */
  sites: SitesSummary | null
  /** How the clusters are merged; null where nobody has made their tree. */
  tree: TreeSummary | null
  /** Of the run: by tags, by pixels, or none. */
  maps: MapSummary[]
  /** The method of the run beside the others; null where they could not be compared, and why. */
  methods: MethodComparison | null
  withoutMethods: NoMethods | null
  /** The newest of the catalogue; null where nobody has compared ways to choose tags. */
  comparison: ComparisonSummary | null
  /** null where no model was trained. */
  training: TrainingSummary | null
  /** null where the clusters were not evaluated. */
  evaluation: EvaluationSummary | null
  /** What the evaluation says of each cluster, by falling difference; null where there is none, or nobody has assigned the images. */
  evaluatedClusters: ClusterFigures[] | null
  /** Which pictures are shown: `safe` by the rules of `withheldReasons`, `all` because somebody asked for them. */
  pictures: PictureChoice
  paper: PaperFigures
  again: Reproduction
}

/** Clusters that have a card with a picture, the largest ones: as many as the paper's largest K. */
export const PICTURED_CLUSTERS = 300

export type PictureChoice = 'safe' | 'all'

/** The sample of the run on a map. */
export interface MapSummary {
  by: MapBy
  /** Whose embeddings were compared; null by tags. */
  model: number | null
  quality: MapQuality | null
  /** Images of the run as it is now, and how many of them have no place; null where only the sample was laid out. */
  placed: { images: number; without: number } | null
  /** Of each cluster x and y of its images of the sample, one after another. */
  places: number[][]
  clusters: MappedCluster[]
}

export interface MappedCluster {
  id: number
  /** In the sample, with a place. */
  images: number
  /** Of the nearest images on the map of each, the share that are of the same cluster; null where there is no other. */
  own: number | null
  /** The cluster that most of the others are of; null where there are none. */
  beside: number | null
}

/** Counts of live instances. */
export interface ReportArchive {
  instances: number
  images: number
  /** Further files with a SOP Instance UID that is already catalogued. */
  duplicates: number
  series: number
  studies: number
  /** Distinct Patient IDs; null where no instance has one. */
  patients: number | null
  tags: number
  /** Of the images. */
  groups: AttributeCounts[]
}

/** The sites of a catalogue beside each other, without what they are called. */
export interface SitesSummary {
  /** In the order of their sources. */
  sites: {
    /** Ids of its sources. */
    sources: number[]
    images: number
    /** In the sample of the run. */
    sample: number
    /** Clusters whose images of the sample are all of this site. */
    clusters: number[]
  }[]
  /** Those in which the sites differ most: by site, the share of its images of the sample that have a value; null: it has none there. */
  tags: { name: string; tag: string; shares: (number | null)[] }[]
  /** How far a classifier tells the sites apart by the features that a run chooses by itself; null where that cannot be asked. */
  apart: SitesApart | null
  /** Accepted mappings by kind. */
  accepted: { kind: MappingKind; mappings: number }[]
  /** Accepted mappings in words; those whose words may tell of a person are not among them. */
  mappings: string[]
}

/** What a tag says of the images. */
export interface AttributeCounts {
  /** For a person: `Modality`, `Year of study`. */
  title: string
  keyword: string
  /** Most frequent first; years in their order. Spellings of one category are one value. */
  values: { value: string; count: number }[]
  /** Rarer values, which are not listed. */
  rest: { values: number; count: number }
  /** Images without a value. */
  missing: number
  /** Why the values are not shown. */
  withheld?: string
}

export interface ReportedTag {
  /** Keyword or path; empty for private elements that are no features, as what creators call themselves is theirs. */
  name: string
  /** What the vendor calls a private element, by the dictionary of private elements; else empty. */
  privateName: string
  tag: string
  vr: string
  /** 1 − non-empty / instances, over all live instances. */
  missingShare: number
  distinct: number
  /** Whether it is a feature of the run, why it is not, or null where the run did not know it. */
  decision: 'feature' | Reason | null
  /** The most frequent ones, of features that tell of no person; null for all others. */
  values: { value: string; count: number }[] | null
}

export interface FeatureList {
  /** Images that the decisions are about. */
  images: number
  chosen: ChosenFeature[]
  /** Why tags are no features: how many of them, and those of the standard by name. */
  rejected: { reason: Reason; explanation: string; tags: number; names: string[] }[]
  /** Categories that were written in several ways and are read as one. */
  normalised: NormalisedValue[]
}

export interface ChosenFeature {
  name: string
  /** As in ReportedTag. */
  privateName: string
  tag: string
  vr: string
  kind: 'numeric' | 'nominal'
  columns: string[]
  missingShare: number
  distinct: number
  unparsed: number
  /** How much it counted in the run. */
  weighting: Weighting
  /** Why it counted as much as it did, as a sentence. */
  weightExplanation: string
  /** What follows its name: of values that cannot be read, decimal commas, and a range that outliers make too wide. */
  remarks: string[]
  /** Its values may tell of a person and are never shown. */
  phi: boolean
  /** A person asked for it. */
  included: boolean
  dropped: DroppedPositions[]
}

/** A run and the K of it that the report is about. */
export interface RunSummary {
  /** `R.K` */
  clustering: string
  run: number
  k: number
  created: string
  program: string
  /** Without what may tell of people. */
  parameters: RunParameters
  /** The pictures that are compared besides the tags; null where tags alone are. */
  fusion: {
    model: number
    alpha: number
    /** That the model had learnt for. */
    epochs: number
    /** What cosine distances are multiplied by. */
    scale: number
    /** Images of the sample that have none. */
    withoutVector: number
    training: TrainingRecipe
  } | null
  /** Images clustered, those there were to draw from, and the columns compared. */
  sample: number
  images: number
  columns: number
  pairsWithoutSharedFeature: number
  /** Sentences about what makes the clusters of the run doubtful. */
  remarks: string[]
  /** The K with the highest silhouette; null where none is to be called the best. */
  bestK: number | null
  sweep: { k: number; silhouette: number | null; structure: Structure | null; loss: number; swaps: number }[]
  loss: number
  silhouette: number | null
  structure: Structure | null
  /** By cluster, the largest first; rounded to four digits. Empty for K = 1. */
  silhouettes: number[][]
  /** What people changed about the clusters; null where they are as the method made them. */
  edits: EditSummary | null
  /** The change that they take account of; 0: none. An evaluation with another number is of other clusters. */
  edit: number
  /** Images that have a cluster by now; null where nobody has assigned them. */
  assigned: number | null
}

export interface ClusterSummary {
  id: number
  /** In the sample. */
  size: number
  /** Of all images; null where nobody has assigned them. */
  assigned: number | null
  /** Mean distance √(1 − S) of these to the medoid. */
  meanDistance: number | null
  /** Mean over its members in the sample. */
  silhouette: number | null
  /** Columns that count, those that the medoid has, and the median of those that images of the sample share with it. */
  columns: number
  medoidColumns: number
  sharedColumns: number | null
  /** What makes it doubtful, and what to do. */
  findings: ToldFinding[]
  /** What somebody called it. */
  label: { text: string; code: string; scheme: string; meaning: string } | null
  suggestedLabel: string
  distinguishing: Distinguishing[]
  /** null beyond the first `PICTURED_CLUSTERS`. */
  picture: ReportPicture | null
}

/** The tree above the clusters that the report is about. */
export interface TreeSummary {
  linkage: Linkage
  /** Whether the clusters are a cut of a tree whose leaves are the images of the sample; else they are its leaves. */
  isCut: boolean
  leaves: number
  cophenetic: number | null
  /** Those into few groups, the best one, and the one into the clusters themselves. */
  cuts: { k: number; silhouette: number | null }[]
  /** Ascending: clusters are nodes 0 to K − 1, by their ids, merge i makes node K + i. */
  merges: { left: number; right: number; height: number }[]
}

/** The picture of an image, or why there is none. */
export interface ReportPicture {
  /** Id in the catalogue. */
  instance: number
  /** 128 × 128 grey levels as PNG in base64; not in `report.json`. */
  png?: string
  withheld?: string
}

/** What it takes to train the same model again. */
export type TrainingRecipe = Pick<TrainingSummary, 'model' | 'program' | 'created' | 'parameters' | 'backend'>

export interface TrainingSummary extends Omit<TrainingReport, 'skipped' | 'remarks'> {
  program: string
  created: string
  /** Images that could not be decoded, by reason. */
  skipped: { reason: string; images: number }[]
  /** Originals and what the autoencoder makes of them; of images that it has not learnt from. */
  reconstructions: { original: ReportPicture; png?: string }[]
  /** Pictures that were not made, and why; null where there are some. */
  withoutReconstructions: string | null
}

export interface EvaluationSummary extends Omit<EvaluationReport, 'skipped' | 'blank' | 'remarks'> {
  program: string
  created: string
  skipped: { reason: string; images: number }[]
  /** Ids in the catalogue of images in which there is nothing to compare; null where the evaluation did not look for them. */
  blank: Record<keyof BlankImages, number[]> | null
}

/** A comparison of ways to choose tags, without what may tell of people. */
export interface ComparisonSummary extends Pick<ComparisonReport, 'n' | 'images' | 'visual' | 'withoutVisual'> {
  comparison: number
  created: string
  program: string
  k: number
  /** How many tags became features at most. */
  tags: number
  method: string
  selections: ComparedFigures[]
}

/** What it takes to make the same again. */
export interface Reproduction {
  seeds: { what: string; seed: number }[]
  versions: { what: string; version: string; created: string }[]
  commands: string[]
  notes: string[]
}
