import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Tables, vectors, labels and small archives that came out wrong once, each with its right values in the README there. */
export const faultyTables = fileURLToPath(new URL('../../shared/faults/tables/', import.meta.url))

export const hasFaultyTables = existsSync(faultyTables)
if (!hasFaultyTables) console.log(`The tests on tables that came out wrong are skipped: there is no ${faultyTables}.`)
