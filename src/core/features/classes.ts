import { findTag } from '../catalogue/find-tag.ts'
import type { TagSource } from '../catalogue/types.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { categoryKey } from './normalise.ts'
import { type RowContext, rowContext } from './weights.ts'

/** The code of an image's value where it has none. */
export const NO_CLASS = -1

/** What a tag says of each instance. */
interface Classes {
  /** NO_CLASS where it says nothing. */
  codes: Int32Array
  names: string[]
}

/** @param instances ids, ascending; spellings of one category (`T_SPINE`, `TSPINE`) are one class */
export function classesOf(source: TagSource, keyword: string, instances: Uint32Array): Classes {
  const tag = findTag(source.tags(), keyword)
  const codes = new Int32Array(instances.length).fill(NO_CLASS)
  if (tag === undefined) return { codes, names: [] }
  const column = source.column(tag.id, instances)
  const byKey = new Map<string, number>()
  const names: string[] = []
  for (let i = 0; i < codes.length; i++) {
    const text = column.texts[column.codes[i]]
    if (column.codes[i] < FIRST_VALUE) continue
    const key = categoryKey(text)
    let code = byKey.get(key)
    if (code === undefined) {
      byKey.set(key, (code = names.length))
      names.push(text)
    }
    codes[i] = code
  }
  return { codes, names }
}

/** The scanner and the modality of each instance, whether or not these tags are features. @param instances ids, ascending */
export function contextOf(source: TagSource, instances: Uint32Array): RowContext {
  return rowContext((keyword) => {
    const { codes, names } = classesOf(source, keyword, instances)
    return { codes: codes.map((code) => code + 1), count: names.length + 1 }
  }, instances.length)
}
