import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { listIssues } from '../../../src/core/catalogue/issues.ts'
import { absolute, joinNames, type Name, readable } from '../../../src/core/catalogue/names.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { readSummary, type Totals, updateSummary } from '../../../src/core/catalogue/summary.ts'

export interface Snapshot {
  /** By path: every element's value ('' = empty), by place. */
  instances: Record<string, Record<string, string>>
  /** By path: the path of the instance that won. */
  duplicates: Record<string, string>
  otherFiles: Record<string, number>
  issues: string[]
  totals: Totals | undefined
  frequencies: Record<string, unknown>
}

/** What a catalogue says, in words that do not depend on ids. */
export async function snapshot(catalogue: Catalogue): Promise<Snapshot> {
  await updateSummary(catalogue)
  const reader = new CatalogueReader(catalogue.db)
  const live = reader.live()
  const rows = Array.from(live, (): Record<string, string> => ({}))
  const frequencies: Record<string, unknown> = {}
  for (const tag of reader.tags()) {
    const key = `${tag.path}${tag.tag}${tag.privateCreator}`
    const { codes, texts } = reader.column(tag.id, live)
    codes.forEach((code, i) => {
      if (code > 0) rows[i][key] = texts[code]
    })
    const { present, nonEmpty, distinct, top } = reader.frequency(tag, live, 5)
    if (present > 0) frequencies[key] = { vr: tag.vr, present, nonEmpty, distinct, top }
  }
  const files = catalogue.db
    .prepare(
      'SELECT root, path, name, status, instance FROM file JOIN dir ON dir.id = dir JOIN source ON source.id = source'
    )
    .all() as { root: string; path: Name; name: Name; status: number; instance: number }[]
  const paths = (status: number) =>
    files
      .filter((file) => file.status === status)
      .map((file) => [readable(absolute(file.root, joinNames(file.path, file.name))), file] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    instances: sorted(Array.from(live, (id, i) => [reader.readablePath(id), rows[i]])),
    duplicates: sorted(paths(1).map(([path, { instance }]) => [path, reader.readablePath(instance)])),
    otherFiles: sorted([2, 3].flatMap((status) => paths(status).map(([path]): [string, number] => [path, status]))),
    issues: listIssues(catalogue.db, 1000)
      .map(({ path, code }) => `${path} ${code}`)
      .sort(),
    totals: readSummary(reader)?.totals,
    frequencies: sorted(Object.entries(frequencies))
  }
}

function sorted<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
