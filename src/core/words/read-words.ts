import { planeOf } from '../features/plane.ts'
import { contrastIn, contrastOfAgent } from './contrast.ts'
import { REGION_SOURCES, regionEvidence, regionFrom } from './derive-region.ts'
import { sideIn, sideOfTerm } from './laterality.ts'
import { isWithin } from './region.ts'
import { planeIn } from './plane-word.ts'
import { sequenceTypeIn } from './sequence-type.ts'

/** Free text about an image, nearest to it first. */
const DESCRIPTIONS = ['SeriesDescription', 'ProtocolName', 'RequestedProcedureDescription', 'StudyDescription'] as const
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
export type WordSource = (typeof WORD_SOURCES)[number]

/** Values of attributes; '' where an image has none. Values of one attribute stand with `\` between them. */
export type SourceTexts = Readonly<Record<WordSource, string>>

/** What was read, and the attributes that say so. */
interface Reading {
  value: string
  from: readonly WordSource[]
}

/** What is read for an image, by the keyword of the derived tag; null where nothing says it. */
export type WordsRead = Record<'Region' | 'Side' | 'ContrastGiven' | 'SequenceType' | 'ImagePlane', Reading | null>

export function readWords(texts: SourceTexts): WordsRead {
  return {
    Region: readRegion(texts),
    Side: first(texts, ['ImageLaterality', 'Laterality'], sideOfTerm) ?? first(texts, DESCRIPTIONS, sideIn),
    ContrastGiven: first(texts, ['ContrastBolusAgent'], contrastOfAgent) ?? first(texts, DESCRIPTIONS, contrastIn),
    SequenceType: texts.Modality === 'MR' ? first(texts, OF_SERIES, sequenceTypeIn) : null,
    ImagePlane:
      first(texts, ['ImageOrientationPatient'], (cosines) => planeOf(cosines.split('\\')) || null) ??
      first(texts, OF_SERIES, planeIn)
  }
}

function readRegion(texts: SourceTexts): Reading | null {
  const evidence = regionEvidence(texts)
  const region = regionFrom(evidence)
  if (region === null) return null
  return { value: region, from: evidence.filter((each) => isWithin(region, each.region)).map(({ source }) => source) }
}

/** What the first of some attributes that says anything says. */
function first(
  texts: SourceTexts,
  sources: readonly WordSource[],
  read: (text: string) => string | null
): Reading | null {
  for (const source of sources) {
    const value = read(texts[source])
    if (value !== null) return { value, from: [source] }
  }
  return null
}
