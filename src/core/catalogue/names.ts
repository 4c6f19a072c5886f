/** A file or folder name, or a path relative to a root: a Buffer where it is not UTF-8. */
export type Name = string | Buffer

/** Below U+D800 the order of UTF-16 code units is that of UTF-8 bytes. */
const FIRST_SURROGATE = 0xd800

/** Marks a stored name that is not UTF-8. No file name holds a NUL. */
const BYTES = '\0'

/** The name as text if it is UTF-8, else as it is. */
export function nameOf(bytes: Buffer): Name {
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : bytes
}

/** Byte order of the names' UTF-8, as `memcmp` would have it. */
export function compareNames(a: Name, b: Name): number {
  if (typeof a === 'string' && typeof b === 'string' && !hasSurrogates(a) && !hasSurrogates(b))
    return a < b ? -1 : a > b ? 1 : 0
  return Buffer.compare(Buffer.from(a as string), Buffer.from(b as string))
}

function hasSurrogates(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= FIRST_SURROGATE) return true
  return false
}

/** Walk order of two files' relative paths: folder by folder, in byte order of the names. */
export function comparePaths(a: Name, b: Name): number {
  return compareNames(slashFirst(a), slashFirst(b))
}

/** `/` becomes the smallest byte, so that comparing whole paths is comparing them folder by folder. */
function slashFirst(path: Name): Name {
  if (typeof path === 'string') return path.replaceAll('/', '\0')
  return Buffer.from(path.map((byte) => (byte === 0x2f ? 0 : byte)))
}

/** Relative path of `name` in `folder`. */
export function joinNames(folder: Name, name: Name): Name {
  if (folder.length === 0) return name
  if (typeof folder === 'string' && typeof name === 'string') return `${folder}/${name}`
  return Buffer.concat([Buffer.from(folder as string), Buffer.from('/'), Buffer.from(name as string)])
}

/** The names that a relative path is made of. */
export function partsOf(path: Name): Name[] {
  if (typeof path === 'string') return path.split('/')
  return path
    .toString('latin1')
    .split('/')
    .map((part) => nameOf(Buffer.from(part, 'latin1')))
}

/** Whether a relative path is a folder or lies below it; '' is the root. */
export function isBelow(path: Name, folder: Name): boolean {
  if (folder.length === 0) return true
  const bytes = Buffer.from(path as string)
  const prefix = Buffer.from(folder as string)
  return (
    bytes.subarray(0, prefix.length).equals(prefix) && (bytes.length === prefix.length || bytes[prefix.length] === 0x2f)
  )
}

/** Absolute path for the file system. */
export function absolute(root: string, path: Name): string | Buffer {
  return path.length === 0 ? root : joinNames(root, path)
}

/** For a person: bytes that are not UTF-8 as U+FFFD. */
export function readable(path: Name): string {
  return typeof path === 'string' ? path : path.toString('utf8')
}

/** As one string that `parseName` takes back: bytes that are not UTF-8 as Latin-1 behind a NUL. */
export function storedName(name: Name): string {
  return typeof name === 'string' ? name : BYTES + name.toString('latin1')
}

export function parseName(stored: string): Name {
  return stored.startsWith(BYTES) ? Buffer.from(stored.slice(1), 'latin1') : stored
}

/** The folder that a relative path lies in; '' is the root. */
export function parentOf(path: Name): Name {
  if (typeof path === 'string') return path.slice(0, Math.max(0, path.lastIndexOf('/')))
  // What is not UTF-8 may be the name alone.
  return nameOf(path.subarray(0, Math.max(0, path.lastIndexOf(0x2f))))
}
