import type { OpenFile } from '../archives/extent.ts'
import { openFile } from '../archives/open-file.ts'
import { ImageHeader } from './image-header.ts'
import { readWholeFrame } from './whole-frame.ts'

/** How the pixels of two files compare: `identical` files have all bytes in common, not their pixels alone. */
export type FilesCompared =
  | { verdict: 'identical' | 'same-pixels' | 'other-size' }
  /** The first frame, from 0, of which a value differs. */
  | { verdict: 'other-pixels'; frame: number }

const BLOCK = 1 << 20

/**
 * Whether two files have the same pixels, however they are encoded: what a viewer shows of each frame is compared, value by value.
 * @param onSize hears how many samples a frame has before they are decoded
 * @throws MedoidError as `readFrame` does, where the files are not identical and one cannot be decoded
 */
export async function compareFiles(
  one: string | Buffer,
  other: string | Buffer,
  onSize: (samples: number) => void = () => undefined
): Promise<FilesCompared> {
  if (areIdentical(one, other)) return { verdict: 'identical' }
  const [header, otherHeader] = [new ImageHeader(), new ImageHeader()]
  for (let frame = 0; ; frame++) {
    const a = await readWholeFrame(one, frame, header, onSize)
    const b = await readWholeFrame(other, frame, otherHeader, onSize)
    for (const what of ['rows', 'columns', 'frames', 'kind'] as const) {
      if (a.description[what] !== b.description[what]) return { verdict: 'other-size' }
    }
    const isSameType = a.description.type === b.description.type
    if (!isSameType || Buffer.compare(a.bytes, b.bytes) !== 0) return { verdict: 'other-pixels', frame }
    if (frame + 1 >= a.description.frames) return { verdict: 'same-pixels' }
  }
}

function areIdentical(one: string | Buffer, other: string | Buffer): boolean {
  const a = openFile(one)
  try {
    return haveSameBytes(a, other)
  } finally {
    a.close()
  }
}

function haveSameBytes(a: OpenFile, other: string | Buffer): boolean {
  const b = openFile(other)
  try {
    if (a.size !== b.size) return false
    const [block, otherBlock] = [Buffer.alloc(BLOCK), Buffer.alloc(BLOCK)]
    for (let at = 0; ; at += BLOCK) {
      const read = a.read(block, 0, BLOCK, at)
      if (read !== b.read(otherBlock, 0, BLOCK, at)) return false
      if (block.compare(otherBlock, 0, read, 0, read) !== 0) return false
      if (read < BLOCK) return true
    }
  } finally {
    b.close()
  }
}
