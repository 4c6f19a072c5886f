import type { Database } from 'better-sqlite3'
import type { TextFault } from '../../messages/en/labels.ts'
import { seal, sound } from '../catalogue/checksums.ts'
import { findClustering, formatClustering } from '../catalogue/runs.ts'
import type { ClusteringName } from '../catalogue/runs.ts'
import { MedoidError } from '../errors.ts'

/** The name that somebody gave to a cluster; empty strings where nothing was given. */
export interface Annotation {
  run: number
  k: number
  cluster: number
  label: string
  /** Code Value (0008,0100), Coding Scheme Designator (0008,0102) and Code Meaning (0008,0104): all three or none. */
  code: string
  scheme: string
  meaning: string
  note: string
  /** ISO 8601, UTC. */
  created: string
}

/** What a cluster is called, without which and when. */
export type Name = Pick<Annotation, 'label' | 'code' | 'scheme' | 'meaning' | 'note'>
const NAME = ['label', 'code', 'scheme', 'meaning', 'note'] as const satisfies (keyof Name)[]

/** What to call a cluster. An empty label takes its name away. */
export interface NewAnnotation {
  run: number
  k: number
  cluster: number
  label: string
  code?: string
  scheme?: string
  meaning?: string
  note?: string
  /** The entry that has to be the cluster's latest one, see `NameChange`: else nothing is written. */
  follows?: number
}

/** What became of the name of a cluster. */
export interface NameChange {
  /** The cluster's latest entry in the history, and the one before; the same where the cluster had this name already; 0: none. */
  entry: number
  former: number
  /** What the cluster is called, and was called before; null: it has no name. */
  now: Annotation | null
  before: Annotation | null
}

/** Characters, not bytes. SH and LO as in PS3.5 table 6.2-1; the code's parts as in PS3.3 section 8.8. */
const LENGTHS = { label: 200, code: 16, scheme: 16, meaning: 64, note: 2000 }

/** Control characters, line separators, text direction overrides and halves of characters: nothing that a label shows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

const COLUMNS = 'run, k, cluster, label, code, scheme, meaning, note, created'

/**
 * Names a cluster, or with an empty label takes its name away. Earlier names stay in the history; the latest counts. The name that a cluster
 * has already changes nothing. Texts are trimmed, and brought into Unicode's composed form (NFC).
 *
 * @param db a catalogue opened for writing or for adding
 * @throws MedoidError `unknown-run`, `unknown-clustering`, `unknown-cluster`, `bad-label`, `bad-code`, `changed-meanwhile`
 */
export function annotate(db: Database, annotation: NewAnnotation): NameChange {
  const { run, k, cluster, follows } = annotation
  requireCluster(db, { run, k }, cluster)
  const label = checked('label', annotation.label)
  const code = checked('code', annotation.code)
  const scheme = checked('scheme', annotation.scheme)
  const meaning = checked('meaning', annotation.meaning)
  const note = checked('note', annotation.note)
  requireWholeCode(label, { code, scheme, meaning })

  const row: Annotation = { run, k, cluster, label, code, scheme, meaning, note, created: new Date().toISOString() }
  const insert = db.prepare(
    `INSERT INTO annotation(${COLUMNS}) VALUES(@run, @k, @cluster, @label, @code, @scheme, @meaning, @note, @created)`
  )
  const change = db.transaction((): NameChange => {
    const latest = latestEntry(db, { run, k }, cluster)
    const former = latest?.id ?? 0
    if (follows !== undefined && follows !== former) {
      throw new MedoidError('changed-meanwhile', { cluster })
    }
    const before = latest === undefined || latest.annotation.label === '' ? null : latest.annotation
    if (before === null ? label === '' : NAME.every((part) => before[part] === row[part])) {
      return { entry: former, former, now: before, before }
    }
    const { lastInsertRowid } = insert.run(row)
    seal(db, 'annotation', [Number(lastInsertRowid)])
    return { entry: Number(lastInsertRowid), former, now: label === '' ? null : row, before }
  })
  return change.immediate()
}

function latestEntry(
  db: Database,
  { run, k }: ClusteringName,
  cluster: number
): { id: number; annotation: Annotation } | undefined {
  const found = stored(db).findLast((each) => each.run === run && each.k === k && each.cluster === cluster)
  return found && { id: found.id, annotation: annotationOf(found) }
}

/** The names that count now, by cluster, in the order of the clusters; clusters without a name are not in it. */
export function annotations(db: Database, run: number, k: number): Map<number, Annotation> {
  const latest = new Map<number, Annotation>()
  for (const row of stored(db)) if (row.run === run && row.k === k) latest.set(row.cluster, annotationOf(row))
  const named = [...latest].filter(([, { label }]) => label !== '')
  return new Map(named.sort(([a], [b]) => a - b))
}

/** Everything that a cluster was ever called, oldest first; an empty label means that its name was taken away. */
export function annotationHistory(db: Database, run: number, k: number, cluster: number): Annotation[] {
  const ofCluster = stored(db).filter((each) => each.run === run && each.k === k && each.cluster === cluster)
  return ofCluster.map(annotationOf)
}

type StoredAnnotation = Annotation & { id: number }

/** All names, oldest first: of which cluster one is may be what is damaged. @throws MedoidError `catalogue-damaged` */
function stored(db: Database): StoredAnnotation[] {
  const rows = db.prepare('SELECT * FROM annotation ORDER BY id').all() as StoredAnnotation[]
  return rows.map((row) => sound('annotation', row))
}

function annotationOf(row: StoredAnnotation): Annotation {
  const { run, k, cluster, label, code, scheme, meaning, note, created } = row
  return { run, k, cluster, label, code, scheme, meaning, note, created }
}

/** Every name that was ever given in a catalogue, whatever the clustering, oldest first. */
export function* givenNames(db: Database): IterableIterator<Name> {
  for (const { label, code, scheme, meaning, note } of stored(db)) {
    if (label !== '') yield { label, code, scheme, meaning, note }
  }
}

function checked(name: keyof typeof LENGTHS, text = ''): string {
  const clean = text.normalize('NFC').trim()
  // A note may have several lines; nothing else may.
  if (UNPRINTABLE.test(name === 'note' ? clean.replaceAll(/[\n\t]/g, ' ') : clean)) {
    throw badText(name, { why: 'unprintable' })
  }
  const length = [...clean].length
  if (length > LENGTHS[name]) throw badText(name, { why: 'too-long', length, most: LENGTHS[name] })
  return clean
}

function badText(field: keyof typeof LENGTHS, fault: TextFault): MedoidError {
  return field === 'label' || field === 'note'
    ? new MedoidError('bad-label', { field, ...fault })
    : new MedoidError('bad-code', { field, ...fault })
}

const CODE_PARTS = ['code', 'scheme', 'meaning'] as const

function requireWholeCode(label: string, parts: Readonly<Record<(typeof CODE_PARTS)[number], string>>): void {
  const missing = CODE_PARTS.filter((name) => parts[name] === '')
  if (missing.length === CODE_PARTS.length) return
  if (label === '') throw new MedoidError('bad-code', { why: 'no-label' })
  if (missing.length > 0) throw new MedoidError('bad-code', { why: 'incomplete', missing })
  const field = CODE_PARTS.find((name) => parts[name].includes('\\'))
  if (field !== undefined) throw new MedoidError('bad-code', { why: 'backslash', field })
}

function requireCluster(db: Database, name: ClusteringName, cluster: number): void {
  const { run, k } = findClustering(db, formatClustering(name))
  const clusters = db
    .prepare('SELECT length(medoids) / 4 FROM clustering WHERE run = ? AND k = ?')
    .pluck()
    .get(run, k) as number
  if (!Number.isInteger(cluster) || cluster < 0 || cluster >= clusters) {
    throw new MedoidError('unknown-cluster', { clustering: formatClustering({ run, k }), cluster, clusters })
  }
}
