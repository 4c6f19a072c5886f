/** Archives that are read in place. */
export type OpenedKind = 'zip' | 'tar' | 'tar.gz'

/** Other archives and compressed files, which have to be unpacked first. */
export type ArchiveKind = OpenedKind | 'gzip' | 'bzip2' | 'xz' | 'zstd' | '7z' | 'rar' | 'iso'

/** Bytes of a file that tell its kind: those of ISO 9660 stand in its 17th sector. */
export const HEAD_OF_ARCHIVE = 32_774

const SIGNS: readonly [kind: ArchiveKind, at: number, sign: string][] = [
  ['zip', 0, 'PK\x03\x04'],
  // Without any member, and the first part of several.
  ['zip', 0, 'PK\x05\x06'],
  ['zip', 0, 'PK\x07\x08'],
  ['gzip', 0, '\x1f\x8b\x08'],
  ['bzip2', 0, 'BZh'],
  ['xz', 0, '\xfd7zXZ\0'],
  ['zstd', 0, '\x28\xb5\x2f\xfd'],
  ['7z', 0, '7z\xbc\xaf\x27\x1c'],
  ['rar', 0, 'Rar!\x1a\x07'],
  // POSIX and GNU.
  ['tar', 257, 'ustar'],
  ['iso', 32_769, 'CD001']
]

/** First members of documents, programs and arrays that are stored as zip: nobody unpacks those. */
const DOCUMENT = /^(\[Content_Types\]\.xml|_rels\/|docProps\/|word\/|xl\/|ppt\/|mimetype|META-INF\/|[^/]+\.npy$)/

/** Compressed files that may be DICOM or archives, by their names. */
const COMPRESSED_IMAGE = /(\.(tar|dcm|dicom|ima|img)|^[^.]*)\.(gz|bz2|xz|zst)$|\.(tgz|tbz2?|txz)$/i

/** A name by which a scan looks into a file. */
const NAME = /\.(zip|tar|tgz|tar\.gz)$/i

/** A name by which a file that gzip has compressed is taken for an image, and inflated. */
const GZIPPED_IMAGE = /\.(dcm|dicom|ima|img)\.gz$/i

export function isGzippedImageName(name: string | Buffer): boolean {
  return GZIPPED_IMAGE.test(typeof name === 'string' ? name : name.toString('latin1'))
}

/** Whether a file's name is that of an archive that is read in place. */
export function isArchiveName(name: string | Buffer): boolean {
  return NAME.test(typeof name === 'string' ? name : name.toString('latin1'))
}

/**
 * What kind of archive a file is, by its first bytes.
 * @param head the first bytes, `HEAD_OF_ARCHIVE` of them where the file is as long @param name of the file; decides about compressed files
 * @returns null where it is none, or one of which nobody expects images
 */
export function archiveKind(head: Buffer, name: string | Buffer): ArchiveKind | null {
  const found = SIGNS.find(([, at, sign]) => head.toString('latin1', at, at + sign.length) === sign)
  if (found === undefined) return null
  const [kind] = found
  const text = typeof name === 'string' ? name : name.toString('latin1')
  if (kind === 'zip') return isDocument(head) ? null : 'zip'
  if (kind === 'gzip') return /\.(tgz|tar\.gz)$/i.test(text) ? 'tar.gz' : COMPRESSED_IMAGE.test(text) ? 'gzip' : null
  if (kind === 'bzip2' || kind === 'xz' || kind === 'zstd') return COMPRESSED_IMAGE.test(text) ? kind : null
  return kind
}

function isDocument(head: Buffer): boolean {
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) return false
  return DOCUMENT.test(head.toString('latin1', 30, 30 + head.readUInt16LE(26)))
}
