import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { ComparedSelection } from '../core/catalogue/stored/comparison.ts'
import type { Agreement } from '../core/catalogue/stored/evaluation.ts'
import { agreement } from '../core/evaluation/agreement.ts'
import { BODY_PART, MODALITY, withoutTarget } from '../core/evaluation/target.ts'
import { classesOf } from '../core/features/classes.ts'
import { Random } from '../core/random.ts'
import { stabilityOf, subsetsOf } from '../core/selection/stability.ts'
import type { Clusterer } from './clusterer.ts'

/** Subsets whose clusters are compared for stability. */
const SUBSETS = 5

/** How often `judgeClusters` tells that it goes on. */
export const JUDGING_STEPS = SUBSETS + 2

/**
 * How stable clusters of a sample are, and how far they agree with what the images are: by clustering subsets of it, and the whole of
 * it without the tags that tell. All of it depends on the seed alone.
 * @param sample ids of instances, ascending, whose 80 % are more than there are clusters
 * @param labels the cluster of each
 * @param step hears of each clustering before it is made
 * @throws CancelledError
 */
export async function judgeClusters(
  reader: CatalogueReader,
  clusterer: Clusterer,
  sample: Uint32Array,
  labels: ArrayLike<number>,
  seed: number,
  step: () => void
): Promise<Pick<ComparedSelection, 'stability' | 'modality' | 'bodyPart'>> {
  const subsets = subsetsOf(sample.length, SUBSETS, new Random(seed, 1))
  const labellings: Uint16Array[] = []
  for (const rows of subsets) {
    step()
    labellings.push((await clusterer.cluster(rows.map((row) => sample[row]))).labels)
  }
  const stability = stabilityOf(sample.length, subsets, labellings)
  const agreements: ComparedSelection['modality'][] = []
  for (const target of [MODALITY, BODY_PART]) {
    step()
    const { codes } = classesOf(reader, target.keyword, sample)
    const parts = withoutTarget(clusterer.features, target)
    const found = await agreementWithout(clusterer, sample, labels, parts, codes)
    agreements.push(found && { ...found, leftOut: parts.leftOut })
  }
  const [modality, bodyPart] = agreements
  return { stability, modality, bodyPart }
}

/**
 * How far clusters agree with a target that are made without it, and without what gives it away.
 * @param labels clusters by all features: those where there is nothing to leave out
 * @param target the features without it, and the names of those that are left out
 * @param codes what it says of each image
 * @returns null where no feature is left, or no image has a value
 */
export async function agreementWithout(
  clusterer: Clusterer,
  images: Uint32Array,
  labels: ArrayLike<number>,
  { kept, leftOut }: ReturnType<typeof withoutTarget>,
  codes: Int32Array
): Promise<Agreement | null> {
  if (kept.length === 0) return null
  return agreement(leftOut.length === 0 ? labels : (await clusterer.cluster(images, kept)).labels, codes)
}
