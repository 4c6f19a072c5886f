import { type Catalogue, openForReading, readMeta } from '../../../src/core/catalogue/database.ts'
import { countInstances, LiveSet } from '../../../src/core/catalogue/live.ts'
import { absolute, joinNames, type Name, storedName } from '../../../src/core/catalogue/names.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { schemaVersion } from '../../../src/core/catalogue/schema-version.ts'
import { SopIndex } from '../../../src/core/catalogue/sop-index.ts'

/** All that a catalogue holds of its files, with the ids of instances; what may differ between two scans of them (times, ids of folders) is left out. */
export interface Contents {
  /** By id. */
  instances: { file: string; values: Record<string, string> }[]
  /** In their order: what each is, its VR, and that of the first instance that has it. */
  tags: string[]
  /** By path: size, modification time, status, instance. */
  files: Record<string, [number, number, number, number | null]>
  issues: string[]
  sources: string[]
  /** Instances that their SOP Instance UID does not lead to. */
  unfound: string[]
  revision: unknown
}

export function contentsOf({ db }: Pick<Catalogue, 'db'>): Contents {
  const reader = new CatalogueReader(db)
  const live = reader.live()
  const values = Array.from(live, (): Record<string, string> => ({}))
  const tags: string[] = []
  // The first release knew one VR of a tag.
  const first = schemaVersion(db) < 3 ? 'vr' : 'first_vr'
  const stored = db.prepare(`SELECT ${first}, high_cardinality FROM tag WHERE id = ?`).raw()
  for (const { id, tag, path, privateCreator, vr } of reader.tags()) {
    const key = `${path}|${tag}|${privateCreator}`
    const { codes, texts } = reader.column(id, live)
    let held = false
    codes.forEach((code, i) => {
      if (code === 0) return
      held = true
      values[i][key] = texts[code]
    })
    if (held) tags.push([key, vr, ...(stored.get(id) as unknown[])].join(' '))
  }
  const rows = db
    .prepare(
      `SELECT root, path, file.name, size, mtime, status, instance
       FROM file JOIN dir ON dir.id = file.dir JOIN source ON source.id = dir.source`
    )
    .raw()
    .all() as [string, Name, Name, number, number, number, number | null][]
  const place = (root: string, path: Name, name: Name): string =>
    storedName(absolute(root, name.length === 0 ? path : joinNames(path, name)))
  const issues = db
    .prepare(
      `SELECT root, path, issue.name, code, message
       FROM issue JOIN dir ON dir.id = issue.dir JOIN source ON source.id = dir.source`
    )
    .raw()
    .all() as [string, Name, Name, string, string][]
  const sop = new SopIndex(db)
  const liveSet = new LiveSet(db, countInstances(db))
  const uid = reader.find('SOPInstanceUID')
  const key = uid === undefined ? '' : `|${uid.tag}|`
  return {
    instances: Array.from(live, (id, i) => ({ file: storedName(reader.path(id)!), values: values[i] })),
    tags,
    files: Object.fromEntries(
      rows
        .map(([root, path, name, ...row]) => [place(root, path, name), row] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    ),
    issues: issues.map(([root, path, name, ...issue]) => `${place(root, path, name)} ${issue.join(': ')}`).sort(),
    sources: db.prepare('SELECT root FROM source WHERE removed = 0 ORDER BY id').pluck().all() as string[],
    unfound: Array.from(live).flatMap((id, i) => {
      const text = values[i][key]
      return text === undefined || text === '' || sop.find(text, liveSet) === id ? [] : [text]
    }),
    revision: readMeta(db, 'revision')
  }
}

/** As `contentsOf`, of a file. */
export function contentsOfFile(file: string): Contents {
  const catalogue = openForReading(file)
  try {
    return contentsOf(catalogue)
  } finally {
    catalogue.close()
  }
}
