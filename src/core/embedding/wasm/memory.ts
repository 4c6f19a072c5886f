import { PARTS, SLOT_HEAD_BYTES } from '../../../kernels/operations.ts'
import { Arena, type KernelMemory } from '../../kernels/kernels.ts'
import { type Architecture, embeddingShape } from '../architecture.ts'
import { compile } from './compile.ts'

/** Pictures of a round: so many that threads rarely wait at its end, so few that their results need little memory. */
const MOST_PICTURES = 64
const MOST_RESULT_BYTES = 128 * 2 ** 20

/** What a round of pictures is for. */
export type Purpose = 'encode' | 'reconstruct' | 'train'

/** A network in the kernels' memory: its operations and weights, a slot for each thread, and room for a round of pictures. */
export interface NetworkMemory {
  memory: KernelMemory
  /** Address of the kernels' `Network`. */
  address: number
  /** Address of 4 bytes that tell threads to stop. */
  stop: number
  /** How many pictures a round can have. */
  most: number
  /** Puts weights, in the order of `weightShapes`, where the kernels read them. */
  setWeights(weights: Float32Array): void
  /** Makes a round ready for `runNetwork`. @param pixels how many the loss is the mean of */
  beginRound(purpose: Purpose, pictures: Uint8Array, pixels: number): void
  /** What came out for each picture of the round; a view. @param values of each */
  result(picture: number, values: number): Float32Array
  /** Squared differences of the round, summed picture by picture onto `sum`. */
  addLosses(sum: number, pictures: number): number
  clearGradients(): void
  /** Writes the gradients of all rounds since they were cleared, in the order of `weightShapes`. */
  readGradients(gradients: Float32Array): void
}

/** @throws MedoidError `unsupported-architecture`, `memory-exhausted` */
export function networkMemory(architecture: Architecture, threads: number): NetworkMemory {
  const arena = new Arena()
  // Written before each round: see `Network` in `src/kernels/network.ts`.
  const fields = 17
  const [address, stop] = [arena.reserve(fields * 4), arena.reserve(4)]
  const { program, scale, gradients, ...operations } = compile(architecture, arena)
  const { slotBytes, gradientBytes } = program
  const lists = {
    encode: program.write(operations.encode),
    reconstruct: program.write(operations.reconstruct),
    train: program.write(operations.train)
  }
  const pictureBytes = architecture.side ** 2
  const resultBytes = Math.max(gradientBytes, 4 * embeddingShape(architecture).values, 4 * pictureBytes)
  const most = Math.max(threads, Math.min(MOST_PICTURES, Math.floor(MOST_RESULT_BYTES / resultBytes)))
  const places = {
    pictures: arena.reserve(most * pictureBytes),
    results: arena.reserve(most * resultBytes),
    losses: arena.reserve(most * PARTS * 8),
    sum: arena.reserve(gradientBytes),
    slots: arena.reserve(threads * slotBytes)
  }

  const memory = arena.allocate({ purpose: 'training', architecture: architecture.name, threads })
  const { buffer } = memory
  program.writeTo(buffer)
  const [pack, unpack] = [program.packing.compile(), program.unpacking.compile()]
  const values = new Float32Array(buffer)
  const losses = new Float64Array(buffer, places.losses, most * PARTS)
  const sum = new Float32Array(buffer, places.sum, gradientBytes / 4)
  return {
    memory,
    address,
    stop,
    most,
    setWeights: (weights) => pack(weights, values),
    beginRound(purpose, pictures, pixels) {
      new Uint8Array(buffer, places.pictures, pictures.length).set(pictures)
      values[scale / 4] = 2 / pixels
      for (let thread = 0; thread < threads; thread++) {
        new Uint8Array(buffer, places.slots + thread * slotBytes, SLOT_HEAD_BYTES).fill(0)
      }
      new Uint32Array(buffer, address, fields).set([
        ...[lists[purpose], operations[purpose].length],
        ...[threads, places.slots, slotBytes, gradients, gradientBytes],
        ...[places.pictures, pictureBytes, pictures.length / pictureBytes],
        ...[places.results, resultBytes, places.losses, purpose === 'train' ? places.sum : 0],
        ...[0, 0, 0]
      ])
    },
    result: (picture, count) => new Float32Array(buffer, places.results + picture * resultBytes, count),
    addLosses: (before, pictures) => losses.subarray(0, pictures * PARTS).reduce((total, loss) => total + loss, before),
    clearGradients: () => void sum.fill(0),
    readGradients: (to) => unpack(sum, to)
  }
}
