import {
  type DataSet,
  encodeBase,
  encodeFile,
  EXPLICIT_LITTLE,
  type TransferSyntax
} from '../../../src/phantom/dicom-writer.ts'
import { fileOf } from '../pixels/image-file.ts'

export { type DataSet, DEFLATED, EXPLICIT_BIG, IMPLICIT_LITTLE } from '../../../src/phantom/dicom-writer.ts'

/** The bytes of a file without pixels. */
export function objectBytes(elements: DataSet, syntax: TransferSyntax = EXPLICIT_LITTLE): Uint8Array {
  const base = encodeBase(sorted(elements), { syntax, charset: 'utf8', undefinedLengths: false })
  return encodeFile([uid(0x00020010, syntax.uid)], base, [])
}

/** A file without pixels. @returns its path */
export function objectFile(elements: DataSet, syntax?: TransferSyntax): string {
  return fileOf(objectBytes(elements, syntax))
}

export const uid = (tag: number, value: string) => ({ tag, vr: 'UI', value })
export const text = (tag: number, vr: string, value: string) => ({ tag, vr, value })
export const items = (tag: number, ...value: DataSet[]) => ({ tag, vr: 'SQ', value: value.map(sorted) })

function sorted(elements: DataSet): DataSet {
  return [...elements].sort((a, b) => a.tag - b.tag)
}
