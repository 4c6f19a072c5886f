import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import * as v from 'valibot'
import { comparePaths, type Name, parseName, partsOf } from '../catalogue/names.ts'
import type { WalkRange } from '../catalogue/walk.ts'
import { MedoidError } from '../errors.ts'
import { anyText, integer, list, oneOf, text, tryParse } from '../schema.ts'

/** More would be tasks of minutes, even for an archive of thirty million files. */
export const MAX_SHARDS = 10_000

/** Links to folders that other links lead to, too. */
export const MAX_SEEN_LINKS = 1_000_000

/** JSON is read as one string. */
const MAX_BYTES = 500e6

/** So many files of the archive, in walk order, from a path on and before another one. */
export interface PlannedRange {
  /** Stored name of the relative path of its first file or folder; null: from the beginning of the archive. */
  from: string | null
  /** That of the next range; null: to the end of the archive, whatever is added there. */
  to: string | null
  /** As they were counted. */
  files: number
}

/** An archive in ranges that scans of their own may read, each a shard. It never changes. */
export interface Plan {
  /** SHA-256 of all the rest, in hexadecimal digits: every shard holds it. */
  id: string
  /** Real path of the archive, on every machine. */
  root: string
  /** How many shards were asked for; an archive of fewer files has a range for each file. */
  shards: number
  /** As they were counted. */
  files: number
  /** Each begins where the one before it ends. */
  ranges: PlannedRange[]
  /** Stored names of the paths of links that are not followed: others before them lead to the same folder. */
  seenLinks: string[]
}

const SCHEMA = v.object({
  format: oneOf('medoid-plan'),
  id: v.pipe(anyText, v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')),
  root: text(),
  shards: integer(1, MAX_SHARDS),
  files: integer(1, Number.MAX_SAFE_INTEGER),
  ranges: list(
    v.object({
      from: v.nullable(anyText),
      to: v.nullable(anyText),
      files: integer(0, Number.MAX_SAFE_INTEGER)
    }),
    MAX_SHARDS
  ),
  seenLinks: list(anyText, MAX_SEEN_LINKS)
})

/** The version of the format that this program writes, and the only one that it reads. */
const VERSION = 1

/** A plan with its id. */
export function planOf(parts: Omit<Plan, 'id'>): Plan {
  return { ...parts, id: idOf(parts) }
}

function idOf({ root, shards, files, ranges, seenLinks }: Omit<Plan, 'id'>): string {
  const each = ranges.map(({ from, to, files }) => [from, to, files])
  return createHash('sha256')
    .update(JSON.stringify([VERSION, root, shards, files, each, seenLinks]))
    .digest('hex')
}

/** A plan as the text of its file. */
export function writePlan({ id, root, shards, files, ranges, seenLinks }: Plan): string {
  return `${JSON.stringify({ format: 'medoid-plan', version: VERSION, id, root, shards, files, ranges, seenLinks }, null, 1)}\n`
}

/**
 * @param path of its file
 * @throws MedoidError `plan-missing`, `plan-damaged`, `plan-newer`
 */
export function readPlan(path: string): Plan {
  let document: unknown
  try {
    const { size } = statSync(path)
    if (size > MAX_BYTES) throw new MedoidError('plan-damaged', { path, problem: 'it is too large' })
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    if (cause instanceof MedoidError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new MedoidError('plan-missing', { path }, { cause })
    throw new MedoidError('plan-damaged', { path, problem: message }, { cause })
  }
  const version = (document as { version?: unknown } | null)?.version
  if (Number.isInteger(version) && (version as number) > VERSION) throw new MedoidError('plan-newer', { path })
  const read = tryParse(SCHEMA, document, 'plan')
  if ('problem' in read) throw new MedoidError('plan-damaged', { path, problem: read.problem })
  const { format: _format, ...plan } = read.value
  const problem = plan.id === idOf(plan) ? problemOf(plan) : 'its contents are not those that its id is of'
  if (problem !== undefined) throw new MedoidError('plan-damaged', { path, problem })
  return plan
}

/** What is wrong with the ranges: together they have to be the archive, each once. */
function problemOf({ ranges }: Plan): string | undefined {
  const cuts = [null, ...ranges.slice(0, -1).map(({ to }) => to), null]
  const joined = ranges.length > 0 && ranges.every(({ from, to }, i) => from === cuts[i] && to === cuts[i + 1])
  if (!joined) return 'a range does not begin where the one before it ends'
  const paths = cuts.slice(1, -1).map((cut) => (cut === null ? null : parseName(cut)))
  const isOrdered = paths.every(
    (path, i) => path !== null && isRelative(path) && (i === 0 || comparePaths(paths[i - 1]!, path) < 0)
  )
  return isOrdered ? undefined : 'its ranges are not in the order of their paths'
}

function isRelative(path: Name): boolean {
  return partsOf(path).every((part) => part.length > 0 && part !== '.' && part !== '..')
}

/** What a scan of a shard walks. @throws MedoidError `no-such-shard` */
export function rangeOf(plan: Plan, shard: number): WalkRange {
  const range = plan.ranges.at(shard)
  if (shard < 0 || range === undefined) throw new MedoidError('no-such-shard', { shard, ranges: plan.ranges.length })
  const { from, to } = range
  return {
    from: from === null ? null : parseName(from),
    to: to === null ? null : parseName(to),
    seenLinks: new Set(plan.seenLinks)
  }
}
