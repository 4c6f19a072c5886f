import { BLOCK, STAGE_BYTES, SUMS_BYTES } from '../../kernels/constants.ts'
import type { Feature, GowerModel } from '../catalogue/stored/features.ts'
import {
  modelBytes,
  PACKED_FIELDS,
  packedBytes,
  type PackedLayout,
  packedLayout,
  packer,
  writeModel
} from '../clustering/packed.ts'
import type { TableBuilder } from '../features/build.ts'
import type { FeatureTable } from '../features/table.ts'
import { Arena, instantiate, type KernelMemory, type Kernels } from '../kernels/kernels.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'

/** Rows of a piece: what is built, packed and compared before others are let in. */
const PIECE_ROWS = 65_536

/** Bytes of packed rows that are kept for the next question: more than the paper's archive of 668,849 images takes. */
const KEPT_BYTES = 640 * 2 ** 20

/**
 * All images of an archive as rows of a run's features, packed for the kernels, to compare any row with all of them. What fits into
 * `mostBytes` is built once and kept, the rest is built anew for each row that is compared; with 0, memory does not grow with the
 * archive. Building stops where it is cancelled, and goes on from there.
 */
export class TagTable {
  readonly images: Uint32Array
  readonly features: readonly Feature[]
  readonly model: GowerModel
  private readonly builder: Pick<TableBuilder, 'build'>
  private readonly layout: PackedLayout
  private readonly kept: (PackedPiece | undefined)[] = []
  private left: number
  private passing: PackedPiece | undefined

  /**
   * @param builder of the rows of these features
   * @param images ids, ascending
   */
  constructor(
    builder: Pick<TableBuilder, 'build'>,
    { features, model }: { features: readonly Feature[]; model: GowerModel },
    images: Uint32Array,
    mostBytes = KEPT_BYTES
  ) {
    this.builder = builder
    this.images = images
    this.features = features
    this.model = model
    this.layout = packedLayout(model)
    this.left = mostBytes
  }

  /**
   * 1 − S of a row and each image, by their place among `images`: within 2e-5 of itself of the one in f64; Infinity where the two
   * share no column.
   * @param row a table of one row, with the columns of the run
   * @throws MedoidError `columns-differ`; CancelledError
   */
  async dissimilarities(row: FeatureTable, work?: Work): Promise<Float32Array> {
    const { length } = this.images
    const all = new Float32Array(length)
    for (let from = 0; from < length; from += PIECE_ROWS) {
      this.piece(from).compare(row, all.subarray(from, from + PIECE_ROWS))
      work?.onProgress?.({ stage: 'Comparing images', done: from, total: length, unit: 'images' })
      await breathe()
      throwIfCancelled(work)
    }
    return all
  }

  /** The rows of some images. @param instances ascending */
  rows(instances: Uint32Array): FeatureTable {
    return this.builder.build(instances)
  }

  /** The piece that begins with this place, built if it is not kept. */
  private piece(from: number): PackedPiece {
    const known = this.kept[from / PIECE_ROWS]
    if (known !== undefined) return known
    const table = this.builder.build(this.images.subarray(from, from + PIECE_ROWS))
    const bytes = packedBytes(this.layout, table.rows)
    const isKept = bytes <= this.left
    const piece = isKept
      ? new PackedPiece(this.layout, table.rows)
      : (this.passing ??= new PackedPiece(this.layout, Math.min(this.images.length, PIECE_ROWS)))
    piece.fill(table)
    if (isKept) {
      this.kept[from / PIECE_ROWS] = piece
      this.left -= bytes
    }
    return piece
  }
}

/** Packed rows in a memory of the kernels, with room for a row to compare them with. */
class PackedPiece {
  private readonly layout: PackedLayout
  private readonly memory: KernelMemory
  private readonly kernels: Kernels
  private readonly at: ReturnType<typeof reserve>

  /** @param rows at most */
  constructor(layout: PackedLayout, rows: number) {
    const arena = new Arena()
    this.layout = layout
    this.at = reserve(arena, layout, rows)
    this.memory = arena.allocate()
    this.kernels = instantiate(this.memory)
    writeModel(layout, this.memory.buffer, this.at.model)
  }

  fill(table: FeatureTable): void {
    const { fields, blocks } = this.at
    this.pack(table, fields, blocks)
  }

  /** Writes 1 − S of a row and each packed one. */
  compare(row: FeatureTable, into: Float32Array): void {
    const { fields, rowFields, rowBlock, query, out, sums } = this.at
    this.pack(row, rowFields, rowBlock)
    this.kernels.writeMedoidQueries(rowFields, query)
    this.kernels.rowDissimilarities(fields, query, out, sums)
    into.set(new Float32Array(this.memory.buffer, out, into.length))
  }

  private pack(table: FeatureTable, fields: number, blocks: number): void {
    packer(table, this.layout)(this.kernels, this.memory, { ...this.at, fields, blocks }, 0, table.rows)
  }
}

function reserve(arena: Arena, layout: PackedLayout, rows: number) {
  return {
    model: arena.reserve(modelBytes(layout)),
    stage: arena.reserve(STAGE_BYTES),
    rowFields: arena.reserve(PACKED_FIELDS * 4),
    rowBlock: arena.reserve(packedBytes(layout, 1)),
    query: arena.reserve(layout.queryBytes),
    sums: arena.reserve(SUMS_BYTES),
    fields: arena.reserve(PACKED_FIELDS * 4),
    blocks: arena.reserve(packedBytes(layout, rows)),
    out: arena.reserve(Math.ceil(rows / BLOCK) * BLOCK * 4)
  }
}
