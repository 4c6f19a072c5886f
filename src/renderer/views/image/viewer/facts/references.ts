import { uidName } from '../../../../../api/for-windows.ts'
import type { DataSetRange, DataSets } from '../data-sets.ts'
import { type FactTable, table } from './facts.ts'

/** Sequences whose items name an object, of whatever kind. */
const NAMING = [
  'ReferencedImageSequence',
  'ReferencedInstanceSequence',
  'ReferencedSOPSequence',
  'ReferencedStructureSetSequence',
  'ReferencedDoseSequence',
  'ReferencedRTPlanSequence',
  'ReferencedWaveformSequence'
]
/** Sequences whose items hold such sequences. */
const HOLDING = [
  'CurrentRequestedProcedureEvidenceSequence',
  'PertinentOtherEvidenceSequence',
  'StudiesContainingOtherReferencedInstancesSequence',
  'ReferencedSeriesSequence',
  'RegistrationSequence',
  'DeformableRegistrationSequence'
]

/** Objects that this one refers to, each once. */
export function referenceFacts({ whole, text, items }: DataSets): FactTable[] {
  const found = new Map<string, string>()
  const collect = (within: DataSetRange, depth: number): void => {
    for (const keyword of NAMING) {
      for (const item of items(within, keyword)) {
        const uid = text(item, 'ReferencedSOPInstanceUID')
        if (uid !== '' && !found.has(uid)) found.set(uid, uidName(text(item, 'ReferencedSOPClassUID')))
      }
    }
    if (depth === 0) return
    for (const keyword of HOLDING) for (const item of items(within, keyword)) collect(item, depth - 1)
  }
  collect(whole, 3)
  return table(
    'Refers to',
    ['What', 'Object'],
    Array.from(found, ([uid, what]) => [what, { uid }])
  )
}
