import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { MedoidError } from '../errors.ts'
import { inserter, sound } from './checksums.ts'
import { schemaVersion } from './schema-version.ts'
import { readDocument, writeDocument } from './stored/document.ts'
import { type Mapping, MAPPING_DECISION, type MappingDecision } from './stored/mapping.ts'

/** What somebody decided, and when. */
interface StoredDecision {
  /** Ascending in the order of decisions. */
  id: number
  /** ISO 8601, UTC. */
  created: string
  /** Version of the program that stored it. */
  program: string
  /** Who decided; '' where that is not known. */
  author: string
  decision: MappingDecision
}

/** What the decisions come to. */
interface DecidedMappings {
  accepted: Mapping[]
  rejected: Mapping[]
  /** The decision that undo takes back, and the one that redo makes again; null where there is none. */
  undoes: StoredDecision | null
  redoes: StoredDecision | null
}

/** Letters of a name. */
const NAME = 8

/**
 * What a mapping is called on the command line, and what decisions are found by: the same for the same mapping in each catalogue.
 * Numbers that were computed from the values of an archive are no part of it, as they change with its images.
 */
export function mappingId(mapping: Mapping): string {
  const { kind, tag, path, privateCreator } = mapping
  const rest =
    'from' in mapping
      ? [[...mapping.from].sort(), mapping.to]
      : 'scale' in mapping
        ? [[...mapping.sources].sort((a, b) => a - b), mapping.modality, kind === 'unit' ? mapping.scale : null]
        : []
  const text = JSON.stringify([kind, tag, path, privateCreator, ...rest])
  return createHash('sha256').update(text).digest('hex').slice(0, NAME)
}

/** All decisions, the oldest first. @param upTo the last one that counts @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function mappingDecisions(db: Database, upTo = Number.MAX_SAFE_INTEGER): StoredDecision[] {
  if (!isThere(db)) return []
  const rows = db.prepare('SELECT * FROM mapping_decision ORDER BY id').all() as Record<string, unknown>[]
  return rows.map(decisionOf).filter(({ id }) => id <= upTo)
}

function decisionOf(row: Record<string, unknown>): StoredDecision {
  const { id, created, program, author, decision } = sound('mapping_decision', row) as Record<string, never>
  const owner = { kind: 'mapping decision', name: id } as const
  return { id, created, program, author, decision: readDocument(MAPPING_DECISION, decision, owner, 'decision') }
}

/** @param upTo the last decision that counts; by default all do */
export function decidedMappings(db: Database, upTo?: number): DecidedMappings {
  return settle(mappingDecisions(db, upTo))
}

/** Goes through decisions as they were made: of a mapping, the last one that is not undone counts. */
function settle(decisions: readonly StoredDecision[]): DecidedMappings {
  const done: StoredDecision[] = []
  const undone: StoredDecision[] = []
  for (const each of decisions) {
    const { kind } = each.decision
    if (kind === 'undo') undone.push(...done.splice(-1))
    else if (kind === 'redo') done.push(...undone.splice(-1))
    else {
      done.push(each)
      undone.length = 0
    }
  }
  const last = new Map<string, { mapping: Mapping; isAccepted: boolean }>()
  for (const { decision } of done) {
    for (const mapping of decision.mappings) {
      last.set(mappingId(mapping), { mapping, isAccepted: decision.kind === 'accept' })
    }
  }
  const found = [...last.values()]
  return {
    accepted: found.filter(({ isAccepted }) => isAccepted).map(({ mapping }) => mapping),
    rejected: found.filter(({ isAccepted }) => !isAccepted).map(({ mapping }) => mapping),
    undoes: done.at(-1) ?? null,
    redoes: undone.at(-1) ?? null
  }
}

/** The id of the last decision; 0 where there is none. */
export function lastMappingDecision(db: Database): number {
  if (!isThere(db)) return 0
  return db.prepare('SELECT coalesce(max(id), 0) FROM mapping_decision').pluck().get() as number
}

/** Who decides, with which version of the program. */
interface DecidedBy {
  author: string
  program: string
}

/** Accepts or rejects mappings in one step, in a transaction of its own. @returns the decision's id */
export function decideMappings(
  db: Database,
  by: DecidedBy,
  kind: 'accept' | 'reject',
  mappings: readonly Mapping[]
): number {
  return db.transaction(() => append(db, by, { kind, of: null, mappings: [...mappings] })).immediate()
}

/**
 * Undoes the last decision, or makes the last undone one again, in a transaction of its own.
 * @returns that decision
 * @throws MedoidError `no-mapping-step` where there is none
 */
export function stepMappings(db: Database, by: DecidedBy, way: 'undo' | 'redo'): StoredDecision {
  const step = db.transaction((): StoredDecision => {
    const { undoes, redoes } = decidedMappings(db)
    const about = way === 'undo' ? undoes : redoes
    if (about === null) throw new MedoidError('no-mapping-step', { way })
    append(db, by, { kind: way, of: about.id, mappings: [] })
    return about
  })
  return step.immediate()
}

function append(db: Database, { author, program }: DecidedBy, decision: MappingDecision): number {
  const id = lastMappingDecision(db) + 1
  const text = writeDocument(MAPPING_DECISION, decision, 'decision')
  inserter(db, 'mapping_decision')({ id, created: new Date().toISOString(), program, author, decision: text })
  return id
}

/** The migration that made the table: an older catalogue that may only be read has none. */
const SINCE = 13

function isThere(db: Database): boolean {
  return schemaVersion(db) >= SINCE
}
