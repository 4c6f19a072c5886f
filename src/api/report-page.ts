import { readFile } from 'node:fs/promises'
import { MedoidError } from '../core/errors.ts'
import { GENERATOR } from '../core/report/generator.ts'
import type { JobRecord } from '../jobs/record.ts'

/** The page that a job has written, for a window that cannot open files: of nothing else is anything read. */
export async function readPage({ job, state, outcome }: JobRecord): Promise<string> {
  const file = job === 'report' && state === 'done' ? outcome?.files?.[0] : undefined
  if (file === undefined) throw new MedoidError('no-page', { file: null })
  const page = await readFile(file, 'utf8')
  if (page.startsWith(GENERATOR)) return page
  throw new MedoidError('no-page', { file })
}
