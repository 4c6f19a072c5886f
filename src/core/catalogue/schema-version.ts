import type { Database } from 'better-sqlite3'

/** How many migrations a catalogue has: an older one that may only be read stays as it was made. */
export function schemaVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number
}
