import { createRequire } from 'node:module'
import type Dcmjs from 'dcmjs'
import { VR, vrOfName } from './vr.ts'

/** What PS3.6 says about a tag. */
interface DictionaryEntry {
  /** Empty where the standard has retired the name without a trace. */
  keyword: string
  /** A code of VR. */
  vr: number
  /** `US or SS`: which of them, Pixel Representation (0028,0103) tells (PS3.5 annex A.1, note 1). */
  usOrSs: boolean
}

/** Where dcmjs 0.52.2 differs from PS3.6 2024e in the VR or the keyword. */
const CORRECTIONS = new Map<number, DictionaryEntry>([
  [0x0040a803, { keyword: 'NumberOfTableColumns', vr: VR.UL, usOrSs: false }],
  [0x00660040, { keyword: 'LongPrimitivePointIndexList', vr: VR.OL, usOrSs: false }],
  [0x00660041, { keyword: 'LongTrianglePointIndexList', vr: VR.OL, usOrSs: false }],
  [0x00660042, { keyword: 'LongEdgePointIndexList', vr: VR.OL, usOrSs: false }],
  [0x00660043, { keyword: 'LongVertexPointIndexList', vr: VR.OL, usOrSs: false }],
  [0x006862f0, { keyword: 'ViewOrientationModifierCodeSequence', vr: VR.SQ, usOrSs: false }],
  [0x0070150c, { keyword: 'NumberOfVolumetricCurvePoints', vr: VR.UL, usOrSs: false }],
  [0x00760034, { keyword: 'ComponentTypeCodeSequence', vr: VR.SQ, usOrSs: false }]
])

let loaded: Record<string, { vr: string; name: string } | undefined> | undefined

/** By tag. dcmjs is large, and most commands look nothing up: it is loaded when the first tag is. */
function words(): Record<string, { vr: string; name: string } | undefined> {
  if (loaded !== undefined) return loaded
  const dcmjs = createRequire(import.meta.url)('dcmjs') as typeof Dcmjs
  // dcmjs logs what it dislikes; nothing of it is meant for the people who use this program.
  dcmjs.log.disableAll()
  dcmjs.log.getLogger('validation.dcmjs').disableAll()
  return (loaded = dcmjs.data.DicomMetaDictionary.dictionary)
}

// Finite: only tags that the dictionary knows are kept, 4,500 and the repeating groups.
const known = new Map<number, DictionaryEntry>(CORRECTIONS)

/** `0008`, upper-case. */
export function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0')
}

/** `(0008,0060)`, upper-case. @param tag group in the upper 16 bits, signed or not */
export function tagText(tag: number): string {
  return `(${hex4(tag >>> 16)},${hex4(tag & 0xffff)})`
}

/**
 * The standard's entry of a tag, repeating groups 50xx and 60xx included; undefined where the standard has none.
 * Group lengths (gggg,0000) are UL without a keyword (PS3.5 section 7.2).
 * @param tag as a signed 32-bit integer, group in the upper half
 */
export function standardEntry(tag: number): DictionaryEntry | undefined {
  const hit = known.get(tag)
  if (hit) return hit
  const word = words()[tagText(tag)]
  if (!word) return (tag & 0xffff) === 0 && tag >>> 16 > 2 ? GROUP_LENGTH : undefined
  const name = word.name.replace(/^RETIRED_/, '')
  const entry = {
    keyword: name === 'undefined' || ((tag & 0xffff) === 0 && tag >>> 16 > 2) ? '' : name,
    vr: VR_OF_AMBIGUOUS.get(word.vr) ?? vrOfName(word.vr),
    usOrSs: word.vr === 'xs'
  }
  known.set(tag, entry)
  return entry
}

const GROUP_LENGTH: DictionaryEntry = { keyword: '', vr: VR.UL, usOrSs: false }

/** dcmjs's names for more than one VR. In implicit VR, pixel-like data are OW (PS3.5 annex A.1). */
const VR_OF_AMBIGUOUS = new Map<string, number>([
  ['xs', VR.US],
  ['ox', VR.OW],
  ['lt', VR.OW],
  ['up', VR.UL],
  ['na', VR.NONE]
])
