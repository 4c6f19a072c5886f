import { Gunzip } from 'minizlib'
import { type Extent, readExtent } from './extent.ts'
import { ArchiveFault } from './fault.ts'
import type { ArchiveLimits } from './limits.ts'
import { checkRoom, writeFully } from './temporary-file.ts'

/** Compressed bytes that are taken at a time: they become no more than 64 MiB. */
const PIECE = 64 << 10
/** How often the disk is asked what is free. */
const CHECK_EVERY = 64 << 20

/**
 * Unpacks a .gz (RFC 1952) into a file. Where it is damaged, what comes before the damage is there.
 * @returns why it ended before its end, if it did, and how many bytes there are
 * @throws ArchiveFault `archive-too-large`; the system's error
 */
export function* gunzip(
  archive: Extent,
  file: number,
  limits: ArchiveLimits
): Generator<void, { damage: string | undefined; size: number }> {
  const piece = Buffer.allocUnsafe(PIECE)
  let size = 0
  let checked = 0
  let failure: NodeJS.ErrnoException | undefined
  const unpacker = new Gunzip({})
  unpacker.on('error', (error: unknown) => (failure ??= error as NodeJS.ErrnoException))
  unpacker.on('data', (chunk: Buffer) => {
    if (failure !== undefined) return
    try {
      writeFully(file, chunk, size)
      size += chunk.length
    } catch (error) {
      failure = error as NodeJS.ErrnoException
    }
  })
  for (let taken = 0; failure === undefined;) {
    const read = readExtent(archive, piece, 0, PIECE, taken)
    taken += read
    if (read === 0) {
      unpacker.end()
      break
    }
    unpacker.write(Buffer.from(piece.subarray(0, read)))
    if (size > limits.beyond && size > taken * limits.ratio) {
      throw new ArchiveFault('archive-too-large', { why: 'ratio', ratio: limits.ratio })
    }
    if (size - checked > CHECK_EVERY || checked === 0) {
      checkRoom(0, limits.reserve)
      checked = size
    }
    yield
  }
  if (failure !== undefined && !failure.code?.startsWith('Z_')) throw failure
  return { damage: failure?.message, size }
}
