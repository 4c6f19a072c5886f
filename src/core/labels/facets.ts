import { planeOf, ORIENTATION } from '../features/plane.ts'
import { splitValues } from '../features/parse.ts'
import { parseDecimal } from '../numbers.ts'
import { weightingOf } from './weighting.ts'

/** Something that a label may tell of images: the same of all images of a cluster, or nearly. */
interface Told {
  /** Where it stands in a label: `MR · BRAIN · axial T2`. */
  slot: 'modality' | 'region' | 'detail'
  /** Which details come first, also in the label. */
  rank: number
}

/** A word of a radiologist; '' where an image has none. */
export interface WordFacet extends Told {
  word: (header: AttributeText) => string
}

/** A quantity; NaN where an image has none. */
export interface NumberFacet extends Told {
  number: (header: AttributeText) => number
  /** A number, or a range of numbers, in words: `TR 500–600 ms`. */
  words: (number: string) => string
}

export type Facet = WordFacet | NumberFacet

/** The text of an attribute in an image's header; '' where there is none. */
export type AttributeText = (attribute: string) => string

/** Details up to here say what an image shows and how it was made. Those behind them are named to tell clusters apart. */
export const LAST_TELLING = 31
/** Details from here on are of encoding and equipment. */
export const ENCODING = 50

/** Longest text of one value in a label. */
const LENGTH = 24

/** Text of a file as it may stand in a label: of what is too long, whole words where that leaves enough. */
function clean(text: string): string {
  const printable = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029_\s]+/gu, ' ').trim()
  const letters = [...printable]
  if (letters.length <= LENGTH) return printable
  const end = letters.slice(0, LENGTH + 1).lastIndexOf(' ')
  return `${letters
    .slice(0, end >= LENGTH / 2 ? end : LENGTH)
    .join('')
    .replace(/[\p{P}\s]+$/u, '')}…`
}

function valuesOf(header: AttributeText, attribute: string): string[] {
  const text = header(attribute)
  return text === '' ? [] : splitValues(text, 'CS').map((value) => clean(value).toUpperCase())
}

/** The word of the first of some values that has one. */
function firstWord(values: readonly string[], words: Readonly<Record<string, string>>): string {
  const found = values.find((value) => Object.hasOwn(words, value))
  return found === undefined ? '' : words[found]
}

function number(header: AttributeText, attribute: string, position = 0): number {
  const text = header(attribute)
  return text === '' ? NaN : parseDecimal(splitValues(text, 'DS')[position] ?? '')
}

/** A voltage or a thickness of 0 is one that nobody has entered. */
function positive(value: number): number {
  return value > 0 ? value : NaN
}

const text =
  (...attributes: string[]): WordFacet['word'] =>
  (header) =>
    clean(attributes.map((attribute) => header(attribute)).find((value) => clean(value) !== '') ?? '')
const word =
  (attribute: string, words: Readonly<Record<string, string>>): WordFacet['word'] =>
  (header) =>
    firstWord(valuesOf(header, attribute), words)
const quantity =
  (attribute: string, position = 0): NumberFacet['number'] =>
  (header) =>
    positive(number(header, attribute, position))

/** What kind of picture it is, by Image Type (PS3.3, sections C.7.6.1.1.2, C.8.3.1.1.1, C.8.12.4.1.1 and others). */
const KINDS = {
  LOCALIZER: 'localizer',
  SCOUT: 'localizer',
  MPR: 'MPR',
  MIP: 'MIP',
  'MAX IP': 'MIP',
  'MIN IP': 'MinIP',
  'PROJECTION IMAGE': 'projection',
  MOSAIC: 'mosaic',
  VOLUME: 'volume',
  OVERVIEW: 'overview',
  THUMBNAIL: 'thumbnail',
  LABEL: 'label',
  'WHOLE BODY': 'whole body',
  TOMO: 'tomographic',
  'RECON TOMO': 'reconstructed',
  GATED: 'gated',
  DYNAMIC: 'dynamic',
  STATIC: 'static',
  'SCREEN SAVE': 'screen save'
}

const IMAGE_TYPE_PLANES = { AXIAL: 'axial', SAGITTAL: 'sagittal', CORONAL: 'coronal' }

const plane: WordFacet['word'] = (header) => {
  const orientation = header(ORIENTATION)
  const measured = orientation === '' ? '' : planeOf(splitValues(orientation, 'DS'))
  return measured === '' ? word('ImageType', IMAGE_TYPE_PLANES)(header) : measured
}

/** Scanning Sequence has several values (PS3.3, section C.8.3.1). */
const sequence: WordFacet['word'] = (header) => {
  const values = valuesOf(header, 'ScanningSequence')
  const echo = values.includes('SE') ? 'spin echo' : values.includes('GR') ? 'gradient echo' : ''
  if (values.includes('EP')) return echo === '' ? 'echo planar' : `${echo} EPI`
  return values.includes('IR') ? `inversion recovery ${echo === 'spin echo' ? '' : echo}`.trim() : echo
}

const weighting: WordFacet['word'] = (header) =>
  header('Modality') !== '' && header('Modality') !== 'MR'
    ? ''
    : weightingOf({
        imageType: valuesOf(header, 'ImageType'),
        sequence: valuesOf(header, 'ScanningSequence'),
        echo: number(header, 'EchoTime'),
        repetition: number(header, 'RepetitionTime'),
        inversion: number(header, 'InversionTime'),
        b: number(header, 'DiffusionBValue')
      })

const isColour = (header: AttributeText): boolean =>
  number(header, 'SamplesPerPixel') === 3 || header('PhotometricInterpretation') === 'PALETTE COLOR'

/** In millimetres; a mosaic shows its own many times. */
const fieldOfView: NumberFacet['number'] = (header) =>
  valuesOf(header, 'ImageType').includes('MOSAIC')
    ? NaN
    : positive(Math.round(number(header, 'PixelSpacing') * number(header, 'Rows')))

const SIDES = { L: 'left', R: 'right', B: 'both sides' }

/**
 * What a label may tell: descriptions of the image (PS3.3), none of PS3.15 table E.1-1 but that there is a contrast agent, so that
 * a label shows nothing of a person. In the order in which a label tells it.
 */
export const FACETS: readonly Facet[] = [
  { slot: 'modality', rank: 0, word: text('Modality') },
  {
    slot: 'region',
    rank: 0,
    word: (header) => text('BodyPartExamined', 'AnatomicRegionSequence.CodeMeaning')(header).toUpperCase()
  },
  { slot: 'detail', rank: 10, word: plane },
  { slot: 'detail', rank: 11, word: text('ViewPosition', 'ViewCodeSequence.CodeMeaning') },
  {
    slot: 'detail',
    rank: 12,
    word: (header) => word('ImageLaterality', SIDES)(header) || word('Laterality', SIDES)(header)
  },
  { slot: 'detail', rank: 13, word: word('ImageType', KINDS) },
  { slot: 'detail', rank: 20, word: weighting },
  { slot: 'detail', rank: 21, word: sequence },
  {
    slot: 'detail',
    rank: 22,
    word: (header) => (header('ContrastBolusAgent') + header('ContrastBolusRoute') === '' ? '' : 'contrast')
  },
  {
    slot: 'detail',
    rank: 23,
    word: (header) => {
      const [kernel = ''] = splitValues(header('ConvolutionKernel'), 'SH').map(clean)
      return kernel === '' ? '' : `kernel ${kernel}`
    }
  },
  {
    slot: 'detail',
    rank: 30,
    number: (header) => number(header, 'DiffusionBValue'),
    words: (number) => `b${number}`
  },
  { slot: 'detail', rank: 31, number: quantity('SliceThickness'), words: (number) => `${number} mm` },
  { slot: 'detail', rank: 32, number: quantity('EchoTime'), words: (number) => `TE ${number} ms` },
  { slot: 'detail', rank: 33, number: quantity('RepetitionTime'), words: (number) => `TR ${number} ms` },
  { slot: 'detail', rank: 34, number: quantity('InversionTime'), words: (number) => `TI ${number} ms` },
  { slot: 'detail', rank: 35, number: quantity('FlipAngle'), words: (number) => `flip ${number}°` },
  { slot: 'detail', rank: 36, word: word('MRAcquisitionType', { '2D': '2D', '3D': '3D' }) },
  { slot: 'detail', rank: 37, number: quantity('KVP'), words: (number) => `${number} kV` },
  { slot: 'detail', rank: 38, number: quantity('MagneticFieldStrength'), words: (number) => `${number} T` },
  {
    slot: 'detail',
    rank: 39,
    word: word('PatientPosition', { FFS: 'feet first', FFP: 'feet first prone', HFP: 'prone' })
  },
  {
    slot: 'detail',
    rank: 40,
    word: word('PresentationIntentType', { 'FOR PRESENTATION': 'presentation', 'FOR PROCESSING': 'raw' })
  },
  { slot: 'detail', rank: 41, number: fieldOfView, words: (number) => `FOV ${number} mm` },
  { slot: 'detail', rank: ENCODING, word: (header) => (isColour(header) ? 'colour' : 'grey') },
  { slot: 'detail', rank: ENCODING + 1, word: (header) => (number(header, 'NumberOfFrames') > 1 ? 'multi-frame' : '') },
  { slot: 'detail', rank: ENCODING + 2, word: text('Manufacturer') },
  { slot: 'detail', rank: ENCODING + 3, word: text('ManufacturerModelName') },
  {
    slot: 'detail',
    rank: ENCODING + 4,
    word: (header) => {
      const [columns, rows] = [number(header, 'Columns'), number(header, 'Rows')]
      return columns > 0 && rows > 0 ? `${columns} × ${rows}` : ''
    }
  }
]

/** What facets are read from. */
export const FACET_ATTRIBUTES = [
  'Modality',
  'BodyPartExamined',
  'AnatomicRegionSequence.CodeMeaning',
  ORIENTATION,
  'ViewPosition',
  'ViewCodeSequence.CodeMeaning',
  'ImageLaterality',
  'Laterality',
  'ImageType',
  'ScanningSequence',
  'EchoTime',
  'RepetitionTime',
  'InversionTime',
  'DiffusionBValue',
  'ContrastBolusAgent',
  'ContrastBolusRoute',
  'ConvolutionKernel',
  'SliceThickness',
  'FlipAngle',
  'MRAcquisitionType',
  'KVP',
  'MagneticFieldStrength',
  'PatientPosition',
  'PresentationIntentType',
  'SamplesPerPixel',
  'PhotometricInterpretation',
  'NumberOfFrames',
  'PixelSpacing',
  'Manufacturer',
  'ManufacturerModelName',
  'Columns',
  'Rows'
] as const
