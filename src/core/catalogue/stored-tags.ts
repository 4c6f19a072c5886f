import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import type { Tag } from './types.ts'

/** A tag, and whether its chunks hold plain texts since it has too many values for a dictionary. */
export interface StoredTag extends Tag {
  /** The VR of the first instance that held it. */
  firstVr: string
  plain: boolean
}

/** By id. @throws MedoidError `catalogue-damaged` */
export function storedTags(db: Database): StoredTag[] {
  const rows = db.prepare('SELECT * FROM tag ORDER BY id').all() as (Tag & {
    private_creator: string
    first_vr: string
    high_cardinality: number
  })[]
  return rows.map((row) => {
    const { id, tag, path, keyword, private_creator, vr, first_vr, high_cardinality } = sound('tag', row)
    return {
      id,
      tag,
      path,
      keyword,
      privateCreator: private_creator,
      vr,
      firstVr: first_vr,
      plain: high_cardinality === 1
    }
  })
}
