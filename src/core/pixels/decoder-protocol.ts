import { type MessageCode, type ParametersOf, say } from '../../messages/message.ts'
import { PLAIN_TERMS } from '../../messages/terms.ts'
import type { Remark } from './remarks.ts'

/** What a decoder process is asked for: the picture of a file. */
export interface DecoderRequest {
  /** Absolute; a Buffer where it is not UTF-8. */
  path: string | Buffer
  /** Whether to make the picture in colour, too. */
  colour: boolean
}

/** Said once, when a process can take requests. */
export const READY = 'ready'

/** A picture, PICTURE_BYTES long, and what is told of it. */
export interface MadePicture {
  picture: Uint8Array
  /** Where that was asked for: the picture in colour, see `makeColour`; null where the image shows only grey. */
  colour?: Uint8Array | null
  remarks: readonly Remark[]
}

/** Why an image has no picture. */
export interface Undecoded {
  code: string
  reason: string
}

/** The picture, or why there is none. Replies come in the order of the requests. */
export type PictureOutcome = MadePicture | Undecoded

/** Why there is no picture, in words that hold in every host: that is how it is kept with the pictures. */
export function undecoded<C extends MessageCode>(code: C, parameters: ParametersOf<C>): Undecoded {
  return { code, reason: say(code, parameters, PLAIN_TERMS) }
}

export interface DecoderReply<M = MadePicture> {
  outcome: M | Undecoded
  /** Whether another process has to go on: this one holds too much memory, or has given up. */
  isFull: boolean
}
