import { type ExportedTags, writeTags } from '../core/tag-export/write-tags.ts'
import { basisOf, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ExportTagsParameters } from './definitions/tag-export.ts'
import { subset } from './features.ts'
import { PROGRAM_VERSION } from './program.ts'

export const exportTagsJob: Job<ExportTagsParameters, ExportedTags> = {
  run: ({ catalogue, raw, ...options }, work) =>
    reading(
      catalogue,
      (reader) => writeTags(reader, subset(reader, options.where), { ...options, version: PROGRAM_VERSION }, work),
      basisOf(raw)
    )
}
