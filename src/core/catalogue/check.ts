import type { Database } from 'better-sqlite3'
import { readdirSync, statSync } from 'node:fs'
import { fileOnDisk } from '../archives/open-file.ts'
import type { FindingCode } from '../../messages/en/check.ts'
import { type MessageCode, type ParametersOf, tell } from '../../messages/message.ts'
import { PLAIN_TERMS } from '../../messages/terms.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { CHUNK, isPlain } from './chunks.ts'
import { damagedFields, placeOf, SUMMED, type SummedTable } from './checksums.ts'
import type { Catalogue } from './database.ts'
import { Dictionaries } from './dictionaries.ts'
import { FileStatus } from './file-table.ts'
import { storedTime } from './stored-time.ts'
import { countInstances, LiveSet } from './live.ts'
import { MedoidError } from '../errors.ts'
import { comparisonIds, loadComparison } from './comparisons.ts'
import { featureSetIds, loadFeatureSet } from './feature-sets.ts'
import { evaluationIds, loadEvaluation } from './evaluations.ts'
import { mappingDecisions } from './mappings.ts'
import { loadMap, mapKeys, placedChunks } from './maps.ts'
import { checkpointModels, loadCheckpoints, loadModel, modelIds } from './models.ts'
import { loadProjection, projectionKeys } from './projections.ts'
import { formatClustering } from './clustering-name.ts'
import { editedClusterings } from './edited.ts'
import { checkedCorrections, decidedRows } from './corrections/log.ts'
import { changedClusterings, imagesOfEdit, loadEdits } from './edits.ts'
import { loadReviewed, reviewedClusterings } from './reviewed.ts'
import { assignedChunks, clusteringsOf, loadClustering, loadRun, UNASSIGNED } from './runs.ts'
import { absolute, joinNames, type Name, readable } from './names.ts'
import { orphans } from './orphans.ts'
import { labelCodes, labelSetIds } from './label-sets.ts'
import { selectedInstances, selectionIds } from './selections.ts'
import { pagedDirs } from './removals.ts'
import { verifySop } from './sop-index.ts'
import { sourceRoots } from './sources.ts'
import { allSuggestions, suggestionRun, suggestionRunIds } from './suggestions.ts'
import { loadTree, treesOf } from './trees.ts'
import { rawColumnsReader, stateRuns } from './stored-columns.ts'
import type { TagId } from './types.ts'

/** Problems of one kind that are shown; the rest are counted. */
const SHOWN = 20

/** Something that is not as it should be; the message `check-advice` says what to do about it. */
interface CheckFinding {
  code: FindingCode
  count: number
  /** The first of them, for a person. */
  examples: string[]
}

export interface CheckReport {
  ok: boolean
  checked: { columns: number; instances: number; files: number }
  findings: CheckFinding[]
}

/**
 * Verifies a catalogue: the database's pages (SQLite's integrity check), every column against the number of instances, files
 * against instances, and files against the disk. Reads only, each part in a short transaction of its own, so that the log of a scan
 * that goes on meanwhile does not grow for as long as this takes.
 */
export async function check(catalogue: Catalogue, work?: Work): Promise<CheckReport> {
  const findings = new Findings()
  const checked = { columns: 0, instances: 0, files: 0 }
  try {
    checkPages(catalogue, findings)
    const damaged = await checkSums(catalogue, findings, work)
    checked.instances = countInstances(catalogue.db)
    checked.columns = await checkColumns(catalogue, findings, damaged, work)
    catalogue.db.transaction(() => checkCounts(catalogue, findings))()
    checkRuns(catalogue, findings, damaged)
    checkEdits(catalogue, findings, damaged)
    checkReviewed(catalogue, findings, damaged)
    checkModels(catalogue, findings, damaged)
    checkSelections(catalogue, findings, damaged)
    checkMappings(catalogue, findings, damaged)
    checkCorrections(catalogue, findings, damaged)
    checkLabelSets(catalogue, findings, damaged)
    checkFeatureSets(catalogue, findings, damaged)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (String(code).startsWith('SQLITE_CORRUPT')) findings.add('damaged-page', message)
    // What cannot be read has been named already, and keeps the rest from being looked at.
    // A table whose columns have other names now can be asked for none of them.
    else if ((code !== 'catalogue-damaged' && code !== 'SQLITE_ERROR') || findings.list.length === 0) throw error
  }
  if (findings.list.every(({ code }) => code !== 'damaged-page' && code !== 'damaged-table'))
    checked.files = await checkFiles(catalogue, findings, work)
  return { ok: findings.list.length === 0, checked, findings: findings.list }
}

/** Of a catalogue that cannot be opened. */
export function damagedReport(error: unknown): CheckReport {
  const findings = new Findings()
  findings.add('damaged-page', problemOf(error))
  return { ok: false, checked: { columns: 0, instances: 0, files: 0 }, findings: findings.list }
}

class Findings {
  readonly list: CheckFinding[] = []

  add(code: CheckFinding['code'], example: string): void {
    let finding = this.list.find((each) => each.code === code)
    if (finding === undefined) this.list.push((finding = { code, count: 0, examples: [] }))
    finding.count++
    if (finding.examples.length < SHOWN) finding.examples.push(example)
  }
}

/** What is found where a row of a table is not what was written. */
const FOUND: Record<SummedTable, CheckFinding['code']> = {
  column: 'damaged-column',
  vr: 'damaged-column',
  value: 'damaged-column',
  run: 'damaged-run',
  clustering: 'damaged-run',
  assignment: 'damaged-run',
  map: 'damaged-run',
  map_chunk: 'damaged-run',
  tree: 'damaged-run',
  selection: 'damaged-name',
  selection_chunk: 'damaged-name',
  annotation: 'damaged-name',
  edit: 'damaged-run',
  edit_chunk: 'damaged-run',
  edited: 'damaged-run',
  edited_chunk: 'damaged-run',
  correction: 'damaged-name',
  correction_chunk: 'damaged-name',
  reviewed_chunk: 'damaged-name',
  label_set: 'damaged-name',
  label_set_chunk: 'damaged-name',
  feature_set: 'damaged-name',
  run_note: 'damaged-name',
  mapping_decision: 'damaged-name',
  model: 'damaged-model',
  projection: 'damaged-model',
  projection_row: 'damaged-model',
  suggestion_run: 'damaged-model',
  suggestion: 'damaged-model',
  evaluation: 'damaged-model',
  comparison: 'damaged-model',
  summary: 'damaged-count',
  tally: 'damaged-count',
  vr_tally: 'damaged-count',
  counted: 'damaged-count',
  meta: 'damaged-table',
  source: 'damaged-table',
  dir: 'damaged-table',
  file: 'damaged-table',
  issue: 'damaged-table',
  tag: 'damaged-table',
  location: 'damaged-table',
  live: 'damaged-table',
  sop_run: 'damaged-table',
  sop_block: 'damaged-table',
  sop_uid: 'damaged-table'
}

/**
 * Every row against its checksum, every state of a training against its SHA-256, and whether all hashes of UIDs are there.
 * @returns the rows that are damaged, which need no second look: table and key
 */
async function checkSums({ db }: Catalogue, findings: Findings, work?: Work): Promise<Set<string>> {
  const damaged = new Set<string>()
  const there = new Set(db.prepare(`SELECT name FROM main.sqlite_schema WHERE type = 'table'`).pluck().all())
  const tables = (Object.keys(FOUND) as SummedTable[]).filter((table) => there.has(table))
  const names = new Map<unknown, string>()
  if (there.has('tag')) {
    for (const [id, path, keyword, tag] of db
      .prepare('SELECT id, path, keyword, tag FROM tag')
      .raw()
      .iterate() as Iterable<[number, string, string, string]>) {
      names.set(id, path || keyword || tag)
    }
  }
  for (const [i, table] of tables.entries()) {
    for (const rows of pagesOf(db, table)) {
      for (const row of rows) {
        const fields = damagedFields(table, row)
        if (fields.length === 0) continue
        const name = names.get(row.tag)
        // Nobody looks at a file or an issue again, of which there may be millions.
        if (table !== 'file' && table !== 'issue') damaged.add(nameOfRow(table, row))
        findings.add(FOUND[table], `${name === undefined ? '' : `${name}: `}${placeOf(table, row, fields)}`)
      }
      await breathe()
      throwIfCancelled(work)
    }
    work?.onProgress?.({ stage: 'Checking sums', done: i + 1, total: tables.length, unit: 'tables' })
    await breathe()
    throwIfCancelled(work)
  }
  for (const model of checkpointModels(db)) {
    for (const { step, intact } of loadCheckpoints(db, model)) {
      if (!intact)
        findings.add('damaged-model', `checkpoint.model, step, saved or state (model ${model}, step ${step})`)
    }
  }
  if (![...damaged].some((row) => row.startsWith('sop_'))) {
    tryOrFind(db, findings, 'damaged-table', 'SOP Instance UIDs', () => verifySop(db))
  }
  return damaged
}

/** Table and key. */
function nameOfRow(table: SummedTable, row: Record<string, unknown>): string {
  return [table, ...SUMMED[table].key.map((column) => row[column])].join(' ')
}

type Field = number | string | Buffer
type Row = Record<string, Field>

/** The rows of a table by its primary key, some at a time: each page is as the catalogue is then. */
function* pagesOf(db: Database, table: string): Iterable<Row[]> {
  const columns = db.prepare(`SELECT name, pk FROM pragma_table_info(?, 'main') WHERE pk > 0 ORDER BY pk`)
  const key = (columns.all(table) as { name: string }[]).map(({ name }) => `"${name}"`)
  const order = `ORDER BY ${key.join(', ')}`
  const first = db.prepare(`SELECT * FROM ${table} ${order}`)
  const next = db.prepare(
    `SELECT * FROM ${table} WHERE (${key.join(', ')}) > (${key.map(() => '?').join(', ')}) ${order}`
  )
  let page = take(first.iterate() as Iterable<Row>)
  while (page.length > 0) {
    yield page
    const last = page.at(-1)!
    page = take(next.iterate(...key.map((name) => last[name.slice(1, -1)])) as Iterable<Row>)
  }
}

/** Rows and bytes of a page. */
const ROWS_A_PAGE = 1024
const BYTES_A_PAGE = 2 ** 20

function take(rows: Iterable<Row>): Row[] {
  const page: Row[] = []
  let bytes = 0
  for (const row of rows) {
    page.push(row)
    for (const name in row) if (Buffer.isBuffer(row[name])) bytes += row[name].length
    if (page.length === ROWS_A_PAGE || bytes > BYTES_A_PAGE) break
  }
  return page
}

function checkPages({ db }: Catalogue, findings: Findings): void {
  for (const message of db.prepare('PRAGMA integrity_check').pluck().all() as string[]) {
    if (message !== 'ok') findings.add('damaged-page', message)
  }
}

async function checkColumns(
  { db }: Catalogue,
  findings: Findings,
  damaged: ReadonlySet<string>,
  work?: Work
): Promise<number> {
  const tags = db.prepare('SELECT id, tag, path, keyword FROM tag ORDER BY id').all() as {
    id: TagId
    tag: string
    path: string
    keyword: string
  }[]
  const columns = rawColumnsReader(db)
  const lastCode = db.prepare('SELECT ifnull(max(first + count - 1), 1) FROM value WHERE tag = ?').pluck()
  const dictionaries = new Dictionaries(db)
  let checked = 0
  // The columns of a tag are of one state, with its dictionary and the number of instances.
  const checkTag = db.transaction((tag: (typeof tags)[number]): void => {
    const name = tag.path || tag.keyword || tag.tag
    const total = countInstances(db)
    const highest = lastCode.get(tag.id) as number
    try {
      dictionaries.read(tag.id)
    } catch (error) {
      if ([...damaged].some((row) => row.startsWith(`value ${tag.id} `))) return
      findings.add('damaged-column', `${name}: ${problemOf(error)}`)
    }
    for (const { chunk, encoding, absent, empty, data } of columns(tag.id)) {
      checked++
      if (damaged.has(`column ${tag.id} ${chunk}`)) continue
      const where = `${name}, instances from ${chunk * CHUNK} on`
      const rows = Math.min(CHUNK, total - chunk * CHUNK)
      try {
        const found = [0, 0]
        let largest = 0
        for (const runs = stateRuns({ encoding, data }, rows); runs.next();) {
          if (runs.code < FIRST_VALUE) found[runs.code] += runs.end - runs.start
          else if (runs.code > largest) largest = runs.code
        }
        if (found[0] !== absent || found[1] !== empty) findings.add('damaged-column', `${where}: counts do not agree`)
        else if (!isPlain(encoding) && largest > highest)
          findings.add('damaged-column', `${where}: a value is not in the dictionary`)
      } catch (error) {
        findings.add('damaged-column', `${where}: ${problemOf(error)}`)
      }
    }
  })
  for (const [i, tag] of tags.entries()) {
    checkTag(tag)
    if (i % 16 === 0) {
      work?.onProgress?.({ stage: 'Checking columns', done: i, total: tags.length, unit: 'tags' })
      await breathe()
      throwIfCancelled(work)
    }
  }
  return checked
}

function checkCounts({ db }: Catalogue, findings: Findings): void {
  const total = countInstances(db)
  const live = new LiveSet(db, total)
  const owned = db.prepare(`SELECT count(*) FROM file WHERE status = ${FileStatus.instance}`).pluck().get() as number
  if (owned !== live.count) findings.add('count-mismatch', `${live.count} live instances, ${owned} files that hold one`)
  const instances = db.prepare(`SELECT instance FROM file WHERE status = ${FileStatus.instance}`).pluck()
  for (const instance of instances.iterate() as Iterable<number>) {
    if (!live.has(instance)) findings.add('count-mismatch', `a file points to instance ${instance}, which is not live`)
  }
  const roots = sourceRoots(db)
  for (const { source, folder, name } of orphans(db, live)) {
    const path = joinNames(folder, name)
    findings.add('orphaned-duplicate', readable(absolute(roots.get(source) ?? '', path)))
  }
  const located = db.prepare('SELECT ifnull(sum(rows), 0) FROM location').pluck().get() as number
  if (located !== total) findings.add('count-mismatch', `${total} instances, ${located} locations`)
  const last = db.prepare('SELECT ifnull(max(chunk), -1) FROM location').pluck().get() as number
  if (last !== Math.ceil(total / CHUNK) - 1) findings.add('count-mismatch', `${total} instances in ${last + 1} chunks`)
}

function checkRuns({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  const total = countInstances(db)
  const runs = db.prepare('SELECT id FROM run ORDER BY id').pluck().all() as number[]
  for (const id of runs) {
    if (damaged.has(`run ${id}`)) continue
    if (!tryOrFind(db, findings, 'damaged-run', `run ${id}`, () => loadRun(db, id))) continue
    for (const k of db.prepare('SELECT k FROM clustering WHERE run = ?').pluck().all(id) as number[]) {
      const name = formatClustering({ run: id, k })
      const found = [`clustering ${id} ${k}`, `assignment ${id} ${k} `]
      if ([...damaged].some((row) => row === found[0] || row.startsWith(found[1]))) continue
      tryOrFind(db, findings, 'damaged-run', name, () => {
        const made = { run: id, k, method: true as const }
        const { medoids } = loadClustering(db, made)
        if (medoids.some((instance) => instance >= total)) throw new Error('its medoids are damaged')
        for (const { chunk, clusters, distances } of assignedChunks(db, made)) {
          const isWhole = clusters.length === CHUNK && distances.length === CHUNK
          if (!isWhole || clusters.some((cluster) => cluster >= k && cluster !== UNASSIGNED)) {
            throw new Error(`its assignment of instances from ${chunk * CHUNK} on is damaged`)
          }
        }
      })
    }
    for (const k of editedClusterings(db, id)) {
      const found = [`clustering ${id} ${k}`, `edited ${id} ${k}`, `edited_chunk ${id} ${k} `]
      if ([...damaged].some((row) => found.some((each) => row === each || row.startsWith(`${each} `)))) continue
      tryOrFind(db, findings, 'damaged-run', `changed clusters of ${formatClustering({ run: id, k })}`, () => {
        const ids = new Set(loadClustering(db, { run: id, k }).clusters.map((cluster) => cluster.id))
        for (const { chunk, clusters, distances } of assignedChunks(db, { run: id, k })) {
          const isWhole = clusters.length === CHUNK && distances.length === CHUNK
          if (!isWhole || clusters.some((cluster) => cluster !== UNASSIGNED && !ids.has(cluster))) {
            throw new Error(`its clusters of instances from ${chunk * CHUNK} on are damaged`)
          }
        }
      })
    }
    for (const k of treesOf(db, id)) {
      if (damaged.has(`tree ${id} ${k}`) || damaged.has(`clustering ${id} ${k}`)) continue
      const name = k === 0 ? `run ${id}` : formatClustering({ run: id, k })
      tryOrFind(db, findings, 'damaged-run', `tree of ${name}`, () => loadTree(db, id, k))
    }
  }
  for (const { run, by } of mapKeys(db)) {
    const found = [`map ${run} ${by}`, `map_chunk ${run} ${by} `]
    if ([...damaged].some((row) => row === found[0] || row.startsWith(found[1]) || row === `run ${run}`)) continue
    tryOrFind(db, findings, 'damaged-run', `map ${run} by ${by}`, () => {
      loadMap(db, run, by)
      for (const { chunk } of placedChunks(db, run, by)) {
        if (chunk * CHUNK >= total) throw new Error(`its places of instances from ${chunk * CHUNK} on are damaged`)
      }
    })
  }
}

/** The history of changes, and whether each has the images that it is about. */
function checkEdits({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  const isDamaged = [...damaged].some((row) => row.startsWith('edit ') || row.startsWith('edit_chunk '))
  if (isDamaged) return
  for (const { run, k } of changedClusterings(db)) {
    tryOrFind(db, findings, 'damaged-run', `changes of ${formatClustering({ run, k })}`, () => {
      for (const edit of loadEdits(db, { run, k }).done) {
        const { change } = edit
        const images = imagesOfEdit(db, edit).map((part) => [...part.ids()].length)
        const told = change.kind === 'merge' ? [] : change.kind === 'move' ? [change.images] : change.images
        if (told.some((count, part) => count !== images[part])) {
          throw new Error(`entry ${edit.id} has other images than it tells`)
        }
      }
    })
  }
}

function checkModels({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  const total = countInstances(db)
  for (const id of modelIds(db)) {
    if (damaged.has(`model ${id}`)) continue
    tryOrFind(db, findings, 'damaged-model', `model ${id}`, () => loadModel(db, String(id)))
  }
  for (const { model, width } of projectionKeys(db)) {
    const found = [`projection ${model} ${width}`, `projection_row ${model} ${width} `]
    if ([...damaged].some((row) => row === found[0] || row.startsWith(found[1]))) continue
    const name = `projection ${model} to ${width}`
    tryOrFind(db, findings, 'damaged-model', name, () => loadProjection(db, model, width))
  }
  for (const id of suggestionRunIds(db)) {
    if ([...damaged].some((row) => row === `suggestion_run ${id}` || row.startsWith(`suggestion ${id} `))) continue
    tryOrFind(db, findings, 'damaged-model', `suggestions ${id}`, () => {
      suggestionRun(db, id)
      for (const { instance } of allSuggestions(db, id)) {
        if (instance >= total) throw new Error(`it holds instance ${instance} of ${total}`)
      }
    })
  }
  for (const id of evaluationIds(db)) {
    if (damaged.has(`evaluation ${id}`)) continue
    tryOrFind(db, findings, 'damaged-model', `evaluation ${id}`, () => loadEvaluation(db, String(id)))
  }
  for (const id of comparisonIds(db)) {
    if (damaged.has(`comparison ${id}`)) continue
    tryOrFind(db, findings, 'damaged-model', `comparison ${id}`, () => loadComparison(db, id))
  }
}

function checkMappings({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  if ([...damaged].some((row) => row.startsWith('mapping_decision '))) return
  tryOrFind(db, findings, 'damaged-name', 'mappings', () => mappingDecisions(db))
}

function checkSelections({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  const total = countInstances(db)
  for (const id of selectionIds(db)) {
    const found = [`selection ${id}`, `selection_chunk ${id} `]
    if ([...damaged].some((row) => row === found[0] || row.startsWith(found[1]))) continue
    tryOrFind(db, findings, 'damaged-name', `selection ${id}`, () => {
      for (const instance of selectedInstances(db, id).ids()) {
        if (instance >= total) throw new Error(`it holds instance ${instance} of ${total}`)
      }
    })
  }
}

/** The histories of decisions, and whether each has the images that it is about. */
function checkCorrections({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  if ([...damaged].some((row) => row.startsWith('correction ') || row.startsWith('correction_chunk '))) return
  const images = new Map<number, number>()
  const isRead = tryOrFind(db, findings, 'damaged-name', 'corrections', () => {
    for (const { id, change } of checkedCorrections(db)) images.set(id, 'images' in change ? change.images : 0)
  })
  if (!isRead) return
  tryOrFind(db, findings, 'damaged-name', 'corrections', () => {
    const total = countInstances(db)
    const left = new Map(images)
    for (const { correction, images, end } of decidedRows(db)) {
      if (end > total) throw new Error(`entry ${correction} is about instance ${end - 1} of ${total}`)
      const told = left.get(correction)
      if (told === undefined) throw new Error(`there is no entry ${correction}`)
      left.set(correction, told - images)
    }
    // Instances that took the place of others are more of them.
    for (const [id, missing] of left) if (missing > 0) throw new Error(`entry ${id} has fewer images than it tells`)
  })
}

function checkLabelSets({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  const chunks = Math.ceil(countInstances(db) / CHUNK)
  for (const id of labelSetIds(db)) {
    const found = [`label_set ${id}`, `label_set_chunk ${id} `]
    if ([...damaged].some((row) => row === found[0] || row.startsWith(found[1]))) continue
    tryOrFind(db, findings, 'damaged-name', `label set ${id}`, () => {
      for (const chunk of labelCodes(db, id).chunks.keys()) {
        if (chunk >= chunks) throw new Error(`it holds chunk ${chunk} of ${chunks}`)
      }
    })
  }
}

/** Images that were reviewed, of clusterings that there are. */
function checkReviewed({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  const chunks = Math.ceil(countInstances(db) / CHUNK)
  for (const { run, k } of reviewedClusterings(db)) {
    if ([...damaged].some((row) => row.startsWith(`reviewed_chunk ${run} ${k} `))) continue
    tryOrFind(db, findings, 'damaged-name', `reviewed images of ${formatClustering({ run, k })}`, () => {
      if (!clusteringsOf(db, run).includes(k)) throw new Error('there is no such clustering')
      for (const chunk of loadReviewed(db, { run, k }).keys()) {
        if (chunk >= chunks) throw new Error(`they are of chunk ${chunk} of ${chunks}`)
      }
    })
  }
}

function checkFeatureSets({ db }: Catalogue, findings: Findings, damaged: ReadonlySet<string>): void {
  for (const id of featureSetIds(db)) {
    if (damaged.has(`feature_set ${id}`)) continue
    tryOrFind(db, findings, 'damaged-name', `feature set ${id}`, () => loadFeatureSet(db, id))
  }
}

/** What is wrong, without what to do about it. */
function problemOf(error: unknown): string {
  if (error instanceof MedoidError)
    return tell(error.code as MessageCode, error.parameters as ParametersOf<MessageCode>, PLAIN_TERMS).problem
  return (error as Error).message
}

/** What reading throws is what is found, in one state of the catalogue. @returns whether it can be read */
function tryOrFind(
  db: Database,
  findings: Findings,
  code: CheckFinding['code'],
  name: string,
  read: () => unknown
): boolean {
  try {
    db.transaction(read)()
    return true
  } catch (error) {
    findings.add(code, `${name}: ${problemOf(error)}`)
    return false
  }
}

/** Of a file in an archive, the time of the archive, which alone decides whether it is read again; undefined where there is none. */
function stateOnDisk(path: string | Buffer, size: number): { size: number; mtimeMs: number } | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat !== undefined) return stat
  const archive = fileOnDisk(path)
  return archive === null ? undefined : { size, mtimeMs: statSync(archive).mtimeMs }
}

async function checkFiles({ db }: Catalogue, findings: Findings, work?: Work): Promise<number> {
  const total = db.prepare('SELECT count(*) FROM file').pluck().get() as number
  const roots = db.prepare('SELECT id, root FROM source WHERE removed = 0').raw().all() as [number, string][]
  let checked = 0
  for (const [source, root] of roots) {
    try {
      if (readdirSync(root).length === 0) throw new Error('it is empty')
    } catch (error) {
      findings.add('source-missing', `${root}: ${(error as Error).message}`)
      continue
    }
    const files = db.prepare('SELECT name, size, mtime FROM file WHERE dir = ?').raw()
    for (const { id: dir, path: folder } of pagedDirs(db, source)) {
      for (const [name, size, mtime] of files.all(dir) as [Name, number, number][]) {
        const path = absolute(root, joinNames(folder, name))
        let stat
        try {
          stat = stateOnDisk(path, size)
        } catch (error) {
          findings.add('file-unreadable', `${readable(path)}: ${(error as Error).message}`)
          continue
        }
        if (stat === undefined) findings.add('file-missing', readable(path))
        else if (stat.size !== size || storedTime(stat) !== mtime) findings.add('file-changed', readable(path))
        checked++
      }
      work?.onProgress?.({ stage: 'Checking files', done: checked, total, unit: 'files' })
      await breathe()
      throwIfCancelled(work)
    }
  }
  return checked
}
