import type { SetName } from './sets.ts'

/** What a figure, as a mean over the seeds, has to reach. */
export interface Bar {
  set: SetName
  k: number
  figure: string
  least?: number
  most?: number
  /** Default: balanced. */
  variant?: string
}

export const BARS: readonly Bar[] = [
  { set: 'real', k: 15, figure: 'sparse', most: 0 },
  { set: 'real', k: 30, figure: 'modality homogeneity', least: 0.84 },
  { set: 'real', k: 30, figure: 'largest', most: 0.12 },
  { set: 'real', k: 30, figure: 'modality homogeneity', least: 0.94, variant: 'balanced, ward' },
  { set: 'real', k: 30, figure: 'largest', most: 0.09, variant: 'balanced, ward' },
  { set: 'real', k: 30, figure: 'sequence AMI', least: 0.4 },
  { set: 'real', k: 30, figure: 'visual', most: 0.55 },
  { set: 'real', k: 30, figure: 'stability', least: 0.75 },
  { set: 'real', k: 30, figure: 'modality homogeneity left out', least: 0.7 },
  { set: 'phantom', k: 30, figure: 'group AMI', least: 0.68 },
  { set: 'phantom', k: 30, figure: 'group ARI', least: 0.41 },
  { set: 'phantom', k: 30, figure: 'group AMI', least: 0.74, variant: 'balanced, ward' },
  { set: 'phantom', k: 30, figure: 'group ARI', least: 0.46, variant: 'balanced, ward' },
  { set: 'phantom', k: 30, figure: 'stability', least: 0.81 },
  { set: 'phantom', k: 30, figure: 'modality homogeneity left out', least: 0.98 },
  { set: 'stroke-mr', k: 15, figure: 'sequence AMI', least: 0.68 }
]
