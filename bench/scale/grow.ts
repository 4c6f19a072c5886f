import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type HeaderBatch, PLAIN } from '../../src/core/dicom/batch.ts'
import { HeaderReader } from '../../src/core/dicom/header.ts'
import { type Catalogue, closeFinished, openForWriting } from '../../src/core/catalogue/database.ts'
import { FileStatus, FileTable } from '../../src/core/catalogue/file-table.ts'
import { InstanceWriter } from '../../src/core/catalogue/instance-writer.ts'
import { nextRevision } from '../../src/core/catalogue/summary.ts'
import { keepHeapLean } from '../../src/jobs/lean-heap.ts'
import { phantomInstances } from '../../src/phantom/archive.ts'
import { encodePhantom } from '../../src/phantom/instance.ts'

/** Phantom headers that are made; a larger catalogue has them again, as other patients. */
const BASE = 30_000
const SEED = 1
/** Files a batch, as a scan has them. */
const BATCH = 128

interface Base {
  batch: HeaderBatch
  uids: string[]
  paths: string[]
  /** Of each plain text, its tag. */
  plainTags: Uint32Array
}

/** Values that name somebody or something: each round has its own. */
const NAMES =
  /^((SOPInstance|SeriesInstance|StudyInstance|FrameOfReference|MediaStorageSOPInstance|ReferencedSOPInstance)UID|PatientID|PatientName|AccessionNumber|StudyID|OtherPatientIDs|IssuerOfPatientID)$/

/**
 * A catalogue that grows as a scan makes it grow, through the same writer, by phantom headers that are read once and written round after
 * round with other UIDs, people, decimal numbers and folders.
 */
export class Grower {
  readonly catalogue: Catalogue
  private readonly writer: InstanceWriter
  private readonly table: FileTable
  private readonly source: number
  private readonly bases: Base[] = []
  private readonly named = new Set<number>()
  private readonly decimal = new Set<number>()
  private readonly firstRound: number
  private round: number
  private next = 0
  private folder: { path: string; dir: number } | null = null

  /** @param firstRound another one for each catalogue, where they are to have no instance in common */
  constructor(file: string, firstRound = 0) {
    this.firstRound = firstRound
    this.round = firstRound
    this.readBase()
    this.catalogue = openForWriting(file, 'benchmark')
    this.writer = new InstanceWriter(this.catalogue.db)
    this.table = new FileTable(this.catalogue.db)
    this.source = this.catalogue.db
      .prepare("INSERT INTO source(root, added) VALUES('/phantom', '') RETURNING id")
      .pluck()
      .get() as number
  }

  get instances(): number {
    return this.writer.live.total
  }

  /** SOP Instance UIDs of so many instances, each with its instance: `step` apart, beginning with an early one. */
  uids(count: number, step: number): [uid: string, instance: number][] {
    return Array.from({ length: count }, (_, i) => {
      const instance = (i * step) % this.instances
      const round = this.firstRound + Math.floor(instance / BASE)
      const { uids } = this.bases[Math.floor((instance % BASE) / BATCH)]
      return [changed(uids[(instance % BASE) % BATCH], round), instance]
    })
  }

  /** Appends until there are as many, committed as a scan commits them. */
  growTo(instances: number): void {
    while (this.instances < instances) this.appendBatch()
    this.flush()
  }

  private appendBatch(): void {
    const { uids, paths, batch } = inRound(this.bases[this.next], this.round, this.named, this.decimal)
    // Each round is what one more worker read.
    this.writer.beginBatch(this.round, batch)
    for (const [i, uid] of uids.entries()) {
      if (this.writer.find(uid) !== undefined) throw new Error(`${uid} is not new.`)
      const slash = paths[i].lastIndexOf('/')
      const [path, name] = [paths[i].slice(0, slash), paths[i].slice(slash + 1)]
      if (this.folder?.path !== path) this.folder = { path, dir: this.table.dir(this.source, path).id }
      const { dir } = this.folder
      const instance = this.writer.append(this.round, batch, i, dir, name, uid)
      this.table.put(dir, name, { size: 33_000, mtime: 1.7e15 + i, status: FileStatus.instance, instance }, false)
      if (this.writer.full) this.flush()
    }
    this.next = (this.next + 1) % this.bases.length
    if (this.next === 0) this.round++
  }

  private flush(): void {
    this.catalogue.db.transaction(() => {
      this.writer.flush()
      this.table.flush()
      nextRevision(this.catalogue.db)
    })()
  }

  private readBase(): void {
    const reader = new HeaderReader()
    let uids: string[] = []
    let paths: string[] = []
    let tags = 0
    let made = 0
    for (const instance of phantomInstances({ images: BASE, seed: SEED, size: 64 })) {
      const outcome = reader.readBytes(encodePhantom(instance, { pixels: false }))
      if (outcome.status !== 'dicom') continue
      uids.push(outcome.sopInstanceUid)
      paths.push(instance.path)
      made++
      if (uids.length < BATCH && made < BASE) continue
      const batch = reader.takeBatch()
      for (const { keyword, vr } of batch.newTags) {
        if (NAMES.test(keyword)) this.named.add(tags)
        else if (vr === 'DS') this.decimal.add(tags)
        tags++
      }
      const plainTags = new Uint32Array(batch.plainTexts.length)
      batch.changedCodes.forEach((code, i) => {
        if (code >= PLAIN) plainTags[code - PLAIN] = batch.changedTags[i]
      })
      this.bases.push({ batch, uids, paths, plainTags })
      uids = []
      paths = []
      if (made === BASE) break
    }
  }
}

function inRound(
  { batch, uids, paths, plainTags }: Base,
  round: number,
  named: ReadonlySet<number>,
  decimal: ReadonlySet<number>
): Pick<Base, 'batch' | 'uids' | 'paths'> {
  const other = (tag: number, text: string): string => {
    if (text === '' || round === 0) return text
    if (named.has(tag)) return changed(text, round)
    return decimal.has(tag) && text.includes('.') ? text + String(1 + (round % 9)) : text
  }
  const { newValueTexts, newValueTags, plainTexts } = batch
  return {
    batch: {
      ...batch,
      newValueTexts: newValueTexts.map((text, i) => (named.has(newValueTags[i]) ? other(newValueTags[i], text) : text)),
      plainTexts: plainTexts.map((text, i) => other(plainTags[i], text))
    },
    uids: uids.map((uid) => changed(uid, round)),
    paths: paths.map((path) => `R${String(round).padStart(4, '0')}/${path}`)
  }
}

function changed(name: string, round: number): string {
  return round === 0 ? name : `${name}.${round}`
}

/**
 * Makes a catalogue in a process of its own: what is measured in another child has the peak of its parent's memory as its own.
 * @param firstRound see `Grower`
 */
export function growInChild(file: string, instances: number, firstRound = 0): void {
  const child = [fileURLToPath(import.meta.url), file, String(instances), String(firstRound)]
  const { status } = spawnSync(process.execPath, child, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${file} could not be made.`)
}

if (import.meta.main) {
  const [file, instances, firstRound] = process.argv.slice(2)
  keepHeapLean()
  const grower = new Grower(file, Number(firstRound))
  grower.growTo(Number(instances))
  closeFinished(grower.catalogue)
}
