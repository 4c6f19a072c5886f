import type { DocumentKind } from '../../core/objects/document.ts'
import type { DoseRange } from '../../core/objects/dose-range.ts'
import type { WaveformGroup } from '../../core/objects/waveform.ts'
import { object } from '../../core/schema.ts'
import { hostMethod } from '../method.ts'
import { instance } from './arguments.ts'

export type { ContourDescription, ContourType, Roi } from '../../core/objects/contours.ts'
export type { WaveformChannel } from '../../core/objects/waveform.ts'
export type { DocumentKind, DoseRange, WaveformGroup }

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
  }),
  /** Their values are had by address: `waveform/<instance>/<group from 0>/<page from 0>`. */
  'images.waveforms': hostMethod(one, (host, { instance }, { signal }): Promise<WaveformGroup[]> =>
    host.askFile(instance, (path) => host.files.ask({ ask: 'waveforms', path }, signal), signal)
  ),
  'images.dose': hostMethod(one, (host, { instance }, { signal }): Promise<DoseRange> =>
    host.askFile(instance, (path) => host.files.ask({ ask: 'dose', path }, signal), signal)
  )
}

export function documentName(instance: number, extension: string): string {
  return `document-${instance}.${extension}`
}
