import { DOCUMENT_PART, type DocumentPart } from '../../core/objects/document.ts'
import { MedoidError } from '../../core/errors.ts'

/** Reads a part of a document. @param most bytes */
type ReadPart = (from: number, most: number) => Promise<DocumentPart>

/** A document on its way: a part is asked for when the one before was taken, so that one is held at a time. */
export interface DocumentStream {
  /** Bytes. */
  length: number
  extension: string
  parts: AsyncIterable<Uint8Array>
}

/** @returns the instance of `/document/<instance>`; null: no address of a document */
export function documentAt(path: string): number | null {
  const found = /^\/document\/(0|[1-9]\d{0,9})$/.exec(path)
  return found === null ? null : Number(found[1])
}

/** @throws MedoidError as reading the first part does; the parts: `document-changed` */
export async function openDocument(read: ReadPart): Promise<DocumentStream> {
  const first = await read(0, DOCUMENT_PART)
  return { length: first.length, extension: first.extension, parts: partsOf(first, read) }
}

async function* partsOf(first: DocumentPart, read: ReadPart): AsyncGenerator<Uint8Array> {
  yield first.bytes
  for (let at = first.bytes.length; at < first.length;) {
    const { bytes, length } = await read(at, DOCUMENT_PART)
    if (length !== first.length || bytes.length === 0) throw new MedoidError('document-changed', {})
    yield bytes
    at += bytes.length
  }
}
