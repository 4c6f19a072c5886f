import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  /** As UTF-8 with the flag that says so, or bytes without it. */
  name: string | Buffer
  bytes?: Buffer | string
  /** 0 stored, 8 deflated (unless told), others with the bytes as they are. */
  method?: number
  /** General purpose flags beside that of UTF-8: 1 encrypted. */
  flags?: number
  /** Instead of the true uncompressed size. */
  size?: number
  /** Instead of the true CRC-32. */
  crc?: number
  /** Instead of its own: the place of another entry's local header. */
  at?: number
  /** Sizes behind the data alone, as streams write them. */
  hasDescriptor?: boolean
  /** Sizes in the zip64 extra field. */
  isZip64?: boolean
  /** Unix mode, e.g. 0o120777 of a link. */
  mode?: number
  /** Extra fields of the central directory. */
  extra?: Buffer
}

/** A zip by hand (PKWARE's APPNOTE, sections 4.3.7 to 4.3.16). */
export function zipFile(entries: readonly ZipEntry[], comment = ''): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const { method = 8, flags = 0, hasDescriptor = false, isZip64 = false, mode = 0o100644 } = entry
    const name = Buffer.from(entry.name as string)
    const raw = Buffer.from((entry.bytes ?? '') as string)
    const data = method === 8 ? deflateRawSync(raw) : raw
    const size = entry.size ?? raw.length
    const bits = flags | (typeof entry.name === 'string' ? 0x800 : 0) | (hasDescriptor ? 8 : 0)
    const crc = entry.crc ?? crc32(raw)
    const sizes = u32(crc, data.length, size)
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      u16(20, bits, method, 0, 0x21),
      hasDescriptor ? Buffer.alloc(12) : sizes,
      u16(name.length, 0),
      name,
      data,
      hasDescriptor ? Buffer.concat([Buffer.from('PK\x07\x08'), sizes]) : Buffer.alloc(0)
    ])
    const zip64 = Buffer.concat([u16(1, 24), u64(size, data.length, entry.at ?? at)])
    const extra = Buffer.concat([isZip64 ? zip64 : Buffer.alloc(0), entry.extra ?? Buffer.alloc(0)])
    const all = 0xffffffff
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02'),
        u16(0x0314, 20, bits, method, 0, 0x21),
        u32(crc, isZip64 ? all : data.length, isZip64 ? all : size),
        u16(name.length, extra.length, 0, 0, 0),
        u32((mode << 16) >>> 0, isZip64 ? all : (entry.at ?? at)),
        name,
        extra
      ])
    )
    parts.push(local)
    at += local.length
  }
  const central = Buffer.concat(directory)
  const count = Math.min(entries.length, 0xffff)
  const end = [
    Buffer.from('PK\x05\x06'),
    u16(0, 0, count, count),
    u32(central.length, at),
    u16(comment.length),
    Buffer.from(comment)
  ]
  return Buffer.concat([...parts, central, ...end])
}

export interface TarEntry {
  /** At most 100 bytes. */
  name: string | Buffer
  bytes?: Buffer | string
  /** '0' a file (unless told), '5' a folder, '2' a link, 'x' extended header, 'L' long name. */
  type?: string
  /** Instead of the true one. */
  size?: number
  /** 'old' of before POSIX, without a sign. */
  format?: 'ustar' | 'gnu' | 'old'
}

/** A tar by hand (POSIX.1-2001, pax interchange format), with the two empty blocks at its end. */
export function tarFile(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap(({ name, bytes = '', type = '0', size, format = 'ustar' }) => {
    const data = Buffer.from(bytes as string)
    const header = Buffer.alloc(512)
    Buffer.from(name as string).copy(header, 0)
    header.write('0000644\x000000000\x000000000\x00', 100)
    header.write(`${(size ?? data.length).toString(8).padStart(11, '0')}\x0000000000000\x00        ${type}`, 124)
    header.write({ ustar: 'ustar\x0000', gnu: 'ustar  \x00', old: '' }[format], 257)
    const sum = header.reduce((a, b) => a + b)
    header.write(`${sum.toString(8).padStart(6, '0')}\x00 `, 148)
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

/** A record of a pax extended header: its length, which counts itself, then `key=value`. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  let length = rest.length
  while (length !== Buffer.byteLength(`${length}${rest}`)) length = Buffer.byteLength(`${length}${rest}`)
  return `${length}${rest}`
}

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, i) => bytes.writeUInt16LE(value, 2 * i))
  return bytes
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i))
  return bytes
}

function u64(...values: number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length)
  values.forEach((value, i) => bytes.writeBigUInt64LE(BigInt(value), 8 * i))
  return bytes
}
