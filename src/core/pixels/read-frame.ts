import { UNDEFINED_LENGTH } from '../dicom/elements.ts'
import { isNative } from '../dicom/start.ts'
import { decoderOf, nativePhotometric } from './decoders.ts'
import { describePixels, type PixelDescription } from './description.ts'
import { readCodestream } from './fragments.ts'
import { readNativeFrame } from './frame-bytes.ts'
import { ImageHeader } from './image-header.ts'
import { decodeNative } from './native.ts'
import type { Values } from './stored-values.ts'
import { cannotDecode } from './undecodable.ts'

/** The frame that represents an image: that in the middle, floor(NumberOfFrames / 2) from 0. */
export interface Frame {
  description: PixelDescription
  /**
   * What the values are: Photometric Interpretation of the file but where decoding changes it. JPEG colour is RGB, JPEG 2000 with a
   * colour transform RGB, YBR_FULL_422 expanded to YBR_FULL.
   */
  photometric: string
  /** Stored values pixel by pixel, row by row; they hold until another frame is read with the same header. */
  values: Values
}

/**
 * Decodes the representative frame of a DICOM file; of native and encapsulated Pixel Data only its bytes are read.
 * @param header of many files one after another, so that memory is used again
 * @throws MedoidError with a code of undecodable.ts, of dicom/issues.ts, or `not-dicom`
 */
export async function readFrame(path: string | Buffer, header = new ImageHeader()): Promise<Frame> {
  try {
    header.open(path)
    return await decodeFrame(header, describePixels(header))
  } finally {
    header.close()
  }
}

async function decodeFrame(header: ImageHeader, description: PixelDescription): Promise<Frame> {
  const isEncapsulated = header.pixels!.length === UNDEFINED_LENGTH
  const isCompressed = !isNative(description.transferSyntax) && !description.float
  if (isEncapsulated !== isCompressed) {
    const [found, named] = isEncapsulated ? ['encapsulated', 'no compression'] : ['not encapsulated', 'a compression']
    throw cannotDecode('pixels-damaged', `Pixel Data is ${found}, but the transfer syntax names ${named}.`)
  }
  if (!isCompressed) {
    const photometric = nativePhotometric(description)
    return { description, photometric, values: decodeNative(readNativeFrame(header, description), description) }
  }
  const decode = decoderOf(description.transferSyntax)
  const codestream = readCodestream(header, description.frame, description.frames)
  return { description, ...(await decode(codestream, description)) }
}
