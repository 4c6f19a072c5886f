import { readFileSync } from 'node:fs'
import type { MemoryPurpose } from '../../messages/en/program.ts'
import { MedoidError } from '../errors.ts'
import { resource } from '../resources.ts'

/** The functions of `src/kernels`, which documents them. All arguments are numbers; pointers are addresses in the memory. */
export interface Kernels {
  packNumbers: (packed: number, column: number, first: number, blocks: number, values: number) => void
  packCodes: (packed: number, to: number, blocks: number, codes: number, translation: number) => void
  finishPacking: (packed: number) => void
  gowerRows: (packed: number, matrix: number, scratch: number, root: number) => number
  writeMedoidQueries: (medoids: number, queries: number) => void
  assignRows: (
    packed: number,
    queries: number,
    k: number,
    nearest: number,
    distances: number,
    columns: number,
    scratch: number
  ) => number
  medoidDissimilarities: (packed: number, queries: number, k: number, out: number, scratch: number) => number
  rowDissimilarities: (packed: number, query: number, out: number, sums: number) => void
  build: (matrix: number, state: number, limit: number) => number
  fasterpam: (matrix: number, search: number, limit: number) => number
  fastermsc: (matrix: number, search: number, limit: number) => number
  pam: (matrix: number, search: number, limit: number) => number
  agglomerate: (tree: number, limit: number) => number
  minimax: (tree: number, limit: number) => number
  spanningTree: (tree: number, limit: number) => number
  silhouetteRows: (matrix: number, clusters: number) => number
  writeQueries: (packed: number, rows: number, count: number, queries: number) => void
  batchRows: (packed: number, matrix: number, batch: number, queries: number, counts: number, scratch: number) => number
  weighBatch: (matrix: number, counts: number) => number
  judgeRows: (packed: number, judgement: number, scratch: number) => number
  gramTiles: (gram: number, tile: number) => number
  labellingRows: (gram: number, labellings: number, sums: number) => number
  halfDistances: (
    rows: number,
    count: number,
    width: number,
    vector: number,
    halves: number,
    own: number,
    out: number
  ) => void
  scalarProducts: (rows: number, count: number, width: number, vector: number, out: number) => void
  runNetwork: (network: number, thread: number) => number
  neighbourRows: (matrix: number, neighbours: number) => number
  movePoints: (layout: number) => number
  placeRows: (placement: number, scratch: number) => number
  nearestVectors: (vectors: number) => number
  squareVectors: (vectors: number, count: number, bytes: number, squares: number) => void
}

/** A memory that threads share: `buffer` never changes, as the memory never grows. */
export interface KernelMemory {
  readonly buffer: SharedArrayBuffer
}

// Node's types do not declare WebAssembly; this is the part that is used here.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  Memory: new (size: { initial: number; maximum: number; shared: true }) => KernelMemory
  Instance: new (module: object, imports: { env: { memory: KernelMemory } }) => { exports: object }
}

const PAGE = 65536

/** What WebAssembly can address: 4 GiB. */
const MOST_PAGES = 65536

let compiled: object | undefined

/** The compiled kernels; threads share them. @throws MedoidError `kernels-missing` where they have not been built */
export function kernelsModule(): object {
  compiled ??= new WebAssembly.Module(readFileSync(resource('kernels.wasm', 'kernels-missing')))
  return compiled
}

/** @throws MedoidError `kernels-missing` where they have not been built */
export function instantiate(memory: KernelMemory): Kernels {
  return new WebAssembly.Instance(kernelsModule(), { env: { memory } }).exports as Kernels
}

/** Plans what lies where in a memory, then makes the memory, just as large as needed and filled with zeros. */
export class Arena {
  private bytes = 64

  /** @returns the address of `bytes` bytes, on a multiple of 64 */
  reserve(bytes: number): number {
    const at = this.bytes
    this.bytes += Math.ceil(bytes / 64) * 64
    return at
  }

  /** Whether all that was reserved fits into what WebAssembly can address. */
  fits(): boolean {
    return this.bytes <= MOST_PAGES * PAGE
  }

  /**
   * @param purpose what needs the memory
   * @throws MedoidError `memory-exhausted` where the machine does not have that much, or WebAssembly cannot address it
   */
  allocate(purpose: MemoryPurpose = { purpose: 'sample' }): KernelMemory {
    const pages = Math.ceil(this.bytes / PAGE)
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
    } catch (cause) {
      throw new MedoidError('memory-exhausted', { ...purpose, bytes: this.bytes }, { cause })
    }
  }
}
