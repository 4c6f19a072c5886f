import type { DocumentKind } from '../../core/objects/document.ts'
import { object } from '../../core/schema.ts'
import { hostMethod } from '../method.ts'
import { instance } from './arguments.ts'

export type { DocumentKind }

/** The document that a file encapsulates. It is had by address, as a download: `document/<instance>`. */
export interface EncapsulatedDocument {
  kind: DocumentKind
  /** As the file claims it; '' where it does not. */
  mimeType: string
  /** Bytes. */
  length: number
  /** What to call its file: nothing of a patient is in it. */
  name: string
}

const one = object({ instance })

/** What files hold that are no pictures: answered by the process that opens files. */
export const objects = {
  'images.document': hostMethod(one, async (host, { instance }, { signal }): Promise<EncapsulatedDocument> => {
    const ask = (path: string | Uint8Array) => host.files.ask({ ask: 'document', path, from: 0, most: 0 }, signal)
    const { kind, mimeType, length, extension } = await host.askFile(instance, ask, signal)
    return { kind, mimeType, length, name: documentName(instance, extension) }
  })
}

export function documentName(instance: number, extension: string): string {
  return `document-${instance}.${extension}`
}
