import type { DataSets } from '../data-sets.ts'
import { type FactTable, measure, namesAndValues, table, words } from './facts.ts'

/** An RT Dose (PS3.3 sections C.8.8.3 and C.8.8.4): what its values are, and its dose-volume histograms. */
export function doseFacts({ whole, has, text, items }: DataSets): FactTable[] {
  if (!has(whole, 'DoseUnits') && !has(whole, 'DVHSequence')) return []
  const unitOf = (units: string): string => ({ GY: 'Gy', RELATIVE: 'relative' })[units] ?? units
  return [
    ...namesAndValues('Dose', [
      ['Units', unitOf(text(whole, 'DoseUnits'))],
      ['Type', words(text(whole, 'DoseType'))],
      ['Sum of', words(text(whole, 'DoseSummationType'))],
      ['Comment', { free: text(whole, 'DoseComment') }],
      ['Scaling', measure(text(whole, 'DoseGridScaling'))],
      ['Plan', { uid: text(items(whole, 'ReferencedRTPlanSequence')[0], 'ReferencedSOPInstanceUID') }],
      ['Structure set', { uid: text(items(whole, 'ReferencedStructureSetSequence')[0], 'ReferencedSOPInstanceUID') }]
    ]),
    ...table(
      'Dose-volume histograms',
      ['ROI', 'Type', 'Least', 'Mean', 'Most'],
      items(whole, 'DVHSequence').map((histogram) => {
        const units = unitOf(text(histogram, 'DoseUnits'))
        const rois = items(histogram, 'DVHReferencedROISequence').map((roi) => text(roi, 'ReferencedROINumber'))
        return [
          rois.join(', '),
          words(text(histogram, 'DVHType')),
          measure(text(histogram, 'DVHMinimumDose'), units),
          measure(text(histogram, 'DVHMeanDose'), units),
          measure(text(histogram, 'DVHMaximumDose'), units)
        ]
      })
    )
  ]
}
