import type { Condition } from '../conditions.ts'
import { is, type ContradictionRule } from './rule.ts'

/** What only one kind of scanner measures (PS3.3, sections C.8.2.1, C.8.3.1 and C.8.7.2), with modalities that cannot have it. */
const SIGNS: readonly { tags: readonly string[]; against: ReadonlySet<string> }[] = [
  {
    tags: ['RepetitionTime', 'EchoTime', 'InversionTime', 'EchoTrainLength', 'MagneticFieldStrength'],
    against: new Set(['CT', 'CR', 'DX', 'MG', 'IO', 'PX', 'XA', 'RF', 'US', 'IVUS', 'ES', 'SM', 'OP', 'OPT'])
  },
  {
    tags: ['KVP', 'XRayTubeCurrent', 'ConvolutionKernel', 'CTDIvol'],
    against: new Set(['MR', 'US', 'ES', 'SM', 'OP', 'OPT'])
  }
]

/** Zero is what some converters write where nothing was measured. */
function isMeasured(tag: string): Condition {
  return {
    all: [
      { tag, operator: 'is-not', empty: true },
      { tag, operator: 'is-not', value: '0' }
    ]
  }
}

export const FOREIGN_TAGS: ContradictionRule = {
  code: 'foreign-tags',
  title: 'Tags of another modality',
  says: 'A tag that only another kind of scanner writes is present for this Modality: one of the two is wrong.',
  keywords: ['Modality', ...SIGNS.flatMap(({ tags }) => tags)],
  contradicts(valueOf) {
    const modality = valueOf('Modality')
    for (const { tags, against } of SIGNS) {
      if (!against.has(modality)) continue
      const found = tags.filter((tag) => valueOf(tag) !== '' && Number(valueOf(tag)) !== 0)
      if (found.length === 0) continue
      const parts = found.map(isMeasured)
      return [is('Modality', modality), ...parts]
    }
    return null
  }
}
