import Database from 'better-sqlite3'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Ends this process with SIGKILL at a boundary: before each commit of what was changed, each statement that is a transaction of its own, and each
 * renaming or removal of a file. Before the next one is after the last one; the end of the job is a boundary, too. Only processes
 * of tests load this module; the program has no such hook.
 */

let passed = 0
let fatal = -1

/** @param at the boundary to die at, from 0; -1 = none */
export function dieAt(at: number): void {
  fatal = at
  passed = 0
}

/** Boundaries that were passed. */
export function boundaries(): number {
  return passed
}

export function boundary(): void {
  if (passed++ === fatal) process.kill(process.pid, 'SIGKILL')
}

type Method = (this: unknown, ...given: unknown[]) => unknown

function around(owner: object, name: string, isOne: (self: never, given: unknown[]) => boolean): void {
  const methods = owner as Record<string, Method>
  const before = methods[name]
  methods[name] = function (...given) {
    if (isOne(this as never, given)) boundary()
    return before.apply(this, given)
  }
}

const memory = new Database(':memory:')
const Statement = Object.getPrototypeOf(memory.prepare('SELECT 1')) as Database.Statement
memory.close()
const total = Object.getOwnPropertyDescriptor(Statement, 'get')!.value as Method

/** Rows that a connection had changed at its last commit: one that changed nothing is no boundary. */
const changed = new WeakMap<Database.Database, number>()

function hasChanged(db: Database.Database): boolean {
  const before = changed.get(db) ?? 0
  const now = total.call(db.prepare('SELECT total_changes()').pluck()) as number
  changed.set(db, now)
  return now !== before || db.pragma('user_version', { simple: true }) === 0
}

function isDurable(statement: Database.Statement): boolean {
  if (/^\s*COMMIT/i.test(statement.source)) return !statement.database.readonly && hasChanged(statement.database)
  return !statement.readonly && !statement.database.inTransaction && !/^\s*PRAGMA/i.test(statement.source)
}
for (const name of ['run', 'get', 'all']) around(Statement, name, isDurable)
around(
  Database.prototype,
  'exec',
  (db: Database.Database, [sql]) => !db.readonly && !db.inTransaction && !/^\s*BEGIN/i.test(String(sql))
)
for (const name of ['rename', 'link', 'unlink', 'rm']) {
  around(fs, `${name}Sync`, () => true)
  around(fs.promises, name, () => true)
}
syncBuiltinESMExports()
