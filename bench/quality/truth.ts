import type { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { NO_CLASS } from '../../src/core/features/classes.ts'
import { attributeColumn, attributesOf } from '../../src/core/features/attributes.ts'
import { planeOf } from '../../src/core/features/plane.ts'
import { FIRST_VALUE } from '../../src/core/tag-codes.ts'

/** What clusters are compared with. Never used in fitting. */
export const TRUTHS = ['group', 'modality', 'region', 'plane', 'sequence', 'vendor', 'scanner'] as const
export type TruthName = (typeof TRUTHS)[number]

/** A class for each row of a sample; NO_CLASS where nothing is known. */
export type Truths = Partial<Record<TruthName, Int32Array>>

/** Words that name a part of the body in codes and descriptions; the first that matches counts, more specific ones first. */
const REGIONS: readonly (readonly [string, RegExp])[] = [
  ['breast', /BREAST|MAMMO|\bMG\b/],
  ['prostate', /PROSTAT/],
  ['cervical spine', /C.?SPINE|CERVICAL|HWS/],
  ['thoracic spine', /T.?SPINE|THORACIC SPINE|BWS/],
  ['lumbar spine', /L.?SPINE|LUMBAR|LWS|\bSPINE|SSPINE/],
  ['knee', /KNEE|KNIE/],
  ['foot', /ANKLE|FOOT|\bTOE|FUSS|CALCANEUS/],
  ['hand', /HAND|WRIST|FINGER/],
  ['shoulder', /SHOULDER|SCHULTER|CLAVIC/],
  ['arm', /ELBOW|FOREARM|HUMERUS|\bARM\b/],
  ['pelvis', /HIP\b|PELVI|B.?CKEN|SACRUM|FEMUR|THIGH/],
  ['leg', /LEG\b|TIBIA|EXTREMITY/],
  ['heart', /HEART|CARDIAC|CORONAR|AORTA|\bLV\b|ECHO/],
  ['neck', /NECK|THYROID|CAROTID/],
  ['chest', /CHEST|THORAX|LUNG|RIB/],
  ['abdomen', /ABD|LIVER|KIDNEY|RENAL|PANCREAS|LEBER|UROGR|BOWEL|OBSTETRIC|FETUS|UTERUS|OVARY/],
  ['whole body', /WHOLE.?BODY|\bWB\b|\bTORSO/],
  [
    'head',
    /HEAD|BRAIN|SKULL|CEREBR|ORBIT|SINUS|NEURO|IAC|PITUIT|T1_MPRAGE|BOLD|FMRI|DTI|EPI|\bASL|FIELD.?MAP|MPRAGE|FACE|JAW/
  ]
]

const SEQUENCES: readonly (readonly [string, RegExp])[] = [
  ['ADC', /\bADC/],
  ['DWI', /DWI|DTI|DIFF|TRACE|B1000|TENSOR|\bDKI/],
  ['FLAIR', /FLAIR|DARK.?FLUID/],
  ['ASL', /\bASL|PCASL|PERF/],
  ['fMRI', /FMRI|BOLD|EPI|REST|TASK|FUNC/],
  ['field map', /FIELD|FMAP|B0/],
  ['angiography', /TOF|ANGIO|MRA\b|\bPC\b/],
  ['SWI', /SWI|SWAN|T2\*|T2STAR|GRE|QSM|MEDIC|HEMO/],
  ['localizer', /LOC|SCOUT|SURVEY|PLAN/],
  ['PD', /\bPD/],
  ['T2', /T2|SPACE|CISS|FIESTA|HASTE|SSFSE|TRUFI/],
  ['T1', /T1|MPRAGE|SPGR|BRAVO|VIBE|FLASH|TFE|FSPGR|LAVA|DIXON/]
]

const VENDORS: readonly (readonly [string, RegExp])[] = [
  ['Siemens', /SIEMENS/],
  ['Philips', /PHILIPS/],
  ['GE', /^GE\b|^G\.E|GE MED|GENESIS/],
  ['Canon', /TOSHIBA|CANON/],
  ['UIH', /UIH|UNITED/],
  ['Fuji', /FUJI/],
  ['Hitachi', /HITACHI/],
  ['Agfa', /AGFA/]
]

function firstMatch(words: readonly (readonly [string, RegExp])[], text: string): string | undefined {
  return words.find(([, pattern]) => pattern.test(text))?.[0]
}

/** The part of the body that the first text which names one names; '' where none does. */
export function regionOf(...texts: string[]): string {
  for (const text of texts) {
    const found = firstMatch(REGIONS, text.toUpperCase().replaceAll('_', ' '))
    if (found !== undefined) return found
  }
  return ''
}

/** The kind of MR sequence by its description, '' for other modalities and where nothing is said. */
export function sequenceOf(modality: string, description: string, imageType: string): string {
  if (modality !== 'MR') return ''
  const found = firstMatch(SEQUENCES, description.toUpperCase().replaceAll('_', ' '))
  return found ?? (imageType.toUpperCase().includes('DIFFUSION') ? 'DWI' : '')
}

export function vendorOf(manufacturer: string): string {
  const text = manufacturer.toUpperCase()
  return firstMatch(VENDORS, text) ?? text.slice(0, 20)
}

/** Numbers classes in the order in which they come; NO_CLASS for ''. */
export function classCodes(names: readonly string[]): Int32Array {
  const codes = new Map<string, number>()
  return Int32Array.from(names, (name) => {
    if (name === '') return NO_CLASS
    const code = codes.get(name) ?? codes.size
    codes.set(name, code)
    return code
  })
}

/** What the headers of an archive say, by tags of which most are never features: descriptions and codes. */
export function truthsOfHeaders(reader: CatalogueReader, images: Uint32Array): Truths {
  const of = textsOf(reader, images)
  const modality = of('Modality')
  const studies = of('StudyDescription')
  const series = of('SeriesDescription')
  const protocols = of('ProtocolName')
  const bodyPart = of('BodyPartExamined')
  const anatomy = of('AnatomicRegionSequence.CodeMeaning')
  const orientation = of('ImageOrientationPatient')
  const imageType = of('ImageType')
  const manufacturer = of('Manufacturer')
  const model = of('ManufacturerModelName')
  const classes = (name: (row: number) => string): Int32Array => classCodes(Array.from(images, (_, row) => name(row)))
  return {
    modality: classes((row) => modality[row]),
    region: classes((row) => regionOf(bodyPart[row], anatomy[row], studies[row], series[row], protocols[row])),
    plane: classes((row) => planeOf(orientation[row].split('\\'))),
    sequence: classes((row) => sequenceOf(modality[row], `${series[row]} ${protocols[row]}`, imageType[row])),
    vendor: classes((row) => vendorOf(manufacturer[row])),
    scanner: classes((row) => (model[row] === '' ? '' : `${vendorOf(manufacturer[row])} ${model[row]}`))
  }
}

/** The values of attributes as they are written; '' where an image has none. */
export function textsOf(reader: CatalogueReader, images: Uint32Array): (attribute: string) => string[] {
  const attributes = attributesOf(reader.tags())
  return (name) => {
    const attribute = attributes.find((each) => each.name === name)
    if (attribute === undefined) return Array.from(images, () => '')
    const { codes, texts } = attributeColumn(reader, attribute, images)
    return Array.from(codes, (code) => (code < FIRST_VALUE ? '' : texts[code]))
  }
}
