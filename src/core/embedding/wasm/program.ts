import { SLOT_HEAD_BYTES } from '../../../kernels/operations.ts'
import { Arena } from '../../kernels/kernels.ts'
import { type Image, reserveImage } from './images.ts'
import { LinearMap } from './linear-map.ts'

/** For each of many numbers, the places among all weights of those whose sum it is. */
type Order = readonly (readonly number[])[]

/**
 * The operations of a network, with the taps and weights that they read, and the images of a slot: planned first, and written
 * once the memory is there.
 */
export class Program {
  /** From all weights to f32 values in the memory. */
  readonly packing = new LinearMap()
  /** From the gradients of a part, f32 values, to those by all weights. */
  readonly unpacking = new LinearMap()
  /** Pixels that taps reach beyond an image, at most. */
  readonly border: number
  private readonly arena: Arena
  private readonly slot = new Arena()
  private readonly gradients = new Arena()
  private readonly words: { at: number; values: readonly number[] }[] = []

  constructor(arena: Arena, border: number) {
    this.arena = arena
    this.border = border
    this.slot.reserve(SLOT_HEAD_BYTES)
  }

  /** Reserves an image in a slot. @param pixel bytes of a pixel */
  image(side: number, pixel: number): Image {
    return reserveImage(this.slot, side, pixel, this.border)
  }

  /** @returns where so many bytes are in a slot */
  scratch(bytes: number): number {
    return this.slot.reserve(bytes)
  }

  /** @returns the address of the offsets of taps, and of their end */
  taps(offsets: readonly number[]): [number, number] {
    const at = this.write(offsets)
    return [at, at + offsets.length * 4]
  }

  /** Plans numbers of 32 bits. @returns their address */
  write(values: readonly number[]): number {
    const at = this.arena.reserve(values.length * 4)
    this.words.push({ at, values })
    return at
  }

  /** Reserves place for weights. @param order how they come from all weights, or how many zeros they are @returns their address */
  weights(order: Order | number): number {
    if (typeof order === 'number') return this.arena.reserve(order * 4)
    const at = this.arena.reserve(order.length * 4)
    order.forEach((sources, place) => sources.forEach((source) => this.packing.add(source, at / 4 + place)))
    return at
  }

  /** Reserves place for gradients by weights in such an order. @returns where they are in the gradients of a part; never 0 */
  gradient(order: Order): number {
    const at = this.gradients.reserve(order.length * 4)
    order.forEach((sources, place) => sources.forEach((source) => this.unpacking.add(at / 4 + place, source)))
    return at
  }

  /** Bytes of the gradients of a part, and of a slot, as far as they are planned. */
  get gradientBytes(): number {
    return this.gradients.reserve(0)
  }

  get slotBytes(): number {
    return this.slot.reserve(0)
  }

  writeTo(memory: ArrayBufferLike): void {
    for (const { at, values } of this.words) new Int32Array(memory, at, values.length).set(values)
  }
}
