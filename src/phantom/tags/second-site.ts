import type { DataSet, Element } from '../dicom-writer.ts'
import type { Keyword } from './attributes.ts'
import { type Header, tagOf } from './header.ts'

/**
 * How another hospital would write the same images: it leaves tags out, has its own words for things, uses other units, sets some things higher,
 * and has machines of its own. What the images show stays the same.
 */
export function asSecondSite(header: Header): void {
  for (const element of [...header.all()]) {
    if (NEVER_WRITTEN.has(element.tag)) header.remove(element.tag)
    else rewrite(element)
  }
}

const NEVER_WRITTEN: ReadonlySet<number> = tags([
  'ScanOptions',
  'FilterType',
  'FocalSpots',
  'TableHeight',
  'GantryDetectorTilt',
  'PercentPhaseFieldOfView',
  'ReconstructionDiameter'
])

/** In place of a word, its own: German, or spelled out; a CS has 16 characters at most (PS3.5, section 6.2). */
const WORDS = byTag<Readonly<Record<string, string>>>({
  BodyPartExamined: {
    HEAD: 'KOPF',
    Head: 'KOPF',
    BRAIN: 'GEHIRN',
    SKULL: 'SCHAEDEL',
    CHEST: 'BRUSTKORB',
    Chest: 'BRUSTKORB',
    chest: 'BRUSTKORB',
    PELVIS: 'BECKEN',
    Pelvis: 'BECKEN',
    HIP: 'HUEFTE',
    CSPINE: 'HWS',
    C_SPINE: 'HWS',
    'C SPINE': 'HWS',
    'C-Spine': 'HWS',
    TSPINE: 'BWS',
    T_SPINE: 'BWS',
    'T SPINE': 'BWS',
    'T-Spine': 'BWS',
    LSPINE: 'LWS',
    L_SPINE: 'LWS',
    'L SPINE': 'LWS',
    'L-Spine': 'LWS',
    KNEE: 'KNIE',
    Knee: 'KNIE',
    SHOULDER: 'SCHULTER',
    Shoulder: 'SCHULTER',
    HEART: 'HERZ',
    Heart: 'HERZ',
    THYROID: 'SCHILDDRUESE',
    Thyroid: 'SCHILDDRUESE'
  },
  PatientPosition: { HFS: 'HEADFIRST SUPINE', HFP: 'HEADFIRST PRONE', FFS: 'FEETFIRST SUPINE' },
  ContrastBolusRoute: { IV: 'INTRAVENOUS' },
  ScanningSequence: { SE: 'SPIN ECHO', IR: 'INV RECOVERY' }
})

/** Behind a machine's names: another model and another release. */
const OWN_NAMES: ReadonlySet<number> = tags(['ManufacturerModelName', 'SoftwareVersions'])

/** What numbers are multiplied by: gauss for T, Hz for MHz, cm for mm; and what is set higher. */
const FACTORS = byTag<number>({
  MagneticFieldStrength: 10_000,
  ImagingFrequency: 1_000_000,
  SliceThickness: 0.1,
  SpacingBetweenSlices: 0.1,
  EchoTime: 1.25,
  RepetitionTime: 1.5,
  XRayTubeCurrent: 1.5,
  ExposureTime: 0.5
})

function rewrite(element: Element): void {
  const { tag, value } = element
  if (isSequence(value)) {
    const items = value.map((item) => item.filter((each) => !NEVER_WRITTEN.has(each.tag)))
    for (const item of items) item.forEach(rewrite)
    element.value = items
    return
  }
  const factor = FACTORS.get(tag)
  if (factor !== undefined) element.value = scaled(value, factor)
  else if (typeof value === 'string' && value !== '') {
    const words = WORDS.get(tag)
    const rename = (part: string): string => words?.[part] ?? (OWN_NAMES.has(tag) ? `${part}/2` : part)
    element.value = value.split('\\').map(rename).join('\\')
  }
}

function isSequence(value: Element['value']): value is readonly DataSet[] {
  return Array.isArray(value) && value.length > 0 && Array.isArray(value[0])
}

function scaled(value: Element['value'], factor: number): Element['value'] {
  const scale = (number: number): number => Number((number * factor).toPrecision(9))
  if (typeof value !== 'string') return (value as readonly number[]).map(scale)
  return value
    .split('\\')
    .map((part) => (part.trim() === '' ? part : String(scale(Number(part)))))
    .join('\\')
}

function tags(keywords: readonly Keyword[]): Set<number> {
  return new Set(keywords.map(tagOf))
}

function byTag<T>(byKeyword: Partial<Record<Keyword, T>>): ReadonlyMap<number, T> {
  return new Map(Object.entries(byKeyword).map(([keyword, value]) => [tagOf(keyword as Keyword), value]))
}
