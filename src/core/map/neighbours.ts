import { NEIGHBOURS_BYTES } from '../../kernels/map-constants.ts'
import type { DissimilarityMatrix } from '../clustering/matrix.ts'
import type { Work } from '../work.ts'

/** Neighbours of each row that are looked at. */
const NEIGHBOURS = 60

/** Bytes of room that a matrix of n rows needs for their neighbours. */
export function neighboursRoom(n: number): number {
  return HEAD + n * (LIST + 8)
}

/** The structure, up to where arrays begin. */
const HEAD = 64
const LIST = NEIGHBOURS * 8

/** The nearest of each of some rows, the nearest first. */
export interface Neighbours {
  /** How many each row has. */
  k: number
  /** Rows of the matrix. */
  of: (at: number) => Uint32Array
  distances: (at: number) => Float32Array
}

/**
 * Finds the nearest rows of each row, on the threads of the matrix; of equally near ones those that follow it count first.
 * @param matrix with `neighboursRoom` of room @param rows those that are looked at, ascending: at least two
 * @returns views of the matrix's memory, by place in `rows`
 * @throws CancelledError
 */
export async function nearestRows(matrix: DissimilarityMatrix, rows: Uint32Array, work?: Work): Promise<Neighbours> {
  const { memory, room, n, threads } = matrix
  const { buffer } = memory
  const k = Math.min(NEIGHBOURS, rows.length - 1)
  const rowsAt = room + HEAD
  const countsAt = rowsAt + n * 4
  // Lists hold numbers of 4 bytes.
  const lists = countsAt + Math.ceil(n / 4) * 4
  new Uint32Array(buffer, rowsAt, rows.length).set(rows)
  const counts = new Uint8Array(buffer, countsAt, n).fill(0)
  for (const row of rows) counts[row] = 1
  new Uint32Array(buffer, room, NEIGHBOURS_BYTES / 4).set([k, rowsAt, rows.length, countsAt, lists, 0])
  const task = {
    begin: () => ({ kernel: 'neighbourRows' as const, args: [matrix.address, room] }),
    end: () => undefined
  }
  await threads.run(Array<typeof task>(threads.count).fill(task), work)
  return {
    k,
    distances: (at) => new Float32Array(buffer, lists + at * k * 8, k),
    of: (at) => new Uint32Array(buffer, lists + at * k * 8 + k * 4, k)
  }
}
