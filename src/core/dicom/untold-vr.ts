import { PrivateBlocks, type CreatorRegistry } from './creators.ts'
import { standardEntry } from './dictionary.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { VR } from './vr.ts'

/** Bytes of a private creator: 64 characters. A longer one names nobody. */
const MAX_CREATOR = 256

/**
 * What tells the VR of elements that do not tell it themselves (implicit VR, or UN: PS3.5 section 6.2.2, note 3): the
 * dictionary, the private creators in force and Pixel Representation, at every depth of nesting.
 */
export class UntoldVrs {
  private readonly creators: CreatorRegistry
  /** By depth. */
  private readonly blocks: PrivateBlocks[] = []
  private readonly signed: Uint8Array

  constructor(creators: CreatorRegistry, maxDepth: number) {
    this.creators = creators
    this.signed = new Uint8Array(maxDepth + 1)
  }

  /** A data set begins: it reserves its own private blocks, and has the pixel representation of what contains it. */
  enter(depth: number): void {
    const blocks = (this.blocks[depth] ??= new PrivateBlocks())
    blocks.clear()
    this.signed[depth] = depth > 0 ? this.signed[depth - 1] : 0
  }

  /** Pixel Representation (0028,0103) of a data set: `US or SS` is SS where the pixels are signed. */
  setSigned(depth: number, signed: boolean): void {
    this.signed[depth] = signed ? 1 : 0
  }

  /** The private creator of an element of an odd group, by its id; a creator element itself reserves a block. */
  creatorOf(bytes: HeaderBytes, tag: number, depth: number, value: number, length: number): number {
    const group = tag >>> 16
    const element = tag & 0xffff
    if (element >= 0x1000) return this.blocks[depth].owner(group, element)
    if (element < 0x10 || element > 0xff || length > MAX_CREATOR) return 0
    const start = bytes.fill(value, length)
    const available = Math.min(length, bytes.end - start)
    this.blocks[depth].reserve(group, element, this.creators.id(bytes.buffer, start, available))
    return 0
  }

  /** @param creator what `creatorOf` gave for it */
  vrOf(tag: number, creator: number, depth: number): number {
    const group = tag >>> 16
    const element = tag & 0xffff
    if (group & 1) {
      if (element >= 0x10 && element <= 0xff) return VR.LO
      return creator === 0 ? VR.UN : this.creators.vr(creator, group, element & 0xff)
    }
    const entry = standardEntry(tag)
    if (!entry) return VR.UN
    return entry.usOrSs && this.signed[depth] === 1 ? VR.SS : entry.vr
  }
}
