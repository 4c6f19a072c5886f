import { planeOf } from '../features/plane.ts'
import { contrastIn, contrastOfAgent } from './contrast.ts'
import { DESCRIPTIONS, REGION_SOURCES, regionEvidence, regionFrom } from './derive-region.ts'
import { sideIn, sideOfTerm } from './laterality.ts'
import { isWithin } from './region.ts'
import { planeIn } from './plane-word.ts'
import { sequenceTypeIn } from './sequence-type.ts'

/** Of the series alone: a study has several sequences and planes. */
const OF_SERIES = DESCRIPTIONS.slice(0, 2)

/** The attributes that are read, by their keywords. */
export const WORD_SOURCES = [
  ...REGION_SOURCES,
  'ImageLaterality',
  'Laterality',
  'ContrastBolusAgent',
  'ImageOrientationPatient',
  'Modality'
] as const
type WordSource = (typeof WORD_SOURCES)[number]

/** Values of attributes; '' where an image has none. Values of one attribute stand with `\` between them. */
export type SourceTexts = Readonly<Record<WordSource, string>>

/** What is read for an image, by the keyword of the derived tag; null where nothing says it. */
type WordsRead = Record<
  'Region' | 'RegionFrom' | 'Side' | 'ContrastGiven' | 'SequenceType' | 'ImagePlane',
  string | null
>

export function readWords(texts: SourceTexts): WordsRead {
  const evidence = regionEvidence(texts)
  const region = regionFrom(evidence)
  const agreeing = evidence.filter((each) => region !== null && isWithin(region, each.region))
  return {
    Region: region,
    RegionFrom: region && agreeing.map(({ source }) => source).join(', '),
    Side: first(texts, ['ImageLaterality', 'Laterality'], sideOfTerm) ?? first(texts, DESCRIPTIONS, sideIn),
    ContrastGiven: first(texts, ['ContrastBolusAgent'], contrastOfAgent) ?? first(texts, DESCRIPTIONS, contrastIn),
    SequenceType: texts.Modality === 'MR' ? first(texts, OF_SERIES, sequenceTypeIn) : null,
    ImagePlane: planeOf(texts.ImageOrientationPatient.split('\\')) || first(texts, OF_SERIES, planeIn)
  }
}

/** What the first of some attributes that says anything says. */
function first(
  texts: SourceTexts,
  sources: readonly WordSource[],
  read: (text: string) => string | null
): string | null {
  for (const source of sources) {
    const said = read(texts[source])
    if (said !== null) return said
  }
  return null
}
