import { Convolution, convolve } from './convolve'
import { KernelGradient, addKernelGradient } from './convolve-gradient'
import { Fold, Unfold, fold, unfold } from './fold'
import {
  ADDITION,
  CLEAR,
  CONVOLUTION,
  COPY,
  FOLD,
  KERNEL_GRADIENT,
  MAXIMA,
  OUTPUT,
  PARTS,
  PICTURE,
  POOL,
  SIGMOID,
  SIGMOID_GRADIENT,
  SPARSE_GRADIENT,
  UNFOLD,
  WAIT
} from './operations'
import { Copy, Output, Picture, compareOutput, copyResult, readPicture } from './picture'
import { Maxima, Pool, listMaxima, pool } from './pool'
import { Sigmoid, SigmoidGradient, applySigmoid, sigmoidGradient } from './sigmoid'
import { SparseGradient, sparseGradient } from './sparse-gradient'

/**
 * An autoencoder at work on a round of pictures: the operations that are done on each picture, one after another, and how far
 * each thread is. Written by `src/core/embedding/wasm/memory.ts`, field by field in this order.
 */
@unmanaged
export class Network {
  /** Addresses of the operations, in their order. */
  operations: usize
  count: usize
  threads: usize
  /** Slots of the threads, one after another. */
  slots: usize
  slotBytes: usize
  /** Where the gradients of part 0 and 1 are in a slot, f32 each; how long those of a part are, a multiple of 16. */
  gradients: usize
  gradientBytes: usize
  /** The pictures of the round. */
  pictures: usize
  pictureBytes: usize
  images: usize
  /** What comes out, picture by picture: gradients, embeddings or pictures. */
  results: usize
  resultBytes: usize
  /** Sums of squared differences, f64, picture by picture, part by part. */
  losses: usize
  /** What the gradients of the round are added to; 0 where there are none. */
  sum: usize
  /** The next picture that nobody has taken yet, how many are done, and the next bytes of the sum. */
  next: usize
  finished: usize
  nextSum: usize
}

/**
 * A thread's picture, with all images that the operations make of it. An operation is done in parts; another thread may do
 * one of them. Parts are counted over all pictures of the slot in the round.
 */
@unmanaged
class Slot {
  image: usize
  /** Parts that have been begun, are done, and may be begun. */
  taken: usize
  done: usize
  limit: usize
}

const PIECES: usize = <usize>PARTS

/** Bytes of gradients that a thread sums at a time. */
const SUM_BYTES: usize = 4096

/**
 * Does one part of an operation: of the thread's own picture, else of the next picture, else of another thread's; when all
 * pictures are done, sums a bit of their gradients. All threads call it at the same time, again and again, until it
 * returns 0; it returns `WAIT` when there is nothing to do until others are done. Which thread does what makes no difference to the results, to the bit.
 */
export function runNetwork(network: Network, thread: usize): usize {
  const own = slotOf(network, thread)
  if (runPart(network, own) || takePicture(network, own)) return 1
  for (let i: usize = 1; i < network.threads; i++) {
    if (runPart(network, slotOf(network, (thread + i) % network.threads))) return 1
  }
  if (atomic.load<usize>(changetype<usize>(network) + offsetof<Network>('finished')) < network.images)
    return <usize>WAIT
  return sumGradients(network)
}

function slotOf(network: Network, thread: usize): Slot {
  return changetype<Slot>(network.slots + thread * network.slotBytes)
}

/** Returns whether there may be more to do in this slot. */
function runPart(network: Network, slot: Slot): bool {
  const at = changetype<usize>(slot)
  const taken = atomic.load<usize>(at + offsetof<Slot>('taken'))
  if (taken >= atomic.load<usize>(at + offsetof<Slot>('limit'))) return false
  // All parts of the operation before must be done.
  if (atomic.load<usize>(at + offsetof<Slot>('done')) < taken - (taken % PIECES)) return false
  if (atomic.cmpxchg<usize>(at + offsetof<Slot>('taken'), taken, taken + 1) != taken) return true
  const parts = network.count * PIECES
  runOperation(network, slot, (taken % parts) / PIECES, taken % PIECES)
  const done = atomic.add<usize>(at + offsetof<Slot>('done'), 1) + 1
  if (done % parts == 0) atomic.add<usize>(changetype<usize>(network) + offsetof<Network>('finished'), 1)
  return true
}

/** Begins the next picture in a slot whose last one is done. */
function takePicture(network: Network, slot: Slot): bool {
  const at = changetype<usize>(slot)
  const next = changetype<usize>(network) + offsetof<Network>('next')
  if (atomic.load<usize>(at + offsetof<Slot>('done')) < slot.limit) return false
  if (atomic.load<usize>(next) >= network.images) return false
  const image = atomic.add<usize>(next, 1)
  if (image >= network.images) return false
  slot.image = image
  atomic.add<usize>(at + offsetof<Slot>('limit'), network.count * PIECES)
  return true
}

function runOperation(network: Network, slotOfImage: Slot, index: usize, part: usize): void {
  const slot = changetype<usize>(slotOfImage)
  const image = slotOfImage.image
  const gradients = slot + network.gradients + part * network.gradientBytes
  const result = network.results + image * network.resultBytes
  const operation: usize = load<usize>(network.operations + index * sizeof<usize>())
  const kind = load<usize>(operation)
  // The parts of most operations are rows.
  const rows = load<usize>(operation, sizeof<usize>())
  const from = (rows * part) / PIECES
  const to = (rows * (part + 1)) / PIECES
  if (kind == CONVOLUTION) {
    convolve(changetype<Convolution>(operation), slot, from, to)
  } else if (kind == KERNEL_GRADIENT) {
    addKernelGradient(changetype<KernelGradient>(operation), slot, gradients, from, to)
  } else if (kind == SPARSE_GRADIENT) {
    const vectors = changetype<SparseGradient>(operation).vectors
    const half = (vectors + 1) / 2
    if (part == 0) sparseGradient(changetype<SparseGradient>(operation), slot, gradients, 0, half)
    else sparseGradient(changetype<SparseGradient>(operation), slot, gradients, half, vectors)
  } else if (kind == MAXIMA) {
    listMaxima(changetype<Maxima>(operation), slot, gradients, from, to)
  } else if (kind == POOL) {
    pool(changetype<Pool>(operation), slot, from, to)
  } else if (kind == UNFOLD) {
    unfold(changetype<Unfold>(operation), slot, from, to)
  } else if (kind == FOLD) {
    fold(changetype<Fold>(operation), slot, from, to)
  } else if (kind == SIGMOID) {
    applySigmoid(changetype<Sigmoid>(operation), slot, from, to)
  } else if (kind == SIGMOID_GRADIENT) {
    sigmoidGradient(changetype<SigmoidGradient>(operation), slot, from, to)
  } else if (kind == PICTURE) {
    readPicture(changetype<Picture>(operation), slot, network.pictures + image * network.pictureBytes, from, to)
  } else if (kind == OUTPUT) {
    const loss = compareOutput(changetype<Output>(operation), slot, gradients, from, to)
    store<f64>(network.losses + (image * PIECES + part) * 8, loss)
  } else if (kind == COPY) {
    copyResult(changetype<Copy>(operation), slot, result, from, to)
  } else if (kind == CLEAR) {
    memory.fill(gradients, 0, network.gradientBytes)
  } else if (kind == ADDITION) {
    addParts(network, slot, result, part)
  }
}

/** Writes a half of a picture's gradients: the sum of those of its parts. */
function addParts(network: Network, slot: usize, result: usize, part: usize): void {
  const first = slot + network.gradients
  const second = first + network.gradientBytes
  const vectors = network.gradientBytes / 16
  const end = ((vectors * (part + 1)) / PIECES) * 16
  for (let at = ((vectors * part) / PIECES) * 16; at < end; at += 16) {
    v128.store(result + at, f32x4.add(v128.load(first + at), v128.load(second + at)))
  }
}

/** Adds the next bytes of the gradients of all pictures to the sum, picture by picture. */
function sumGradients(network: Network): usize {
  if (network.sum == 0) return 0
  const from = atomic.add<usize>(changetype<usize>(network) + offsetof<Network>('nextSum'), SUM_BYTES)
  if (from >= network.gradientBytes) return 0
  const to = min<usize>(from + SUM_BYTES, network.gradientBytes)
  for (let image: usize = 0; image < network.images; image++) {
    const gradients = network.results + image * network.resultBytes
    for (let at = from; at < to; at += 16) {
      const sum = network.sum + at
      v128.store(sum, f32x4.add(v128.load(sum), v128.load(gradients + at)))
    }
  }
  return 1
}
