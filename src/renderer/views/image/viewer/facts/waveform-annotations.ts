import type { DataSets } from '../data-sets.ts'
import { type FactTable, measure, table } from './facts.ts'

/** What a device or a person found in waveforms (PS3.3 section C.10.10): names, measurements, statements. */
export function annotationFacts({ whole, text, items, meaning }: DataSets): FactTable[] {
  const rows = items(whole, 'WaveformAnnotationSequence').map((annotation) => {
    const [unit] = items(annotation, 'MeasurementUnitsCodeSequence')
    const value = measure(text(annotation, 'NumericValue'), text(unit, 'CodeValue'))
    const said = text(annotation, 'UnformattedTextValue') || meaning(annotation, 'ConceptCodeSequence')
    return [
      meaning(annotation, 'ConceptNameCodeSequence'),
      value,
      { free: said },
      channelsOf(text(annotation, 'ReferencedWaveformChannels')),
      text(annotation, 'ReferencedSamplePositions').replaceAll('\\', ', ') ||
        text(annotation, 'ReferencedTimeOffsets').replaceAll('\\', ', ')
    ]
  })
  return table('Annotations', ['Name', 'Value', 'Said', 'Channels', 'At'], rows)
}

/** Pairs of a group and a channel; channel 0 stands for all of the group. */
function channelsOf(text: string): string {
  const numbers = text.split('\\')
  const pairs: string[] = []
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    pairs.push(numbers[i + 1] === '0' ? `all of group ${numbers[i]}` : `${numbers[i]}.${numbers[i + 1]}`)
  }
  return pairs.join(', ')
}
