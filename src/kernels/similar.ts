import { compare } from './compare'
import { LANES, Packed, sharedColumns } from './packed'
import { Query } from './query'

/**
 * 1 − S of a row, as a query, and each row of a packed table, f32; Infinity where the two share no column. `out` holds whole blocks
 * of 64 rows.
 */
export function rowDissimilarities(packed: Packed, query: Query, out: usize, sums: usize): void {
  const blocks = (packed.rows + LANES - 1) / LANES
  for (let at: usize = 0; at < blocks; at++) {
    const block = packed.blocks + at * packed.blockBytes
    const to = out + at * LANES * 4
    const mayShareNone = compare(packed, query, block, to, sums, false)
    if (!mayShareNone) continue
    for (let lane: usize = 0; lane < LANES; lane++) {
      if (load<f32>(to + lane * 4) != 1) continue
      if (sharedColumns(packed, query.block, query.lane, block, lane) == 0) store<f32>(to + lane * 4, Infinity)
    }
  }
}
