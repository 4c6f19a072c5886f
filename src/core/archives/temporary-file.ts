import { mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArchiveFault } from './fault.ts'

/**
 * A file for what is unpacked, open for reading and writing: without a name, so that nobody else can read it and no killed
 * process leaves it behind where the system can help it.
 */
export function temporaryFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-unpacked-'))
  try {
    return openSync(join(folder, 'bytes'), 'wx+', 0o600)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes all of `bytes` at `position`. @throws the system's error */
export function writeFully(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done)
  }
}

/** @throws ArchiveFault `archive-too-large` where so many more bytes would not leave `reserve` of the disk free */
export function checkRoom(bytes: number, reserve: number): void {
  const { bavail, bsize } = statfsSync(tmpdir())
  if (bytes + reserve > bavail * bsize) throw new ArchiveFault('archive-too-large', { why: 'room', folder: tmpdir() })
}
