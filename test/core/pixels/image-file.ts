import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  encodeBase,
  encodeFile,
  EXPLICIT_LITTLE,
  type DataSet,
  type Element,
  type TransferSyntax
} from '../../../src/phantom/dicom-writer.ts'

/** A folder of its own for the images of a test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'medoid-pixels-'))
}

let folder = ''
let files = 0

/** Puts bytes into a file of their own. @returns its path */
export function fileOf(bytes: Uint8Array): string {
  folder ||= temporaryFolder()
  const path = join(folder, `${++files}.dcm`)
  writeFileSync(path, bytes)
  return path
}

/** What the tests say of an image; the rest is a grey image of 8 bits. */
export interface ImageOptions {
  syntax?: TransferSyntax
  /** In place of that of `syntax`. */
  transferSyntax?: string
  rows: number
  columns: number
  samples?: number
  photometric?: string
  planar?: number
  allocated?: number
  stored?: number
  highBit?: number
  signed?: boolean
  frames?: number
  /** Further elements, and elements that take the place of the ones above. */
  more?: DataSet
}

/** The header of an image. */
export function imageElements(options: ImageOptions): DataSet {
  const { rows, columns, samples = 1, photometric, planar, allocated = 8, frames } = options
  const stored = options.stored ?? allocated
  const elements: Element[] = [
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.7' },
    { tag: 0x00280002, vr: 'US', value: [samples] },
    { tag: 0x00280004, vr: 'CS', value: photometric ?? (samples === 3 ? 'RGB' : 'MONOCHROME2') },
    ...(planar === undefined ? [] : [{ tag: 0x00280006, vr: 'US', value: [planar] }]),
    ...(frames === undefined ? [] : [{ tag: 0x00280008, vr: 'IS', value: String(frames) }]),
    { tag: 0x00280010, vr: 'US', value: [rows] },
    { tag: 0x00280011, vr: 'US', value: [columns] },
    { tag: 0x00280100, vr: 'US', value: [allocated] },
    { tag: 0x00280101, vr: 'US', value: [stored] },
    { tag: 0x00280102, vr: 'US', value: [options.highBit ?? stored - 1] },
    { tag: 0x00280103, vr: 'US', value: [options.signed ? 1 : 0] }
  ]
  const more = options.more ?? []
  const replaced = new Set(more.map(({ tag }) => tag))
  return [...elements.filter(({ tag }) => !replaced.has(tag)), ...more].sort((a, b) => a.tag - b.tag)
}

/** A DICOM image. @param pixels bytes of native Pixel Data, an element of its own, or fragments */
export function imageFile(options: ImageOptions, pixels?: Uint8Array | Element | Buffer[]): string {
  return fileOf(imageBytes(options, pixels))
}

export function imageBytes(options: ImageOptions, pixels?: Uint8Array | Element | Buffer[]): Buffer {
  const syntax = options.syntax ?? EXPLICIT_LITTLE
  const base = encodeBase(imageElements(options), { syntax, charset: 'latin1', undefinedLengths: false })
  const meta = [{ tag: 0x00020010, vr: 'UI', value: options.transferSyntax ?? syntax.uid }]
  const element =
    pixels instanceof Uint8Array
      ? { tag: 0x7fe00010, vr: (options.allocated ?? 8) > 8 ? 'OW' : 'OB', value: pixels }
      : pixels
  return encodeFile(meta, base, [], element)
}

/** The bytes of numbers of 16 bits, little endian. */
export function words(...values: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(values).buffer)
}
