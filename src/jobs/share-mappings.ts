import { systemUser } from '../core/author.ts'
import { decidedMappings, decideMappings, mappingId } from '../core/catalogue/mappings.ts'
import type { Mapping } from '../core/catalogue/stored/mapping.ts'
import { writeAtomically } from '../core/files.ts'
import { mayBeShared, readShared, type SharedMappings, SHARED_FORMAT } from '../core/harmonise/shared-mappings.ts'
import { firstBytes, refuseToReplace } from '../core/tables/refuse.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { MappingsExportParameters, MappingsImportParameters } from './definitions/harmonise.ts'
import { PROGRAM_VERSION } from './program.ts'

export interface ExportedMappings {
  out: string
  mappings: number
  /** Accepted ones that may tell of a person, or are about the sources of this catalogue, and stay here. */
  leftOut: number
}

/** Writes accepted mappings to a file that another site can import. */
export const exportMappingsJob: Job<MappingsExportParameters, ExportedMappings> = {
  run: ({ catalogue, out, overwrite = false }) =>
    reading(catalogue, async ({ db }) => {
      await refuseToReplace(out, isMappings, overwrite)
      const { accepted } = decidedMappings(db)
      const mappings = accepted.filter(mayBeShared)
      const document: SharedMappings = { format: SHARED_FORMAT, version: 1, mappings }
      await writeAtomically(out, (file) => file.writeFile(`${JSON.stringify(document, null, 2)}\n`))
      return { out, mappings: mappings.length, leftOut: accepted.length - mappings.length }
    })
}

async function isMappings(path: string): Promise<boolean> {
  return (await firstBytes(path, 200)).includes(`"format": "${SHARED_FORMAT}"`)
}

export interface ImportedMappings {
  /** Accepted now. */
  mappings: number
  /** Accepted here before. */
  known: number
}

/** Accepts the mappings of a file in one step. Those of units and ranges are about the sources of another catalogue, and are left out. */
export const importMappingsJob: Job<MappingsImportParameters, ImportedMappings> = {
  run: ({ catalogue, file, author }, work) =>
    adding(catalogue, ({ db }) => {
      const shared = readShared(file)
      const portable = shared.filter((mapping) => !('scale' in mapping))
      const foreign = shared.length - portable.length
      if (foreign > 0) work.onMessage?.({ code: 'mappings-of-a-site', parameters: { mappings: foreign } })
      const before = new Set(decidedMappings(db).accepted.map(mappingId))
      const byId = new Map<string, Mapping>(portable.map((mapping) => [mappingId(mapping), mapping]))
      const added = [...byId].filter(([id]) => !before.has(id)).map(([, mapping]) => mapping)
      const by = { author: author ?? systemUser(), program: PROGRAM_VERSION }
      if (added.length > 0) decideMappings(db, by, 'accept', added)
      return { mappings: added.length, known: byId.size - added.length }
    })
}
