import { check, type CheckReport, damagedReport } from '../core/catalogue/check.ts'
import { quarantine } from '../core/catalogue/database.ts'
import { WriterLock } from '../core/catalogue/lock.ts'
import { MedoidError } from '../core/errors.ts'
import type { Work } from '../core/work.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'

export const checkJob: Job<{ catalogue: string }, CheckReport> = {
  run: ({ catalogue }, work) => examine(catalogue, work)
}

interface QuarantineReport {
  /** The damaged catalogue's new name. */
  quarantined: string
}

export const quarantineJob: Job<{ catalogue: string }, QuarantineReport> = {
  run: async ({ catalogue }, work) => {
    const { findings } = await examine(catalogue, work)
    if (!findings.some(({ code }) => code.startsWith('damaged') || code === 'count-mismatch')) {
      throw new MedoidError('catalogue-sound', { path: catalogue })
    }
    const lock = new WriterLock(catalogue, 'a quarantine')
    try {
      return { quarantined: quarantine(catalogue) }
    } finally {
      lock.release()
    }
  }
}

/** A catalogue that cannot even be opened is a finding, too. */
async function examine(file: string, work: Work): Promise<CheckReport> {
  try {
    return await reading(file, (_reader, catalogue) => check(catalogue, work))
  } catch (error) {
    if (error instanceof MedoidError && error.code === 'catalogue-damaged') return damagedReport(error as MedoidError)
    throw error
  }
}
