import { createHash } from 'node:crypto'
import { folded } from '../folded.ts'
import type { ClusterLabel } from '../catalogue/annotations.ts'
import { searchCodes } from '../labels/codes.ts'
import type { KeyedDataSet } from './part10.ts'
import { cleanText } from './values.ts'

/** A coded concept (PS3.3, section 8.8). */
export interface CodedConcept {
  value: string
  scheme: string
  meaning: string
}

/** Coding Scheme Designator of names that no standard has a code for; 99 marks private ones (PS3.16, section 8.2). */
export const PRIVATE_SCHEME = '99MEDOID'

/** Common Anatomic Region, and Anatomic Region. */
const REGIONS = ['CID 4031', 'CID 4']

/**
 * The code that a name stands for: the one that somebody gave with it; or, where it is the name of an anatomic region, that of SNOMED CT;
 * else a private one, which is the same for the same name wherever it is given.
 */
export function conceptOf({ label, code, scheme, meaning }: ClusterLabel): CodedConcept {
  if (code !== '' && scheme !== '') {
    return {
      value: cleanText(code, 16),
      scheme: cleanText(scheme, 16),
      meaning: cleanText(meaning, 64) || cleanText(label, 64)
    }
  }
  const region = regionOf(label)
  if (region !== null) return region
  const hash = createHash('sha256').update(label.normalize('NFC')).digest('hex').slice(0, 14).toUpperCase()
  return { value: `L-${hash}`, scheme: PRIVATE_SCHEME, meaning: cleanText(label, 64) }
}

/** The anatomic region of PS3.16, CID 4031 or CID 4, that a name is, in the words of the standard; null where it is none. */
export function regionOf(label: string): CodedConcept | null {
  const found = searchCodes(label, 5).find(
    ({ group, meaning }) => REGIONS.includes(group) && folded(meaning) === folded(label.trim())
  )
  return found === undefined ? null : { value: found.code, scheme: found.scheme, meaning: found.meaning }
}

/** An item of a code sequence. */
export function codeItem({ value, scheme, meaning }: CodedConcept): KeyedDataSet {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning }
}

export function dcm(value: string, meaning: string): CodedConcept {
  return { value, scheme: 'DCM', meaning }
}
