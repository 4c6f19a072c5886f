import type { MedoidRows } from '../catalogue/stored/clustering.ts'
import { BLOCK, PIECE_ROWS, STAGE_BYTES } from '../../kernels/constants.ts'
import {
  type CategoricalColumn,
  type FeatureColumn,
  type FeatureTable,
  MISSING_LEVEL,
  type NumericColumn
} from '../features/table.ts'
import { isNumeric } from './gower.ts'
import type { GowerModel } from '../catalogue/stored/features.ts'
import { Arena, instantiate } from '../kernels/kernels.ts'
import {
  assignScratchBytes,
  modelBytes,
  PACKED_FIELDS,
  packedBytes,
  type PackedPlace,
  packedLayout,
  packer,
  writeModel
} from './packed.ts'

/** @param medoids rows of the sample, in the order of the cluster ids */
export function medoidRows(sample: FeatureTable, medoids: ArrayLike<number>): MedoidRows {
  const rows = Array.from(medoids)
  return {
    rows,
    values: sample.columns.map((column) =>
      rows.map((row) => {
        if (isNumeric(column)) return Number.isFinite(column.values[row]) ? column.values[row] : null
        return column.codes[row] === MISSING_LEVEL ? null : column.levels[column.codes[row]]
      })
    )
  }
}

export interface Assignment {
  /** Nearest cluster of each row; of equally near ones, the one whose medoid comes first in the sample. Or the one it belongs to. */
  clusters: Uint16Array
  /** Distance √(1−S) to its medoid; 1 where nothing is evidence about them. */
  distances: Float32Array
  /** How many columns the row and its medoid both have, of those with a weight: what the distance rests on. */
  columns: Uint16Array
  /** Rows that share no column with any medoid. */
  unshared: number
}

export interface Assigner {
  /**
   * Puts each row of a table to its nearest medoid. Numbers outside the sample's range differ by at most 1; levels that the
   * sample did not have equal nothing. Memory does not grow with the table.
   * @param members clusters of rows that belong to one, whichever is the nearest
   * @throws MedoidError `columns-differ`
   */
  assign(table: FeatureTable, members?: ReadonlyMap<number, number>): Assignment
  /**
   * As `assign`, what it compares: for distances that are more than those by tags.
   * @throws MedoidError `columns-differ`
   */
  compare(table: FeatureTable): MedoidComparison
}

/** Rows of a table beside the medoids of a clustering. */
export interface MedoidComparison {
  /** 1 − S of each row and each medoid, row by row, in the order of the cluster ids; 1 where they share no column. */
  dissimilarities: Float32Array
  /** Rows that share no column with any medoid. */
  unshared: number
}

/** Assigns rows to the medoids of a clustering by the frozen model of its run. */
export function createAssigner(model: GowerModel, medoids: MedoidRows): Assigner {
  const k = medoids.rows.length
  // The kernel takes the first of equally near medoids, so they go in the order of the sample, as in the clustering.
  const order = Array.from(medoids.rows.keys()).sort((a, b) => medoids.rows[a] - medoids.rows[b])
  const layout = packedLayout(model)
  const arena = new Arena()
  const medoidFields = arena.reserve(PACKED_FIELDS * 4)
  const medoidBlocks = arena.reserve(packedBytes(layout, k))
  const queries = arena.reserve(k * layout.queryBytes)
  const known = arena.reserve(modelBytes(layout))
  const fields = arena.reserve(PACKED_FIELDS * 4)
  const blocks = arena.reserve(packedBytes(layout, PIECE_ROWS))
  const nearestAt = arena.reserve(PIECE_ROWS * 4)
  const distancesAt = arena.reserve(PIECE_ROWS * 4)
  const columnsAt = arena.reserve(PIECE_ROWS * 2)
  const stage = arena.reserve(STAGE_BYTES)
  const scratch = arena.reserve(assignScratchBytes(layout, k))
  const dissimilaritiesAt = arena.reserve(k * BLOCK * 4)
  const memory = arena.allocate()
  const kernels = instantiate(memory)

  const { buffer } = memory
  writeModel(layout, buffer, known)
  const ofMedoids: PackedPlace = { fields: medoidFields, blocks: medoidBlocks, model: known, stage }
  packer(medoidTable(model, medoids, order), layout)(kernels, memory, ofMedoids, 0, k)
  kernels.writeMedoidQueries(medoidFields, queries)
  const nearest = new Uint32Array(buffer, nearestAt, PIECE_ROWS)
  const distance = new Float32Array(buffer, distancesAt, PIECE_ROWS)
  const dissimilarity = new Float32Array(buffer, dissimilaritiesAt, k * BLOCK)
  const shared = new Uint16Array(buffer, columnsAt, PIECE_ROWS)

  // A piece at a time: few enough rows to stay in the processor's cache.
  const place: PackedPlace = { fields, blocks, model: known, stage }

  return {
    compare(table) {
      const packRows = packer(table, layout)
      const dissimilarities = new Float32Array(table.rows * k)
      let unshared = 0
      for (let from = 0; from < table.rows; from += BLOCK) {
        const to = Math.min(from + BLOCK, table.rows)
        packRows(kernels, memory, place, from, to)
        unshared += kernels.medoidDissimilarities(fields, queries, k, dissimilaritiesAt, scratch)
        order.forEach((cluster, place) => {
          for (let row = from; row < to; row++) {
            dissimilarities[row * k + cluster] = dissimilarity[place * BLOCK + row - from]
          }
        })
      }
      return { dissimilarities, unshared }
    },

    assign(table, members = new Map()) {
      const packRows = packer(table, layout)
      /** @returns how many of the rows share no column with these medoids, k of them from place `first` on */
      const compare = (from: number, to: number, first: number, k: number): number => {
        packRows(kernels, memory, place, from, to)
        return kernels.assignRows(
          fields,
          queries + first * layout.queryBytes,
          k,
          nearestAt,
          distancesAt,
          columnsAt,
          scratch
        )
      }
      const clusters = new Uint16Array(table.rows)
      const distances = new Float32Array(table.rows)
      const columns = new Uint16Array(table.rows)
      let unshared = 0
      for (let from = 0; from < table.rows; from += PIECE_ROWS) {
        const to = Math.min(from + PIECE_ROWS, table.rows)
        unshared += compare(from, to, 0, k)
        for (let row = from; row < to; row++) clusters[row] = order[nearest[row - from]]
        distances.set(distance.subarray(0, to - from), from)
        columns.set(shared.subarray(0, to - from), from)
      }
      for (const [row, cluster] of members) {
        if (clusters[row] === cluster) continue
        compare(row, row + 1, order.indexOf(cluster), 1)
        clusters[row] = cluster
        distances[row] = distance[0]
        columns[row] = shared[0]
      }
      return { clusters, distances, columns, unshared }
    }
  }
}

/** The medoids as a table. @param order which clusters' they are, one a row */
export function medoidTable(model: GowerModel, medoids: MedoidRows, order: readonly number[]): FeatureTable {
  const columns = model.columns.map((column, at): FeatureColumn => {
    const values = order.map((medoid) => medoids.values[at][medoid])
    const { name } = column
    if ('levels' in column) {
      const places = new Map(column.levels.map((level, place) => [level, place]))
      const codes = Int32Array.from(values, (value) =>
        value === null ? MISSING_LEVEL : (places.get(String(value)) ?? MISSING_LEVEL)
      )
      return { name, kind: column.kind, codes, levels: column.levels } satisfies CategoricalColumn
    }
    const numbers = Float64Array.from(values, (value) => (value === null ? NaN : Number(value)))
    return { name, kind: column.kind, values: numbers } satisfies NumericColumn
  })
  return { rows: order.length, columns }
}
