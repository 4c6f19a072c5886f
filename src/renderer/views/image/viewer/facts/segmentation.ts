import type { DataSets } from '../data-sets.ts'
import { type FactTable, namesAndValues, table, words } from './facts.ts'

/** The segments of a Segmentation (PS3.3 section C.8.20.2). */
export function segmentFacts({ whole, text, items, meaning }: DataSets): FactTable[] {
  const segments = items(whole, 'SegmentSequence')
  if (segments.length === 0) return []
  return [
    ...namesAndValues('Segmentation', [
      ['Label', { free: text(whole, 'ContentLabel') }],
      ['Description', { free: text(whole, 'ContentDescription') }],
      ['Type', words(text(whole, 'SegmentationType'))],
      ['Fractions are', words(text(whole, 'SegmentationFractionalType'))]
    ]),
    ...table(
      'Segments',
      ['Number', 'Label', 'Category', 'What', 'Region', 'Made', 'Algorithm'],
      segments.map((segment) => [
        text(segment, 'SegmentNumber'),
        text(segment, 'SegmentLabel'),
        meaning(segment, 'SegmentedPropertyCategoryCodeSequence'),
        meaning(segment, 'SegmentedPropertyTypeCodeSequence'),
        meaning(segment, 'AnatomicRegionSequence'),
        words(text(segment, 'SegmentAlgorithmType')),
        text(segment, 'SegmentAlgorithmName')
      ])
    )
  ]
}
