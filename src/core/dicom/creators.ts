import { privateElement } from './private-elements.ts'
import { VR } from './vr.ts'

const MAX_REMEMBERED_VRS = 100_000

/**
 * The private creators of an archive (PS3.5 section 7.8.1) by a small id; 0 is none. Creators that a header introduces
 * stay only once it is catalogued, so that damaged headers leave nothing behind.
 */
export class CreatorRegistry {
  readonly names: string[] = ['']
  private readonly ids = new Map<string, number>([['', 0]])
  private readonly vrs = new Map<number, number>()
  private kept = 1

  /** The id of the creator that these bytes name, padding aside. */
  id(bytes: Buffer, start: number, length: number): number {
    let end = start + length
    while (end > start && bytes[end - 1] <= 32) end--
    while (start < end && bytes[start] === 32) start++
    const name = bytes.toString('latin1', start, end)
    const hit = this.ids.get(name)
    if (hit !== undefined) return hit
    this.names.push(name)
    this.ids.set(name, this.names.length - 1)
    return this.names.length - 1
  }

  /** The VR of a private element whose creator has this id, as far as it is known, else UN. */
  vr(id: number, group: number, elementByte: number): number {
    const key = (id * 0x10000 + group) * 0x100 + elementByte
    const hit = this.vrs.get(key)
    if (hit !== undefined) return hit
    const vr = privateElement(this.names[id], group, elementByte)?.vr ?? VR.UN
    if (this.vrs.size >= MAX_REMEMBERED_VRS) this.vrs.clear()
    if (id < this.kept) this.vrs.set(key, vr)
    return vr
  }

  /** Forgets all of them. */
  restart(): void {
    this.names.length = 1
    this.ids.clear()
    this.ids.set('', 0)
    this.vrs.clear()
    this.kept = 1
  }

  keep(): void {
    this.kept = this.names.length
  }

  forget(): void {
    while (this.names.length > this.kept) this.ids.delete(this.names.pop() as string)
  }
}

/** Which creator has which block of private elements: 10 to FF, in the odd group at hand, at one level of a data set. */
export class PrivateBlocks {
  private readonly owners = new Int32Array(256)
  private group = -1

  /** Forgets all: a data set begins. */
  clear(): void {
    this.group = -1
  }

  /** A creator element (gggg,00bb) reserves its block. */
  reserve(group: number, block: number, creator: number): void {
    if (this.group !== group) {
      this.owners.fill(0)
      this.group = group
    }
    this.owners[block] = creator
  }

  /** The id of the creator that reserved the block of an element; 0 where none did. */
  owner(group: number, element: number): number {
    return this.group === group ? this.owners[element >>> 8] : 0
  }
}
