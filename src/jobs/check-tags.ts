import { type Contradiction, findContradictions } from '../core/contradictions/find.ts'
import { basisOf, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { CheckTagsParameters } from './definitions/archive.ts'

export interface CheckTagsReport {
  /** Live images, all of which were looked at. */
  images: number
  contradictions: Contradiction[]
}

export const checkTagsJob: Job<CheckTagsParameters, CheckTagsReport> = {
  run: ({ catalogue, raw }, work) =>
    reading(
      catalogue,
      async (reader) => ({
        images: reader.images().length,
        contradictions: await findContradictions(reader, today(), work)
      }),
      basisOf(raw)
    )
}

/** `YYYYMMDD` of tomorrow in UTC, which is today's date somewhere until then. */
export function today(): string {
  const day = 24 * 60 * 60 * 1000
  return new Date(Date.now() + day).toISOString().slice(0, 10).replaceAll('-', '')
}
