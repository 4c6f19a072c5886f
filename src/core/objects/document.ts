import { ImageHeader } from '../pixels/image-header.ts'
import { MedoidError } from '../errors.ts'

const SOP_CLASS_UID = 0x00080016
const MIME_TYPE = 0x00420012
const ENCAPSULATED_DOCUMENT = 0x00420011
const ENCAPSULATED_DOCUMENT_LENGTH = 0x00420015

/** What documents are by their SOP class (PS3.4 table B.5-1), whatever MIME type a file claims. */
const KINDS = {
  '1.2.840.10008.5.1.4.1.1.104.1': 'pdf',
  '1.2.840.10008.5.1.4.1.1.104.2': 'cda',
  '1.2.840.10008.5.1.4.1.1.104.3': 'stl',
  '1.2.840.10008.5.1.4.1.1.104.4': 'obj',
  '1.2.840.10008.5.1.4.1.1.104.5': 'mtl'
} as const

/** What files of these kinds end with. */
const EXTENSIONS = { pdf: 'pdf', cda: 'xml', stl: 'stl', obj: 'obj', mtl: 'mtl', other: 'bin' } as const

export type DocumentKind = keyof typeof EXTENSIONS

/** Bytes of a document that are read at once. */
export const DOCUMENT_PART = 1 << 20

export interface DocumentPart {
  kind: DocumentKind
  /** As the file claims it; '' where it does not. */
  mimeType: string
  /** Of its file, without the dot. */
  extension: string
  /** Bytes of the whole document, without the byte that pads it to an even length. */
  length: number
  /** In memory of their own; shorter than asked only where the document ends. */
  bytes: Uint8Array
}

/**
 * A part of the document that a file encapsulates (PS3.3 section A.45): PDF, CDA, STL, OBJ, MTL.
 * @param from bytes from the beginning of the document
 * @param most bytes of the part, at most `DOCUMENT_PART`
 * @throws MedoidError `no-document`, `document-truncated`, or as reading the header does
 */
export function readDocument(
  path: string | Buffer,
  from: number,
  most: number,
  header = new ImageHeader()
): DocumentPart {
  try {
    header.open(path)
    const whole = header.length(ENCAPSULATED_DOCUMENT)
    if (whole === 0) throw new MedoidError('no-document', {})
    const length = lengthOf(header, whole)
    const wanted = Math.max(0, Math.min(most, DOCUMENT_PART, length - from))
    const bytes = wanted === 0 ? new Uint8Array(0) : header.part(ENCAPSULATED_DOCUMENT, from, wanted)?.bytes
    if (bytes === undefined || bytes.length < wanted) throw new MedoidError('document-truncated', { length })
    const kind = KINDS[header.text(SOP_CLASS_UID) as keyof typeof KINDS] ?? 'other'
    return {
      kind,
      mimeType: header.text(MIME_TYPE).slice(0, 100),
      extension: EXTENSIONS[kind],
      length,
      bytes: Uint8Array.from(bytes)
    }
  } finally {
    header.close()
  }
}

/** As Encapsulated Document Length says, where at most padding is left; else without a NUL at the end, which pads it. */
function lengthOf(header: ImageHeader, whole: number): number {
  const told = header.integer(ENCAPSULATED_DOCUMENT_LENGTH)
  if (told === whole || told === whole - 1) return told
  const [last] = header.part(ENCAPSULATED_DOCUMENT, whole - 1, 1)?.bytes ?? []
  return last === 0 ? whole - 1 : whole
}
