import { existsSync } from 'node:fs'
import { check, type CheckReport } from '../core/catalogue/check.ts'
import { quarantine } from '../core/catalogue/database.ts'
import { WriterLock } from '../core/catalogue/lock.ts'
import { MedoidError } from '../core/errors.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'

export const checkJob: Job<{ catalogue: string }, CheckReport> = {
  name: 'check',
  run: ({ catalogue: file }, work) => reading(file, (_reader, catalogue) => check(catalogue, work))
}

export interface QuarantineReport {
  /** The damaged catalogue's new name. */
  quarantined: string
}

export const quarantineJob: Job<{ catalogue: string }, QuarantineReport> = {
  name: 'check --quarantine',
  run: ({ catalogue }) => {
    if (!existsSync(catalogue)) {
      throw new MedoidError('catalogue-missing', `There is no catalogue at ${catalogue}, so nothing to set aside.`)
    }
    const lock = new WriterLock(catalogue, 'medoid check --quarantine')
    try {
      return Promise.resolve({ quarantined: quarantine(catalogue) })
    } finally {
      lock.release()
    }
  }
}
