import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Inputs of the kinds that public bug reports complain of, each with its right value; absent outside of the workplace. */
export const sharedFaults = fileURLToPath(new URL('../../shared/faults/', import.meta.url))

/** DICOM files among them, and tables, vectors, labels and small archives. */
export const faultyFiles = `${sharedFaults}dicom/`
export const faultyTables = `${sharedFaults}tables/`

export const hasSharedFaults = existsSync(sharedFaults)
if (!hasSharedFaults) console.log(`The tests on inputs that came out wrong are skipped: there is no ${sharedFaults}.`)
