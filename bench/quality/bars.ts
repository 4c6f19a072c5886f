import type { SetName } from './sets.ts'

/** What a figure, as a mean over the seeds, has to reach. */
export interface Bar {
  set: SetName
  k: number
  figure: string
  /** At least a number or, `paper`, what that method has on the same samples. */
  least?: number | 'paper'
  most?: number
  variant: string
}

const BALANCED = { variant: 'balanced', k: 30 }
const WARD = { variant: 'balanced + ward', k: 30 }

export const BARS: readonly Bar[] = [
  { ...BALANCED, set: 'real', k: 15, figure: 'of the two largest', most: 0 },
  { ...BALANCED, set: 'real', figure: 'modality homogeneity', least: 0.84 },
  { ...BALANCED, set: 'real', figure: 'largest', most: 0.12 },
  { ...WARD, set: 'real', figure: 'modality homogeneity', least: 0.94 },
  { ...WARD, set: 'real', figure: 'largest', most: 0.09 },
  { ...BALANCED, set: 'real', figure: 'sequence AMI', least: 0.4 },
  { ...BALANCED, set: 'real', figure: 'visual', most: 0.55 },
  { ...BALANCED, set: 'real', figure: 'stability', least: 0.75 },
  { ...BALANCED, set: 'real', figure: 'modality homogeneity, left out', least: 0.7 },
  { ...BALANCED, set: 'phantom', figure: 'group AMI', least: 0.68 },
  { ...BALANCED, set: 'phantom', figure: 'group ARI', least: 0.41 },
  { ...WARD, set: 'phantom', figure: 'group AMI', least: 0.74 },
  { ...WARD, set: 'phantom', figure: 'group ARI', least: 0.46 },
  { ...BALANCED, set: 'phantom', figure: 'stability', least: 0.81 },
  { ...BALANCED, set: 'phantom', figure: 'modality homogeneity, left out', least: 0.98 },
  { ...BALANCED, set: 'stroke-mr', k: 15, figure: 'sequence AMI', least: 'paper' },
  { ...BALANCED, set: 'tagtable', k: 15, figure: 'sequence AMI', least: 'paper' }
]
