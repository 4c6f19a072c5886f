import { count, percent } from '../../messages/format.ts'
import type { Mapping } from '../catalogue/stored/mapping.ts'
import type { Evidence, Deciles } from './proposal.ts'

/** `BodyPartExamined: "KOPF" → "HEAD"` */
export function mappingWords(mapping: Mapping): string {
  const { name } = mapping
  if ('from' in mapping) return `${name}: ${mapping.from.map((value) => `"${value}"`).join(', ')} → "${mapping.to}"`
  if ('scale' in mapping) {
    const { scale, offset, modality, sources } = mapping
    const of = `source ${sources.join(', ')}${modality === null ? '' : `, ${modality}`}`
    return `${name} of ${of}: × ${scale}${offset === 0 ? '' : ` ${offset < 0 ? '−' : '+'} ${Math.abs(offset)}`}`
  }
  return `${name} is no feature`
}

/** What speaks for a mapping, in one line; lists are by site. */
export function evidenceWords(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'words':
      return `images by site: ${bySite(evidence.from)} → ${bySite(evidence.to)}${evidence.source === null ? '' : `; ${evidence.source}`}`
    case 'numbers':
      return `median ${spread(evidence.before)}, read as ${spread(evidence.after)}; of the other ${spread(evidence.others)}`
    case 'shares':
      return evidence.shares
        .map(
          ({ modality, bySite }) =>
            `${modality} ${bySite.map((share) => (share === null ? '–' : percent(share, 0))).join(' / ')}`
        )
        .join(', ')
  }
}

function bySite(counts: readonly number[]): string {
  return counts.map((images) => count(images)).join(' / ')
}

function spread({ low, median, high }: Deciles): string {
  const short = (number: number): string => String(Number(number.toPrecision(4)))
  return `${short(median)} (${short(low)}–${short(high)})`
}
