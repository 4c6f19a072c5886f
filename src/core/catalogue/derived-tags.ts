import type { Database } from 'better-sqlite3'
import { ABSENT, FIRST_VALUE } from '../tag-codes.ts'
import { inserter, updateRow } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { encodeCodes } from './code-columns.ts'
import { DERIVED_TAGS, type DerivedKeyword } from './derived-names.ts'
import { Dictionaries } from './dictionaries.ts'
import { countInstances } from './live.ts'
import { columnWriter, dropColumns } from './stored-columns.ts'
import { dropTally } from './stored-tally.ts'
import { storedTags } from './stored-tags.ts'
import { dropVrs } from './stored-vrs.ts'
import { nextRevision } from './summary.ts'
import type { TagId } from './types.ts'

/** The value of an instance; null where it has none. */
type DerivedValues = (instance: number) => string | null

/**
 * Replaces the values of derived tags; inside the caller's transaction, with the writer's lock. Instances that come later have none
 * until they are written again.
 */
export function writeDerived(db: Database, columns: Readonly<Partial<Record<DerivedKeyword, DerivedValues>>>): void {
  const total = countInstances(db)
  const dictionaries = new Dictionaries(db)
  const put = columnWriter(db)
  for (const derived of DERIVED_TAGS) {
    const valueOf = columns[derived.keyword]
    if (valueOf === undefined) continue
    const id = emptyTag(db, derived)
    const codeByText = new Map<string, number>()
    const codes = new Uint32Array(total)
    for (let instance = 0; instance < total; instance++) {
      const text = valueOf(instance)
      if (text === null) continue
      let code = codeByText.get(text)
      if (code === undefined) codeByText.set(text, (code = FIRST_VALUE + codeByText.size))
      codes[instance] = code
    }
    if (codeByText.size > 0) dictionaries.append(id, FIRST_VALUE, [...codeByText.keys()])
    for (let chunk = 0; chunk * CHUNK < total; chunk++) {
      const some = codes.subarray(chunk * CHUNK, (chunk + 1) * CHUNK)
      if (some.some((code) => code !== ABSENT)) put({ tag: id, chunk, ...encodeCodes(some, some.length) })
    }
  }
  nextRevision(db)
}

/** Finds or makes a tag, without values. @returns its id */
function emptyTag(db: Database, { tag, keyword, vr }: (typeof DERIVED_TAGS)[number]): TagId {
  const tags = storedTags(db)
  const known = tags.find((each) => each.tag === tag && each.path === '')
  const id = known?.id ?? ((tags.length + 1) as TagId)
  if (known === undefined) {
    const place = { tag, path: '', keyword, private_creator: '' }
    inserter(db, 'tag')({ id, ...place, vr, first_vr: vr, high_cardinality: 0 })
  } else if (known.plain) updateRow(db, 'tag', [id], { high_cardinality: 0 })
  dropColumns(db, id)
  dropVrs(db, id)
  dropTally(db, id)
  db.prepare('DELETE FROM value WHERE tag = ?').run(id)
  return id
}
