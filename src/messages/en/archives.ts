import { count, counted } from '../format.ts'
import type { Said } from '../said.ts'

/** Kinds of archives, as people call them. */
const KINDS = {
  zip: 'ZIP archive',
  tar: 'tar archive',
  'tar.gz': 'compressed tar archive',
  gzip: 'gzip file',
  bzip2: 'bzip2 file',
  xz: 'xz file',
  zstd: 'Zstandard file',
  '7z': '7z archive',
  rar: 'RAR archive',
  iso: 'disc image (ISO 9660)'
}
type Kind = keyof typeof KINDS

/** With what each is unpacked. */
const UNPACK: Record<Kind, string> = {
  zip: 'Unpack it with "unzip"',
  tar: 'Unpack it with "tar -xf"',
  'tar.gz': 'Unpack it with "tar -xf"',
  gzip: 'Unpack it with "gunzip"',
  bzip2: 'Unpack it with "bunzip2", or "tar -xf" if it holds a tar archive',
  xz: 'Unpack it with "unxz", or "tar -xf" if it holds a tar archive',
  zstd: 'Unpack it with "unzstd", or "tar -xf" if it holds a tar archive',
  '7z': 'Unpack it with 7-Zip ("7z x")',
  rar: 'Unpack it with "unrar x" or 7-Zip',
  iso: 'Mount it, or unpack it with 7-Zip ("7z x")'
}

/** Names of archives that are read in place. */
const ENDS = { zip: '.zip', tar: '.tar' }

const THEN = 'and scan the folder with the files.'

type NotOpened =
  | { why: 'encrypted' }
  | { why: 'method'; method: number | string }
  | { why: 'overlap' }
  | { why: 'outside' }
  | { why: 'damaged'; reason: string }
  /** @param size that it claims, in bytes */
  | { why: 'size'; size: number }
  /** @param most bytes that are unpacked of one member */
  | { why: 'long'; most: number }

function notOpened(given: NotOpened): Said {
  const unpack = `Unpack the archive with another program ${THEN}`
  switch (given.why) {
    case 'encrypted':
      return {
        problem: 'This file is encrypted in its archive.',
        remedy: `Unpack the archive with its password ${THEN}`
      }
    case 'method':
      return {
        problem: `This file is stored in its archive with a method that is not read (${given.method}).`,
        remedy: unpack
      }
    case 'overlap':
      return {
        problem: 'This file claims bytes that are of another file in its archive, which no proper archive does.'
      }
    case 'outside':
      return {
        problem: 'The archive does not hold this file where it says: it is damaged or cut.',
        remedy: 'Copy the archive again.'
      }
    case 'damaged':
      return { problem: `This file is damaged in its archive: ${given.reason}.`, remedy: 'Copy the archive again.' }
    case 'size':
      return { problem: `This file claims to hold ${given.size} bytes, which its compressed bytes cannot become.` }
    case 'long':
      return {
        problem: `This file is compressed in its archive, and longer than ${given.most / 2 ** 20} MiB.`,
        remedy: unpack
      }
  }
}

function foundBefore(files: number): string {
  return files === 0
    ? ' No file of it was read.'
    : ` ${counted(files, 'files')} of it ${files === 1 ? 'was' : 'were'} read.`
}

/** What of archives, and of files in them, is not read. */
export const ARCHIVES = {
  'archive-not-opened': ({ kind, why }: { kind: Kind; why: 'kind' | 'name' | 'inside' }) => ({
    problem: `This is ${kind === 'xz' ? 'an' : 'a'} ${KINDS[kind]}${why === 'inside' ? ' within another archive' : ''}, and was not opened.`,
    remedy:
      why === 'name' && kind in ENDS
        ? `Rename it so that its name ends with ${ENDS[kind as keyof typeof ENDS]}, and scan again.`
        : `${UNPACK[kind]} ${THEN}`
  }),

  'archive-damaged': ({
    kind,
    reason,
    read
  }: {
    kind: Kind
    reason: string
    /** Files that are listed before the damage, where that is known. */
    read?: number
  }) => ({
    problem: `This ${KINDS[kind]} is damaged or cut: ${reason}.${read === undefined ? '' : foundBefore(read)}`,
    remedy: 'Copy or export it again.'
  }),

  'archive-too-large': (
    given:
      | { why: 'members'; most: number }
      | { why: 'names' }
      | { why: 'room'; folder: string }
      /** @param ratio times the size of the archive */
      | { why: 'ratio'; ratio: number }
  ) => {
    const remedy = `Unpack it with another program ${THEN}`
    switch (given.why) {
      case 'members':
        return { problem: `This archive holds more than ${counted(given.most, 'files')}.`, remedy }
      case 'names':
        return {
          problem: 'The names of the files in this archive take more room than those of any proper one.',
          remedy
        }
      case 'room':
        return {
          problem: `There is not enough room in ${given.folder} to unpack this archive.`,
          remedy: `Make room there, or unpack it elsewhere ${THEN}`
        }
      case 'ratio':
        return {
          problem: `This archive unpacks to more than ${given.ratio} times its size, as archives do that are made to fill disks.`,
          remedy: `If you trust it, unpack it with another program ${THEN}`
        }
    }
  },

  'archive-left-out': ({ unsafe, repeated, links }: { unsafe: number; repeated: number; links: number }) => ({
    problem: `Not everything in this archive was read: ${[
      unsafe > 0 ? `${counted(unsafe, 'files')} without a usable name` : '',
      repeated > 0 ? `${counted(repeated, 'files')} whose name a later one has` : '',
      links > 0 ? `${count(links)} ${links === 1 ? 'link or device' : 'links or devices'}` : ''
    ]
      .filter((each) => each !== '')
      .join(', ')}.`
  }),

  'member-not-opened': notOpened
}
