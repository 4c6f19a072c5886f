import { ELEMENT_WORDS } from './element-words.ts'
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

/** Upper bytes of the groups that repeat: curves, overlays, variable pixel data (PS3.5 section 7.6). */
const REPEATING = new Set([0x50, 0x60, 0x7f])

/** By tag, as a number of 32 bits: VR and keyword. */
let words: Map<number, string> | null = null

/** What dcmjs says of a tag. */
function wordOf(tag: number): { vr: string; name: string } | undefined {
  words ??= new Map(
    ELEMENT_WORDS.trim()
      .split('\n')
      .map((line) => [Number.parseInt(line.slice(0, 8), 16), line.slice(9)])
  )
  const known = words.get(tag >>> 0)
  const word = known ?? (REPEATING.has(tag >>> 24) ? words.get((tag & 0xff00ffff) >>> 0) : undefined)
  if (word === undefined) return undefined
  const space = word.indexOf(' ')
  return { vr: word.slice(0, space), name: word.slice(space + 1) }
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
  const word = wordOf(tag)
  if (word === undefined) return (tag & 0xffff) === 0 && tag >>> 16 > 2 ? GROUP_LENGTH : undefined
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
