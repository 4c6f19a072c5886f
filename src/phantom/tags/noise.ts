import type { Random } from '../../core/random.ts'
import { happens, pick } from '../chance.ts'
import { type Header, tagOf } from './header.ts'
import type { Station } from './stations.ts'

/**
 * The noise of real archives as the paper describes it (Manojlović et al. 2020, sections 1 and 2.2): missing and empty
 * values, one thing spelled in many ways, free text, wrong entries.
 */

const BODY_PARTS: Record<string, readonly string[]> = {
  HEAD: ['HEAD', 'Head', 'BRAIN', 'SKULL', 'NEURO^HEAD'],
  CHEST: ['CHEST', 'Chest', 'THORAX', 'chest', 'CHEST_PA'],
  ABDOMEN: ['ABDOMEN', 'Abdomen', 'ABD', 'ABDOMEN ', 'Abdomen/Pelvis'],
  PELVIS: ['PELVIS', 'Pelvis', 'HIP', 'PELVIS_HIP'],
  CSPINE: ['CSPINE', 'C_SPINE', 'C SPINE', 'C-Spine', 'NECK'],
  TSPINE: ['TSPINE', 'T_SPINE', 'T SPINE', 'T-Spine', 'SPINE'],
  LSPINE: ['LSPINE', 'L_SPINE', 'L SPINE', 'L-Spine', 'SPINE'],
  KNEE: ['KNEE', 'Knee', 'EXTREMITY', 'LOWER LIMB'],
  SHOULDER: ['SHOULDER', 'Shoulder', 'EXTREMITY', 'UP_EXM'],
  HAND: ['HAND', 'Hand', 'EXTREMITY', 'WRIST'],
  ANKLE: ['ANKLE', 'Ankle', 'FOOT', 'EXTREMITY'],
  BREAST: ['BREAST', 'Breast', 'MAMMA', 'BREAST'],
  HEART: ['HEART', 'Heart', 'CARDIAC', 'CORONARY'],
  THYROID: ['THYROID', 'Thyroid', 'NECK', 'SMALL PARTS'],
  COLON: ['COLON', 'Colon', 'ABDOMEN', 'GI'],
  UTERUS: ['UTERUS', 'OB', 'FETUS', 'PELVIS'],
  WHOLEBODY: ['WHOLEBODY', 'WHOLE BODY', 'WHOLE_BODY', 'WholeBody']
}

/** Of all series, the shares whose Body Part Examined is absent, and present but empty. */
const ABSENT = 0.27
const EMPTY = 0.1

/**
 * Body Part Examined as people and machines fill it in: `undefined` absent, `null` empty, and now and then simply wrong.
 */
export function bodyPart(region: string, station: Station, random: Random): string | null | undefined {
  const dice = random.next()
  if (dice < ABSENT) return undefined
  if (dice < ABSENT + EMPTY) return null
  if (happens(random, 0.015)) return pick(random, BODY_PARTS[pick(random, Object.keys(BODY_PARTS))])
  const spellings = BODY_PARTS[region]
  return station.spelling === 'free' ? pick(random, spellings) : spellings[station.spelling % spellings.length]
}

/** The side that is written down: now and then the wrong one, or in words. */
export function laterality(side: '' | 'L' | 'R', random: Random): string | null | undefined {
  if (side === '') return happens(random, 0.3) ? null : undefined
  if (happens(random, 0.03)) return side === 'L' ? 'R' : 'L'
  if (happens(random, 0.1)) return undefined
  return side
}

const REMARKS = [
  'patient could not hold breath',
  'Pat. unruhig, Wiederholung',
  'compare with previous; see PACS',
  'KM p.i. 70s',
  'motion artefact, repeat if needed',
  'st. post op.',
  'snimka u ležećem položaju',
  'r/o fracture',
  'NO HISTORY GIVEN',
  'screening / contrôle annuel',
  'bol, otok',
  'VERY LARGE PATIENT - 2 exposures'
] as const

/**
 * What somebody typed, at most the 64 characters of an LO; letters beyond Latin 1 become question marks where the header
 * cannot hold them, as careless software makes them.
 */
export function freeText(random: Random, utf8: boolean): string {
  const text = happens(random, 0.25) ? `${pick(random, REMARKS)}; ${pick(random, REMARKS)}` : pick(random, REMARKS)
  const cased = happens(random, 0.2) ? text.toUpperCase() : text
  return (utf8 ? cased : latin(cased)).slice(0, 64)
}

/** Text as ISO 8859-1 can hold it. */
export function latin(text: string): string {
  return text.replace(/[\u0100-\uffff]/g, '?')
}

/** An object is not valid without these; no machine leaves them out. */
const ALWAYS = new Set(
  ([
      'SpecificCharacterSet', 'ImageType', 'SOPClassUID', 'SOPInstanceUID', 'StudyDate', 'StudyTime', 'Modality',
      'PatientName', 'PatientID', 'StudyInstanceUID', 'SeriesInstanceUID', 'SeriesNumber', 'InstanceNumber',
      'BodyPartExamined', 'SamplesPerPixel', 'PhotometricInterpretation', 'NumberOfFrames', 'Rows', 'Columns',
      'BitsAllocated', 'BitsStored', 'HighBit', 'PixelRepresentation', 'RescaleIntercept', 'RescaleSlope',
      'SharedFunctionalGroupsSequence', 'PerFrameFunctionalGroupsSequence'
    ] as const) // prettier-ignore
    .map(tagOf)
)

/** Leaves out what the station never writes, and empties a few values that nobody filled in. */
export function thinOut(header: Header, station: Station, random: Random): void {
  const never = station.reticence * 1000
  for (const { tag } of [...header.all()]) {
    if (ALWAYS.has(tag) || tag >>> 16 === 0x7fe0) continue
    if (neverWrites(station, tag, never)) header.remove(tag)
    else if (happens(random, 0.02)) header.remove(tag)
    else if (happens(random, 0.03)) header.empty(tag)
  }
}

/** Whether the station writes an attribute at all. */
export function keeps(station: Station, tag: number): boolean {
  return ALWAYS.has(tag) || !neverWrites(station, tag, station.reticence * 1000)
}

function neverWrites(station: Station, tag: number, limit: number): boolean {
  if ((tag >>> 16) % 2) return false
  const key = Math.imul(tag ^ station.habit, 0x9e3779b1) >>> 0
  return (key >>> 8) % 1000 < limit
}
