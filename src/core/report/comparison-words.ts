import { count, counted, decimal, percent } from '../../messages/format.ts'
import type { ComparedSelection, ComparisonReport } from '../catalogue/stored/comparison.ts'
import { SELECTIONS } from '../features/selections.ts'
import type { PublicAgreement } from './public-agreement.ts'

/** What the shell and the report show of a way to choose tags. */
export interface ComparedFigures extends Omit<ComparedSelection, 'features' | 'modality' | 'bodyPart'> {
  tags: number
  modality: PublicAgreement | null
  bodyPart: PublicAgreement | null
}

/** The figures of the table, in its columns. */
export const COMPARED_FIGURES: readonly { title: string; text: (of: ComparedFigures) => string }[] = [
  { title: 'tags', text: ({ tags }) => count(tags) },
  { title: 'columns', text: ({ columns }) => count(columns) },
  { title: 'silhouette', text: ({ silhouette }) => decimal(silhouette) },
  { title: 'stability', text: ({ stability }) => decimal(stability) },
  { title: 'largest', text: ({ largest }) => percent(largest) },
  { title: 'visual', text: ({ visual }) => decimal(visual && visual.clustered / visual.permuted) },
  { title: 'modality NMI', text: ({ modality }) => decimal(modality?.nmi) },
  { title: 'homogeneity', text: ({ modality }) => decimal(modality?.homogeneity) },
  { title: 'body part NMI', text: ({ bodyPart }) => decimal(bodyPart?.nmi) }
]

/** What a way is called in a list. */
export function selectionLabel(name: string): string {
  return SELECTIONS.find((each) => each.name === name)?.label ?? name
}

/** What the figures mean. */
export function comparisonWords({
  visual,
  withoutVisual,
  n
}: Pick<ComparisonReport, 'visual' | 'withoutVisual' | 'n'>): string[] {
  return [
    'Stability: mean adjusted Rand index of the clusters of five subsets of 80 % (1: the same, 0: by chance). Largest: the share of the images in the largest cluster; where it is large, stability means little.',
    visual === null
      ? `Visual: ${WITHOUT_VISUAL[withoutVisual ?? 'no-model']}.`
      : `Visual: cosine distance of pictures to the centres of their clusters, beside that under permuted labels (1: no more alike than by chance), by model ${visual.model} on ${counted(visual.images, 'images')}${visual.images < n ? ` of ${count(n)}` : ''}.`,
    'Modality and body part: normalised mutual information, and homogeneity, of clusters made without these tags and those that give them away.',
    'Silhouettes of different tags are of different distances: judge by the other figures.'
  ]
}

const WITHOUT_VISUAL = {
  'no-model': 'no model that could compare pictures was there',
  'no-pictures': 'hardly any image has a picture that can be decoded'
}
