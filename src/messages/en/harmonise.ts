import { count, counted, percent } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Sites of a catalogue, and mappings between what they write. */
export const HARMONISE = {
  'one-site': ({ sources }: { sources: number }, terms: Terms) => ({
    problem: `Sites are compared with one another, and there is one site with images in ${counted(sources, 'sources')}.`,
    remedy: `Scan a folder of another site with ${terms.action('scan')}, or merge its catalogue with this one.`
  }),

  'too-many-sites': ({ sites, most }: { sites: number; most: number }) => ({
    problem: `${count(sites)} sites are more than the ${count(most)} that can be compared.`,
    remedy: 'Scan the folder above them as one source.'
  }),

  'unknown-mapping': ({ id }: { id: string }, terms: Terms) => ({
    problem: `There is no mapping "${id}".`,
    remedy: `List them: ${terms.action('harmonise')}.`
  }),

  'no-mapping-step': ({ way }: { way: 'undo' | 'redo' }) => ({
    problem: way === 'undo' ? 'No decision about mappings is left to undo.' : 'No undone decision is left to redo.'
  }),

  'not-mappings': ({ file, problem }: { file: string; problem: string }) => ({
    problem: `${file} holds no mappings: ${problem}.`,
    remedy: 'Name a file that an export of mappings has written.'
  }),

  /** How far sites are told apart, without mappings and with those that are accepted. */
  'sites-apart': ({ before, after }: { before: Apart; after: Apart }) => ({
    problem:
      before.accuracy === null || after.accuracy === null
        ? 'How far the sites are told apart by the features cannot be said: all images of one of them are of one patient.'
        : `A random forest tells from the features which site an image is from for ${percent(before.accuracy, 1)} of ${counted(
            before.images,
            'images'
          )}, and with the accepted mappings for ${percent(after.accuracy, 1)}; by chance it would be ${percent(before.chance, 1)}.`
  }),

  /** `BodyPartExamined: "KOPF" → "HEAD"` */
  'site-mapping': (mapping: ToldMapping) => ({ problem: mappingWords(mapping) }),

  /** What speaks for a mapping, in one line; lists are by site. */
  'mapping-evidence': (evidence: Evidence) => ({ problem: evidenceWords(evidence) }),

  'mappings-of-a-site': ({ mappings }: { mappings: number }) => ({
    problem: `${counted(mappings, 'mappings')} of units and ranges ${mappings === 1 ? 'is' : 'are'} about the sites of another catalogue, and ${mappings === 1 ? 'was' : 'were'} left out.`
  })
}

interface Apart {
  images: number
  /** Shares; null where there is none to tell. */
  accuracy: number | null
  chance: number
}

/** What a mapping does to a tag, see core/catalogue/stored/mapping.ts. */
type ToldMapping = { name: string } & (
  | { from: string[]; to: string }
  | { scale: number; offset: number; modality: string | null; sources: number[] }
  | { kind: 'omission' }
)

function mappingWords(mapping: ToldMapping): string {
  const { name } = mapping
  if ('from' in mapping) return `${name}: ${mapping.from.map((value) => `"${value}"`).join(', ')} → "${mapping.to}"`
  if ('scale' in mapping) {
    const { scale, offset, modality, sources } = mapping
    const of = `source ${sources.join(', ')}${modality === null ? '' : `, ${modality}`}`
    return `${name} of ${of}: × ${scale}${offset === 0 ? '' : ` ${offset < 0 ? '−' : '+'} ${Math.abs(offset)}`}`
  }
  return `${name} is no feature`
}

/** See core/harmonise/proposal.ts. */
type Evidence =
  | { kind: 'words'; source: string | null; from: number[]; to: number[] }
  | { kind: 'numbers'; before: Deciles; after: Deciles; others: Deciles }
  | { kind: 'shares'; shares: { modality: string; bySite: (number | null)[] }[] }

interface Deciles {
  low: number
  median: number
  high: number
}

function evidenceWords(evidence: Evidence): string {
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
