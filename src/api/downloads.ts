import { MedoidError } from '../core/errors.ts'
import type { WrittenFile } from '../jobs/written-files.ts'
import { WINDOW_TERMS } from './window-terms.ts'

/** Which file of which job. */
interface FileOfJob {
  job: string
  /** Its place among the files of the job. */
  file: number
}

/** @returns what `/download/<job>/<file>` names; null: no address of a download */
export function downloadAt(path: string): FileOfJob | null {
  const found = /^\/download\/([0-9A-Za-z][0-9A-Za-z_-]{0,99})\/(0|[1-9]\d{0,5})$/.exec(path)
  return found === null ? null : { job: found[1], file: Number(found[2]) }
}

/** @returns the file, which the caller closes; or why there is none */
export async function downloadAnswer(open: () => Promise<WrittenFile>): Promise<WrittenFile | { problem: string }> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof MedoidError) return { problem: error.explain(WINDOW_TERMS) }
    throw error
  }
}
