import { type ExportedCorrections, writeCorrections } from '../core/corrections/export.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ExportCorrectionsParameters } from './definitions/corrections.ts'
import { PROGRAM_VERSION } from './program.ts'

export const exportCorrectionsJob: Job<ExportCorrectionsParameters, ExportedCorrections> = {
  run: ({ catalogue, ...options }, work) =>
    reading(catalogue, (reader) => writeCorrections(reader, { ...options, version: PROGRAM_VERSION }, work))
}
