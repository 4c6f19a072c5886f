import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { openFile } from '../archives/open-file.ts'
import { readFully } from '../read-fully.ts'

/** Bytes that tell a file's kind: DICOM's own sign stands behind 128 others (PS3.10, section 7.1). */
const HEAD = 132

/** What files begin with, as far as they are met beside images. */
const SIGNS: readonly [begins: string, looks: string][] = [
  ['\x89PNG', 'PNG picture'],
  ['\xff\xd8\xff', 'JPEG picture'],
  ['GIF8', 'GIF picture'],
  ['BM', 'BMP picture'],
  ['II*\0', 'TIFF picture'],
  ['MM\0*', 'TIFF picture'],
  ['%PDF', 'PDF'],
  ['PK\x03\x04', 'ZIP archive'],
  ['\x1f\x8b', 'gzip archive'],
  ['7z\xbc\xaf\x27\x1c', '7z archive'],
  ['Rar!', 'RAR archive'],
  ['SQLite format 3', 'SQLite database'],
  ['MZ', 'Windows program'],
  ['\x7fELF', 'Linux program'],
  ['n+1', 'NIfTI volume'],
  ['{', 'JSON'],
  ['<?xml', 'XML']
]

/** What a file that is not DICOM looks like, for a person who wonders about it. Of a path that leads to no regular file, why it is not looked at. */
export function otherFile(path: string | Buffer): string {
  let file: number
  try {
    // A pipe in its place would keep whoever opens it waiting.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return memberLooksLike(path) ?? ((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable')
  }
  try {
    if (!fstatSync(file).isFile()) return 'no regular file'
    const head = Buffer.alloc(HEAD)
    return looksLike(head.subarray(0, readFully(file, head, 0, HEAD, 0)))
  } finally {
    closeSync(file)
  }
}

/** null where the path does not lead to a member of an archive that can be read. */
function memberLooksLike(path: string | Buffer): string | null {
  try {
    const member = openFile(path)
    try {
      const head = Buffer.alloc(HEAD)
      return looksLike(head.subarray(0, member.read(head, 0, HEAD, 0)))
    } finally {
      member.close()
    }
  } catch {
    // Whatever keeps it from being read, the scan has told.
    return null
  }
}

/** @param head the first bytes of the file, all of them where it is shorter than 132 */
export function looksLike(head: Buffer): string {
  if (head.length === 0) return 'empty'
  // Of DICOM, only directories of media are not taken for objects.
  if (head.toString('latin1', 128) === 'DICM') return 'DICOMDIR'
  const text = head.toString('latin1')
  const sign = SIGNS.find(([begins]) => text.startsWith(begins))
  if (sign !== undefined) return sign[1]
  // eslint-disable-next-line no-control-regex -- what no text has
  return /[\0-\x08\x0e-\x1f]/.test(text) ? 'unknown' : 'text'
}
