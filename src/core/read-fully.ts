import { readSync } from 'node:fs'

/**
 * Reads `length` bytes of an open file from `position` into `buffer` at `offset`. One read of the system may give less than
 * is there (network drives, signals): only a read that gives nothing is the end of the file.
 * @returns the bytes read; fewer than `length` only where the file ends
 * @throws the system's error
 */
export function readFully(file: number, buffer: Uint8Array, offset: number, length: number, position: number): number {
  let done = 0
  while (done < length) {
    const got = readSync(file, buffer, offset + done, length - done, position + done)
    if (got === 0) break
    done += got
  }
  return done
}
