import type { Database } from 'better-sqlite3'
import { FIRST_VALUE } from '../tag-codes.ts'
import { readMeta, writeMeta } from './database.ts'
import { type DerivedKeyword, DUPLICATE } from './derived-names.ts'
import { writeDerived } from './derived-tags.ts'
import { CatalogueReader } from './reader.ts'
import { revisionOf } from './summary.ts'

/** The revision for which groups were last looked after. */
const SETTLED = 'duplicates_revision'

/**
 * Where images are gone, the first of the others represents their group, and one that is left alone is unique; in a transaction of its
 * own, with the writer's lock. New images are compared when pictures are looked at again.
 */
export function settleDuplicates(db: Database): void {
  if (readMeta(db, SETTLED) === revisionOf(db)) return
  const reader = new CatalogueReader(db)
  // Most catalogues have no groups, and an archive may be large.
  const live = reader.find('PictureDuplicateGroup') === undefined ? new Uint32Array() : reader.live()
  const [roles, groups] = (['PictureDuplicate', 'PictureDuplicateGroup'] as const).map((keyword) =>
    textsOf(reader, keyword, live)
  )
  const members = new Map<string, number[]>()
  groups?.forEach((group, i) => {
    if (group === null) return
    const found = members.get(group)
    if (found === undefined) members.set(group, [i])
    else found.push(i)
  })
  let isChanged = false
  for (const rows of members.values()) {
    if (rows.length > 1 && roles![rows[0]] === DUPLICATE.representative) continue
    isChanged = true
    roles![rows[0]] = rows.length > 1 ? DUPLICATE.representative : DUPLICATE.unique
    if (rows.length === 1) groups![rows[0]] = null
  }
  db.transaction(() => {
    if (isChanged) {
      const place = new Map(Array.from(live, (instance, i) => [instance, i]))
      const by =
        (texts: (string | null)[]) =>
        (instance: number): string | null =>
          texts[place.get(instance) ?? -1] ?? null
      writeDerived(db, { PictureDuplicate: by(roles!), PictureDuplicateGroup: by(groups!) })
    }
    writeMeta(db, SETTLED, revisionOf(db))
  })()
}

/** @returns undefined where the catalogue has not the tag */
function textsOf(
  reader: CatalogueReader,
  keyword: DerivedKeyword,
  instances: Uint32Array
): (string | null)[] | undefined {
  const tag = reader.find(keyword)
  if (tag === undefined) return undefined
  const { codes, texts } = reader.column(tag.id, instances)
  return Array.from(codes, (code) => (code < FIRST_VALUE ? null : texts[code]))
}
