import { rgbOf } from './colours.ts'
import { samplesOf } from './decoded.ts'
import { describePixels } from './description.ts'
import { readDose } from './dose.ts'
import type { FrameDescription, ValueType } from './frame-description.ts'
import { signedLike } from './grey.ts'
import { ImageHeader } from './image-header.ts'
import { readOverlays } from './overlays.ts'
import type { LookUpTable } from './look-up-tables.ts'
import { readPresentation } from './presentation.ts'
import { decodeFrame } from './read-frame.ts'
import type { Values } from './stored-values.ts'
import { readMatrix } from './total-pixel-matrix.ts'
import { cannotDecode } from './undecodable.ts'
import { readUltrasoundRegions } from './ultrasound-regions.ts'
import { readVoiLuts } from './voi-luts.ts'

/** Bytes of values that leave the process at once at most: 8,192 × 8,192 grey pixels of 16 bits. */
const MAX_BYTES = 128 << 20

export interface WholeFrame {
  description: FrameDescription
  /** Values pixel by pixel, in the byte order of this machine, in memory of their own. */
  bytes: Uint8Array
  /** The stored values, in the same way, where a Modality LUT of the file made other ones of them; else empty. */
  stored: Uint8Array
  /** Overlay planes, see overlays.ts; empty where there are none. */
  overlay: Uint8Array
}

/**
 * One frame at full depth, with what a viewer has to know.
 * @param number of the frame, from 0; null: that in the middle
 * @param onSize hears how many samples it has before they are decoded
 * @throws MedoidError as `readFrame` does
 */
export async function readWholeFrame(
  path: string | Buffer,
  number: number | null,
  header = new ImageHeader(),
  onSize: (samples: number) => void = () => undefined
): Promise<WholeFrame> {
  try {
    header.open(path, number)
    const description = describePixels(header)
    const presentation = readPresentation(header)
    const dose = readDose(header)
    const { rows, columns, samples, palette, bitsAllocated } = description
    if (rows * columns * Math.max(bitsAllocated / 8, palette === null ? samples : 3) > MAX_BYTES) {
      throw cannotDecode('pixels-too-large', { why: 'shown', rows, columns })
    }
    onSize(samplesOf(description))
    const overlays = readOverlays(header, description)
    const frame = await decodeFrame(header, description)
    const rgb = rgbOf(frame)
    const lut = rgb === null ? description.modalityLut : null
    const values = rgb ?? (lut === null ? frame.values : through(lut, frame.values))
    const isPlain = rgb === null && lut === null
    const isDose = isPlain && dose !== null
    const [slope, intercept] = isDose ? [dose.slope, 0] : isPlain ? [description.slope, description.intercept] : [1, 0]
    const { min, max } = extent(values)
    const isSigned = description.signed || Math.min(min * slope, max * slope) + intercept < 0
    return {
      description: {
        ...presentation,
        units: isDose ? dose.units : presentation.units,
        rows,
        columns,
        kind: rgb === null ? 'grey' : 'colour',
        type: typeOf(values),
        photometric: description.photometric,
        transferSyntax: description.transferSyntax,
        bitsStored: description.bitsStored,
        frame: description.frame,
        frames: description.frames,
        matrix: readMatrix(header),
        slope,
        intercept,
        storedType: lut === null ? null : typeOf(frame.values),
        voiLuts: rgb === null ? readVoiLuts(header, isSigned) : [],
        ultrasoundRegions: readUltrasoundRegions(header, rows, columns),
        overlays: overlays.names,
        min,
        max,
        // Read last: what stands above adds to them.
        remarks: header.remarks
      },
      overlay: overlays.bits,
      bytes: bytesOf(values),
      stored: lut === null ? new Uint8Array(0) : bytesOf(frame.values)
    }
  } finally {
    header.close()
  }
}

/** A copy: native frames lie in memory that the next one takes. */
function bytesOf(values: Values): Uint8Array {
  return Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
}

function through({ first, entries }: LookUpTable, values: Values): Uint16Array {
  const start = signedLike(first, values)
  const last = entries.length - 1
  const mapped = new Uint16Array(values.length)
  for (let i = 0; i < values.length; i++) mapped[i] = entries[Math.min(last, Math.max(0, values[i] - start))]
  return mapped
}

function extent(values: Values): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    // NaN is neither.
    if (value < min && value !== -Infinity) min = value
    if (value > max && value !== Infinity) max = value
  }
  return min <= max ? { min, max } : { min: 0, max: 0 }
}

function typeOf(values: Values): ValueType {
  return values.constructor.name.replace(/Array$/, '').toLowerCase() as ValueType
}
