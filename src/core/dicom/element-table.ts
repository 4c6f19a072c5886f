/** Flags of an encoding (PS3.5 sections 7.1 and 7.3); none: explicit VR little endian. */
export const BIG_ENDIAN = 1
export const IMPLICIT_VR = 2
/** Flag of an element beside BIG_ENDIAN: its value is longer than what is read of one value, so that only its length is known. */
export const NOT_READ = 4

/** What a walk over a header found, in file order, undecoded: one row an element. */
export class ElementTable {
  count = 0
  /** Group in the upper 16 bits; signed. */
  tags = new Int32Array(1024)
  /** Codes of VR. */
  vrs = new Uint8Array(1024)
  /** Private creator by its id in the registry; 0 where there is none. */
  creators = new Int32Array(1024)
  /** Index of the value in the buffer; of one that is not read (NOT_READ), where in the file it begins. */
  starts = new Int32Array(1024)
  /** Bytes of the value; of a sequence, its items. */
  lengths = new Uint32Array(1024)
  /** 0 at the top level; elements of a sequence's first item follow the sequence, one deeper. */
  depths = new Uint16Array(1024)
  flags = new Uint8Array(1024)

  /** @returns the row */
  add(tag: number, vr: number, creator: number, start: number, length: number, depth: number, flags: number): number {
    const row = this.count
    if (row === this.tags.length) this.grow()
    this.tags[row] = tag
    this.vrs[row] = vr
    this.creators[row] = creator
    this.starts[row] = start
    this.lengths[row] = length
    this.depths[row] = depth
    this.flags[row] = flags
    this.count = row + 1
    return row
  }

  /** The row of a top-level element, or −1. */
  find(tag: number): number {
    for (let row = 0; row < this.count; row++) {
      if (this.tags[row] === tag && this.depths[row] === 0) return row
    }
    return -1
  }

  private grow(): void {
    const size = 2 * this.tags.length
    const grown = <T extends { set(from: T): void }>(from: T, to: T): T => (to.set(from), to)
    this.tags = grown(this.tags, new Int32Array(size))
    this.vrs = grown(this.vrs, new Uint8Array(size))
    this.creators = grown(this.creators, new Int32Array(size))
    this.starts = grown(this.starts, new Int32Array(size))
    this.lengths = grown(this.lengths, new Uint32Array(size))
    this.depths = grown(this.depths, new Uint16Array(size))
    this.flags = grown(this.flags, new Uint8Array(size))
  }
}
