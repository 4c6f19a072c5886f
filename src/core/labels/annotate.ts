import type { Database } from 'better-sqlite3'
import type { TextFault } from '../../messages/text-fault.ts'
import { addLabel, type ClusterLabel, loadLabels, type StoredLabel } from '../catalogue/annotations.ts'
import { type ClusteringName, formatClustering } from '../catalogue/clustering-name.ts'
import { clusterIds, findClustering } from '../catalogue/runs.ts'
import { MedoidError } from '../errors.ts'
import { givenText, MOST_AUTHOR } from '../given-text.ts'

/** A label, without its cluster and when that got it. */
export type Label = Pick<ClusterLabel, 'label' | 'code' | 'scheme' | 'meaning' | 'note'>
const PARTS = ['label', 'code', 'scheme', 'meaning', 'note'] as const satisfies (keyof Label)[]

/** What label to give to a cluster. An empty one takes it away. */
export interface NewLabel {
  cluster: number
  label: string
  code?: string
  scheme?: string
  meaning?: string
  note?: string
  /** Who gives it; '' where that is not known. */
  author?: string
  /** The entry that has to be the cluster's latest one, see `LabelChange`: else nothing is written. */
  follows?: number
}

/** What became of the label of a cluster. */
export interface LabelChange {
  /** The cluster's latest entry in the history, and the one before; the same where the cluster had this label already; 0: none. */
  entry: number
  former: number
  /** The label of the cluster, and the one before; null: it has none. */
  now: ClusterLabel | null
  before: ClusterLabel | null
}

/** Characters, not bytes. SH and LO as in PS3.5 table 6.2-1; the code's parts as in PS3.3 section 8.8. */
const LENGTHS = { label: 200, code: 16, scheme: 16, meaning: 64, note: 2000, author: MOST_AUTHOR, naming: 100 }

/**
 * Gives a cluster a label, or with an empty one takes its label away. Earlier labels stay in the history; the latest counts. The label that
 * a cluster has already changes nothing. Texts are trimmed, and brought into Unicode's composed form (NFC).
 *
 * @param db a catalogue opened for writing or for adding
 * @param naming '' for the names that everybody shares; another text for those of a reader who names the clusters without seeing these
 * @throws MedoidError `unknown-run`, `unknown-clustering`, `unknown-cluster`, `bad-label`, `bad-code`, `changed-meanwhile`
 */
export function annotate(db: Database, { run, k, ...given }: ClusteringName & NewLabel, naming = ''): LabelChange {
  return annotateAll(db, { run, k }, [given], naming)[0]
}

/**
 * Does the same for several clusters of a clustering, all of them or, where it throws, none.
 * @returns what became of each
 */
export function annotateAll(
  db: Database,
  name: ClusteringName,
  given: readonly NewLabel[],
  naming = ''
): LabelChange[] {
  for (const { cluster } of given) requireCluster(db, name, cluster)
  const common = { ...name, created: new Date().toISOString(), naming: checked('naming', naming) }
  const rows = given.map((each) => rowOf(common, each))
  const change = db.transaction((): LabelChange[] => {
    const latest = latestEntries(db, name, common.naming)
    return rows.map((row, i) => {
      const { cluster, label } = row
      const last = latest.get(cluster)
      const former = last?.id ?? 0
      const { follows } = given[i]
      if (follows !== undefined && follows !== former) throw new MedoidError('changed-meanwhile', { cluster })
      const before = last === undefined || last.annotation.label === '' ? null : last.annotation
      if (before === null ? label === '' : PARTS.every((part) => before[part] === row[part])) {
        return { entry: former, former, now: before, before }
      }
      const entry = addLabel(db, row)
      latest.set(cluster, { id: entry, annotation: row })
      return { entry, former, now: label === '' ? null : row, before }
    })
  })
  return change.immediate()
}

function rowOf(
  { run, k, created, naming }: Pick<ClusterLabel, 'run' | 'k' | 'created' | 'naming'>,
  given: NewLabel
): ClusterLabel {
  const label = checked('label', given.label)
  const code = checked('code', given.code)
  const scheme = checked('scheme', given.scheme)
  const meaning = checked('meaning', given.meaning)
  const note = checked('note', given.note)
  requireWholeCode(label, { code, scheme, meaning })
  const author = checked('author', given.author)
  return { run, k, cluster: given.cluster, label, code, scheme, meaning, note, created, author, naming }
}

/** The latest entry of the shared name of each cluster that has any, in the history of names. */
export function latestNames(db: Database, name: ClusteringName): { cluster: number; entry: number }[] {
  return Array.from(latestEntries(db, name, ''), ([cluster, { id }]) => ({ cluster, entry: id }))
}

/** The last entry of each cluster that has any. */
function latestEntries(db: Database, name: ClusteringName, naming: string): Map<number, StoredLabel> {
  return new Map(entriesOf(db, name, naming).map((each) => [each.annotation.cluster, each]))
}

/** The entries of a naming of a clustering, oldest first. */
function entriesOf(db: Database, { run, k }: ClusteringName, naming: string): StoredLabel[] {
  return loadLabels(db).filter(
    ({ annotation: each }) => each.run === run && each.k === k && each.naming === naming.normalize('NFC').trim()
  )
}

/**
 * The labels that count now, by cluster, in the order of the clusters; clusters without one are not in it.
 * @param naming see `annotate`
 */
export function clusterLabels(db: Database, name: ClusteringName, naming = ''): Map<number, ClusterLabel> {
  const latest = [...latestEntries(db, name, naming)].map(([cluster, { annotation }]) => [cluster, annotation] as const)
  // A cluster that is not there any more keeps its name for when it is back.
  const ids = new Set(clusterIds(db, name))
  const named = latest.filter(([cluster, { label }]) => label !== '' && ids.has(cluster))
  return new Map(named.sort(([a], [b]) => a - b))
}

/** All labels that a cluster ever had, oldest first; an empty one means that its label was taken away. */
export function labelHistory(db: Database, name: ClusteringName, cluster: number, naming = ''): ClusterLabel[] {
  const all = entriesOf(db, name, naming).map(({ annotation }) => annotation)
  return all.filter((each) => each.cluster === cluster)
}

/** The namings of a clustering in which clusters have names now, the shared one first. */
export function namingsOf(db: Database, { run, k }: ClusteringName): string[] {
  const all = loadLabels(db).map(({ annotation }) => annotation)
  const namings = new Set(all.filter((each) => each.run === run && each.k === k).map(({ naming }) => naming))
  return [...namings].sort().filter((naming) => clusterLabels(db, { run, k }, naming).size > 0)
}

/** Every label that was ever given in a naming of a catalogue, whatever the clustering, oldest first. */
export function* givenLabels(db: Database, naming = ''): IterableIterator<Label> {
  for (const { annotation } of loadLabels(db)) {
    const { label, code, scheme, meaning, note } = annotation
    if (label !== '' && annotation.naming === naming) yield { label, code, scheme, meaning, note }
  }
}

function checked(name: keyof typeof LENGTHS, text = ''): string {
  const given = givenText(text, LENGTHS[name], name === 'note')
  if (typeof given === 'string') return given
  throw badText(name, given)
}

function badText(field: keyof typeof LENGTHS, fault: TextFault): MedoidError {
  return field === 'label' || field === 'note' || field === 'author' || field === 'naming'
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
  const found = findClustering(db, formatClustering(name))
  const clusters = clusterIds(db, found)
  if (!clusters.includes(cluster)) {
    throw new MedoidError('unknown-cluster', { clustering: formatClustering(found), cluster, clusters })
  }
}
