import { UNDEFINED_LENGTH } from '../dicom/marks.ts'
import { MedoidError } from '../errors.ts'
import { beginningOf, decodedPhotometric, decoderOf, takesParts } from './decoders.ts'
import { describePixels, type PixelDescription } from './description.ts'
import { beginsCodestream, readCodestream } from './fragments.ts'
import { readNativeFrame } from './frame-bytes.ts'
import { ImageHeader } from './image-header.ts'
import { decodeNative } from './native.ts'
import { hasEnd } from './jpeg-markers.ts'
import { addRemark } from './remarks.ts'
import type { Values } from './stored-values.ts'
import { cannotDecode } from './undecodable.ts'

/** One frame of an image, decoded. */
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
 * Decodes one frame of a DICOM file; of native and encapsulated Pixel Data only its bytes are read.
 * @param header of many files one after another, so that memory is used again
 * @param number of the frame, from 0; unless told the one that represents the image: that in the middle, floor(NumberOfFrames / 2)
 * @throws MedoidError with a code of undecodable.ts, of dicom/issues.ts, or `not-dicom`
 */
export async function readFrame(
  path: string | Buffer,
  header = new ImageHeader(),
  number: number | null = null
): Promise<Frame> {
  try {
    header.open(path, number)
    return await decodeFrame(header, describePixels(header))
  } finally {
    header.close()
  }
}

/** Decodes the frame that a header was opened for. @throws as `readFrame` does */
export async function decodeFrame(header: ImageHeader, description: PixelDescription): Promise<Frame> {
  const isEncapsulated = header.pixels!.length === UNDEFINED_LENGTH
  if (isEncapsulated === description.native) {
    throw cannotDecode('pixels-damaged', { why: 'encapsulation', isEncapsulated })
  }
  if (description.native) {
    const photometric = decodedPhotometric(description.photometric)
    return { description, photometric, values: decodeNative(readNativeFrame(header, description), description) }
  }
  const { frame, frames, remarks, transferSyntax } = description
  const decode = decoderOf(transferSyntax)
  const { data, whole } = readCodestream(header, { frame, frames, begins: beginningOf(description), remarks })
  const isCut = data.length < whole
  const missing = { why: 'compressed', frame: frame + 1, whole, held: data.length } as const
  if (isCut && !takesParts(transferSyntax)) throw cannotDecode('pixels-truncated', { ...missing, because: null })
  try {
    const { values, photometric } = await decode(data, description)
    // Other encodings have no end marker: their decoders count what is missing.
    if (beginsCodestream(data) && !hasEnd(data)) {
      if (isCut) addRemark(remarks, 'frame-cut', { held: data.length, whole })
      else addRemark(remarks, 'end-missing', {})
    }
    return { description, values, photometric: decodedPhotometric(photometric) }
  } catch (error) {
    if (!isCut || !(error instanceof MedoidError)) throw error
    const because = error.data
    throw cannotDecode('pixels-truncated', { ...missing, because })
  }
}
