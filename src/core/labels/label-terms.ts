import { unitOf } from '../dicom/units.ts'

/** What a value says about a cluster, in the words of a radiologist. */
export interface LabelTerm {
  /** Where it stands in a label: `MR · BRAIN · axial T2`. */
  slot: 'modality' | 'region' | 'detail'
  /** Which details come first: 1 geometry, 2 weighting, 3 sequence, 4 acquisition, 5 equipment and encoding. */
  rank: number
  text: string
}

/** A wider range of numbers, `TR 400–8600 ms`, says nothing to a reader. */
const WIDEST = 1.5

type Words = (value: string) => string | undefined

const asWritten: Words = (value) => value
/** As the defined terms of body parts are (PS3.16 annex L), however they were typed. */
const upperCase: Words = (value) => value.toUpperCase()
const oneOf =
  (words: Record<string, string>): Words =>
  (value) =>
    Object.hasOwn(words, value.toUpperCase()) ? words[value.toUpperCase()] : undefined
const quantity =
  (unit: string, before = ''): Words =>
  (value) => {
    const ends = value.split('–').map((end) => (end === '' ? NaN : Number(end)))
    // A voltage or a thickness of 0 is one that nobody has entered.
    if (ends.length > 2 || !ends.every((end) => end > 0) || ends[ends.length - 1] > WIDEST * ends[0]) return undefined
    return `${before}${ends.map((end) => Number(end.toPrecision(3))).join('–')} ${unit}`
  }
const after =
  (word: string): Words =>
  (value) =>
    `${word} ${value}`

const LATERALITY = oneOf({ L: 'left', R: 'right', B: 'both sides' })

/**
 * The attributes that a label may name: descriptions of the image (PS3.3), none of PS3.15 table E.1-1, so that a label
 * shows nothing of a person even where somebody has made such a tag a feature. Names are those of the standard; of an
 * attribute with several values each position is asked separately.
 */
const TERMS = new Map<string, [slot: LabelTerm['slot'], rank: number, words: Words]>([
  ['Modality', ['modality', 0, asWritten]],
  ['BodyPartExamined', ['region', 0, upperCase]],
  ['AnatomicRegionSequence.CodeMeaning', ['region', 1, upperCase]],
  ['ViewPosition', ['detail', 1, asWritten]],
  ['ViewCodeSequence.CodeMeaning', ['detail', 1, asWritten]],
  ['Laterality', ['detail', 1, LATERALITY]],
  ['ImageLaterality', ['detail', 1, LATERALITY]],
  [
    'ImageType',
    [
      'detail',
      1,
      oneOf({
        AXIAL: 'axial',
        SAGITTAL: 'sagittal',
        CORONAL: 'coronal',
        LOCALIZER: 'localizer',
        MPR: 'MPR',
        MIP: 'MIP',
        'PROJECTION IMAGE': 'projection',
        VOLUME: 'volume',
        T1: 'T1',
        T2: 'T2',
        ADC: 'ADC',
        DIFFUSION: 'diffusion',
        PERFUSION: 'perfusion'
      })
    ]
  ],
  [
    'ScanningSequence',
    ['detail', 3, oneOf({ SE: 'spin echo', GR: 'gradient echo', EP: 'echo planar', IR: 'inversion recovery' })]
  ],
  ['MRAcquisitionType', ['detail', 4, asWritten]],
  ['EchoTime', ['detail', 4, quantity(unitOf('EchoTime')!, 'TE ')]],
  ['RepetitionTime', ['detail', 4, quantity(unitOf('RepetitionTime')!, 'TR ')]],
  ['InversionTime', ['detail', 4, quantity(unitOf('InversionTime')!, 'TI ')]],
  ['SequenceVariant', ['detail', 4, oneOf({ SP: 'spoiled', SS: 'steady state', MP: 'magnetisation prepared' })]],
  ['DiffusionBValue', ['detail', 4, (value) => (/^\d{1,5}$/.test(value) ? `b${value}` : undefined)]],
  ['ContrastBolusRoute', ['detail', 4, () => 'contrast']],
  ['SliceThickness', ['detail', 4, quantity(unitOf('SliceThickness')!)]],
  ['ConvolutionKernel', ['detail', 4, after('kernel')]],
  ['KVP', ['detail', 4, quantity(unitOf('KVP')!)]],
  ['MagneticFieldStrength', ['detail', 4, quantity(unitOf('MagneticFieldStrength')!)]],
  ['PatientPosition', ['detail', 4, oneOf({ FFS: 'feet first', HFP: 'prone', FFP: 'feet first prone' })]],
  ['PresentationIntentType', ['detail', 4, oneOf({ 'FOR PRESENTATION': 'presentation', 'FOR PROCESSING': 'raw' })]],
  [
    'PhotometricInterpretation',
    ['detail', 4, oneOf({ RGB: 'colour', 'YBR FULL': 'colour', 'YBR FULL 422': 'colour', 'PALETTE COLOR': 'colour' })]
  ],
  ['Manufacturer', ['detail', 5, asWritten]],
  ['ManufacturerModelName', ['detail', 5, asWritten]],
  ['Rows', ['detail', 5, quantity('rows')]],
  ['Columns', ['detail', 5, quantity('columns')]],
  ['BitsStored', ['detail', 5, quantity('bit')]]
])

/** Longest text of one value in a label. */
const LENGTH = 24

/**
 * The term that a value of a feature gives to a label; undefined where labels may not name the feature, or the
 * value is no word for a radiologist (`PRIMARY`).
 *
 * @param keyword a feature's column: a DICOM keyword or path, with the position of the value where there are several: `ImageType[3]`
 */
export function labelTerm(keyword: string, value: string): LabelTerm | undefined {
  const entry = TERMS.get(keyword) ?? TERMS.get(keyword.replace(/\[\d+\]$/, ''))
  const printable = value.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029_\s]+/gu, ' ').trim()
  const clean = [...printable].slice(0, LENGTH).join('').trim()
  if (entry === undefined || clean === '') return undefined
  const [slot, rank, words] = entry
  const text = words(clean)
  return text === undefined ? undefined : { slot, rank, text }
}
