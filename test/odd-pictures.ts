import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DataSet, encodeBase, encodeFile, EXPLICIT_LITTLE } from '../src/phantom/dicom-writer.ts'

/** Grey levels of a picture. */
export type Levels = (x: number, y: number) => number

interface Size {
  columns: number
  rows: number
}

const SQUARE = { columns: 96, rows: 96 }

/** Writes an image of 16 bits. @param levels null for one without Pixel Data */
export function writeImage(
  folder: string,
  name: string,
  levels: Levels | null,
  { columns, rows }: Size = SQUARE
): void {
  const uid = `1.2.3.${[...name].map((letter) => letter.charCodeAt(0)).join('')}`
  const header: DataSet = [
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.7' },
    { tag: 0x00080018, vr: 'UI', value: uid },
    { tag: 0x00080060, vr: 'CS', value: 'OT' },
    { tag: 0x00280002, vr: 'US', value: [1] },
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', value: [rows] },
    { tag: 0x00280011, vr: 'US', value: [columns] },
    { tag: 0x00280100, vr: 'US', value: [16] },
    { tag: 0x00280101, vr: 'US', value: [16] },
    { tag: 0x00280102, vr: 'US', value: [15] },
    { tag: 0x00280103, vr: 'US', value: [0] }
  ]
  const base = encodeBase(header, { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false })
  const meta = [{ tag: 0x00020010, vr: 'UI', value: EXPLICIT_LITTLE.uid }]
  writeFileSync(
    join(folder, name),
    encodeFile(meta, base, [], levels === null ? undefined : pixelData(levels, columns, rows))
  )
}

function pixelData(levels: Levels, columns: number, rows: number): DataSet[number] {
  const value = Buffer.alloc(columns * rows * 2)
  for (let i = 0; i < columns * rows; i++) value.writeUInt16LE(levels(i % columns, Math.floor(i / columns)), 2 * i)
  return { tag: 0x7fe00010, vr: 'OW', value }
}

const disc: Levels = (x, y) => ((x - 30) ** 2 + (y - 40) ** 2 < 400 ? 900 : 100 + x)
export const waves: Levels = (x, y) => Math.round(500 + 400 * Math.sin(x / 9) * Math.cos(y / 14))

/** Pictures of each kind: nine files. */
export function writeOddPictures(folder: string): void {
  writeImage(folder, 'a-disc', disc)
  writeImage(folder, 'b-copy', disc)
  // Other noise, as a compression with loss leaves.
  writeImage(folder, 'c-near', (x, y) => disc(x, y) + ((x * 7 + y * 3) % 5))
  writeImage(folder, 'd-waves', waves)
  writeImage(folder, 'e-constant', () => 7)
  writeImage(folder, 'f-black', (x, y) => (x === 3 && y < 9 ? 4000 : 0))
  writeImage(folder, 'g-strip', (x) => x, { columns: 400, rows: 96 })
  writeImage(folder, 'h-tiny', (x, y) => x * y, { columns: 16, rows: 16 })
  writeImage(folder, 'i-none', null)
}
