import type { ColumnSource, ColumnValues } from '../catalogue/types.ts'
import { type Attribute, attributeColumn } from '../features/attributes.ts'
import { isPersonalAttribute } from '../features/personal.ts'
import { FIRST_VALUE } from '../tag-codes.ts'

/** What becomes of a UID on its way out. */
export type MapUid = (uid: string) => string

/** An attribute as exports show it: canonical texts, and what a manifest says of them. */
interface ExportedAttribute {
  /** For the manifest: what the values are. */
  meaning: string
  /** Whether values may tell of a person, a place or a time. */
  phi: boolean
  /** Absent and empty values are missing. */
  texts(this: void, instances: Uint32Array): (string | null)[]
  /** How many of the values people corrected, or mapped between sites. */
  corrected(this: void, instances: Uint32Array): number
}

/** @param mapUid of UIDs that the standard does not register */
export function exportedAttribute(source: ColumnSource, attribute: Attribute, mapUid: MapUid): ExportedAttribute {
  const { tag, keyword, privateCreator, vr } = attribute
  const phi = isPersonalAttribute(attribute)
  // UIDs that are no PHI are those that the standard registers, such as the SOP Class UID: there is nothing to hide.
  const map: MapUid = vr === 'UI' && phi ? mapUid : (text) => text
  const what = keyword || (privateCreator === '' ? 'element' : `private element of ${privateCreator}`)
  return {
    meaning: `${what} ${tag}, value representation ${vr}; several values are separated by \\`,
    phi,
    texts: (instances) => textsOf(attributeColumn(source, attribute, instances), map),
    corrected: (instances) => attribute.parts.reduce((sum, { id }) => sum + (source.corrected?.(id, instances) ?? 0), 0)
  }
}

/** The canonical texts of a column; absent and empty values are missing. */
export function textsOf(column: ColumnValues, map: MapUid): (string | null)[] {
  const mapped = new Map<number, string | null>()
  return Array.from(column.codes, (code) => {
    let text = mapped.get(code)
    if (text === undefined) mapped.set(code, (text = code < FIRST_VALUE ? null : map(column.texts[code])))
    return text
  })
}
