import { type SweepEntry, sweep } from '../../src/core/clustering/sweep.ts'
import { LEAST_COLUMNS } from '../../src/core/clustering/limits.ts'
import { stabilityOf, subsetsOf } from '../../src/core/selection/stability.ts'
import type { GowerModel } from '../../src/core/catalogue/stored/features.ts'
import { adjustedMutualInformation, adjustedRandIndex, agreement } from '../../src/core/evaluation/agreement.ts'
import { BODY_PART, MODALITY, type Target } from '../../src/core/evaluation/target.ts'
import { NO_CLASS } from '../../src/core/features/classes.ts'
import { type FeatureTable, rowsOf } from '../../src/core/features/table.ts'
import { Random } from '../../src/core/random.ts'
import { SamplePictures } from './pictures.ts'
import { presentShare } from './rows.ts'
import type { QualitySet, Sample } from './sets.ts'
import { type TruthName, TRUTHS } from './truth.ts'
import type { Variant } from './variants.ts'

export const KS = [15, 30]
const RESTARTS = 3
/** Subsets whose clusterings are compared. */
const SUBSETS = 5
const SUBSET_RESTARTS = 2

/** Truths that features tell of, and the tags that do. */
export const LEFT_OUT: Partial<Record<TruthName, Target>> = {
  modality: MODALITY,
  region: BODY_PART,
  plane: {
    keyword: 'ImageOrientationPatient',
    proxies: new Set(['ImageOrientationPatient', 'PatientOrientation', 'ViewPosition', 'ViewCodeSequence'])
  },
  scanner: {
    keyword: 'ManufacturerModelName',
    proxies: new Set(['Manufacturer', 'ManufacturerModelName', 'SoftwareVersions'])
  }
}

/** Ends the name of a figure for which the tags that tell of the truth were left out. */
export const LEFT_OUT_SUFFIX = ', left out'
/** What clusters and a truth are compared by. */
export const AGREEMENTS = ['AMI', 'ARI', 'homogeneity'] as const

/** Figures by name, for one K: `silhouette`, `largest`, `modality AMI`, `modality homogeneity, left out`, … */
export type Figures = Map<string, number>

/** A truth that fewer rows of a sample know is not compared with. */
const LEAST_ROWS = 30

/** All figures of one variant on one sample, by K. */
export async function measure(
  set: QualitySet,
  sample: Sample,
  variant: Variant,
  seed: number
): Promise<Map<number, Figures>> {
  const { table, model } = await sample.prepare(variant, null)
  const found = new Map(KS.map((k) => [k, new Map<string, number>()]))
  const options = { seed, restarts: RESTARTS, algorithm: variant.algorithm }
  const { entries } = await sweep(table, { ...options, k: KS, model })
  const pictures = set.pictures && (await SamplePictures.of(set.pictures, sample.instances, Math.max(...KS)))
  for (const entry of entries) {
    const figures = found.get(entry.k)!
    figures.set('silhouette', entry.silhouette!)
    figures.set('largest', Math.max(...entry.sizes) / table.rows)
    const sparse = Array.from(entry.medoids, (row) => presentShare(table, row) < LEAST_COLUMNS)
    figures.set('sparse medoids', sparse.filter(Boolean).length)
    // Clusters are numbered by descending size.
    figures.set('of the two largest', sparse.slice(0, 2).filter(Boolean).length)
    figures.set('stability', await stability(table, model, entry.k, variant.algorithm, seed))
    if (pictures) figures.set('visual', pictures.visual(entry.labels, entry.k))
    for (const truth of TRUTHS) addAgreement(figures, truth, '', entry, sample)
  }
  await pictures?.close()
  for (const truth of TRUTHS) {
    const target = LEFT_OUT[truth]
    if (target === undefined || !isKnown(sample.truths[truth])) continue
    const left = await sample.prepare(variant, target)
    const { entries } = await sweep(left.table, { ...options, k: KS, model: left.model })
    for (const entry of entries) addAgreement(found.get(entry.k)!, truth, LEFT_OUT_SUFFIX, entry, sample)
  }
  return found
}

function isKnown(classes: Int32Array | undefined): classes is Int32Array {
  if (classes === undefined) return false
  const known = classes.filter((code) => code !== NO_CLASS)
  return known.length >= LEAST_ROWS && new Set(known).size > 1
}

function addAgreement(
  figures: Figures,
  truth: TruthName,
  suffix: string,
  { labels }: SweepEntry,
  sample: Sample
): void {
  const classes = sample.truths[truth]
  if (!isKnown(classes)) return
  const rows = Uint32Array.from(classes.keys()).filter((row) => classes[row] !== NO_CLASS)
  const [clusters, known] = [rows.map((row) => labels[row]), Int32Array.from(rows, (row) => classes[row])]
  const values = {
    AMI: adjustedMutualInformation(clusters, known)!,
    ARI: adjustedRandIndex(clusters, known),
    homogeneity: agreement(clusters, known)!.homogeneity
  }
  for (const index of AGREEMENTS) figures.set(`${truth} ${index}${suffix}`, values[index])
}

/** Mean adjusted Rand index of clusterings of random subsets, on the rows that two of them share. */
async function stability(
  table: FeatureTable,
  model: GowerModel,
  k: number,
  algorithm: string,
  seed: number
): Promise<number> {
  const subsets = subsetsOf(table.rows, SUBSETS, new Random(seed, 1))
  const labellings: Uint16Array[] = []
  for (const [at, rows] of subsets.entries()) {
    const options = { k: [k], restarts: SUBSET_RESTARTS, algorithm, seed: seed * SUBSETS + at, model }
    const { entries } = await sweep(rowsOf(table, rows), options)
    labellings.push(entries[0].labels)
  }
  return stabilityOf(table.rows, subsets, labellings)
}
