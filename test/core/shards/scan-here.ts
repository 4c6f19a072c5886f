import { statSync } from 'node:fs'
import { inserter } from '../../../src/core/catalogue/checksums.ts'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { Intake, unreadableIssue } from '../../../src/core/catalogue/intake.ts'
import { absolute, joinNames, type Name } from '../../../src/core/catalogue/names.ts'
import { settleVrs } from '../../../src/core/catalogue/settle-vrs.ts'
import { storedTime } from '../../../src/core/catalogue/stored-time.ts'
import { walk, type WalkRange } from '../../../src/core/catalogue/walk.ts'
import { HeaderReader } from '../../../src/core/dicom/header.ts'

/** Scans an archive, or a range of it, into a new catalogue as `scan` does, in this thread: without a second for threads to start. */
export function scanHere(file: string, root: string, range?: WalkRange): string {
  const catalogue = openForWriting(file, 'a test')
  inserter(catalogue.db, 'source')({ id: 1, root, added: '2026-01-01', scanned: '2026-01-02', removed: 0 })
  const intake = new Intake(catalogue)
  const reader = new HeaderReader()
  const open: { dir: number; folder: Name }[] = []
  for (const event of walk(root, '', range)) {
    if (event.kind === 'enter') open.push({ dir: intake.table.dir(1, event.path).id, folder: event.path })
    else if (event.kind === 'leave') open.pop()
    else if (event.kind === 'unreadable-file') {
      intake.table.putUnreadable(open.at(-1)!.dir, event.name, unreadableIssue(event.error.message))
    } else if (event.kind === 'file') {
      const { dir, folder } = open.at(-1)!
      const path = absolute(root, joinNames(folder, event.name))
      const stat = statSync(path)
      const outcome = reader.read(path, stat.size)
      const stats = Float64Array.of(stat.size, storedTime(stat))
      const result = { worker: 1, stats, outcomes: [outcome], batch: reader.takeBatch() }
      intake.takeAll([{ dir, folder, name: event.name, before: undefined }], [result])
    }
  }
  intake.flush()
  settleVrs(catalogue.db)
  catalogue.close()
  return file
}

/** Paths of an archive's files, in walk order. */
export function filesOf(root: string): Name[] {
  const files: Name[] = []
  const open: Name[] = []
  for (const event of walk(root)) {
    if (event.kind === 'enter') open.push(event.path)
    else if (event.kind === 'leave') open.pop()
    else if (event.kind === 'file') files.push(joinNames(open.at(-1)!, event.name))
  }
  return files
}

/** The ranges that an archive is cut into before these paths. */
export function rangesAt(cuts: readonly Name[]): WalkRange[] {
  const borders = [null, ...cuts, null]
  return borders.slice(1).map((to, i) => ({ from: borders[i], to, seenLinks: new Set() }))
}
