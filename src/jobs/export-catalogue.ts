import type { Catalogue } from '../core/catalogue/database.ts'
import { modelIds } from '../core/catalogue/models.ts'
import type { VectorStore } from '../core/catalogue/vector-store.ts'
import type { ModelVectors } from '../core/catalogue-export/vectors.ts'
import { type ExportedCatalogue, writeCatalogue } from '../core/catalogue-export/write-catalogue.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import { MedoidError } from '../core/errors.ts'
import { fromHalves } from '../core/half.ts'
import type { Work } from '../core/work.ts'
import { basisOf, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ExportCatalogueParameters } from './definitions/catalogue-export.ts'
import { architectureOf, UNUSABLE_MODEL } from './model-state.ts'
import { PROGRAM_VERSION } from './program.ts'
import { findStore } from './vectors.ts'

export const exportCatalogueJob: Job<ExportCatalogueParameters, ExportedCatalogue> = {
  run: ({ catalogue: file, raw, out, uidKeyFile, overwrite }, work) =>
    reading(
      file,
      async (reader, catalogue) => {
        const stores: VectorStore[] = []
        try {
          const vectors = storedVectors(catalogue, stores, work)
          return await writeCatalogue(reader, { out, vectors, uidKeyFile, overwrite, version: PROGRAM_VERSION }, work)
        } finally {
          for (const store of stores) store.close()
        }
      },
      basisOf(raw)
    )
}

/** Of every model that has some. @param stores those that are opened, for the caller to close */
function storedVectors(catalogue: Catalogue, stores: VectorStore[], work: Work): ModelVectors[] {
  return modelIds(catalogue.db).flatMap((id): ModelVectors[] => {
    let found: ReturnType<typeof findStore>
    try {
      found = findStore(catalogue, String(id), work)
    } catch (error) {
      if (error instanceof MedoidError && error.code === 'no-stored-vectors') return []
      // A model of another version, or one whose state is damaged: nobody knows which vectors are its own.
      if (error instanceof MedoidError && UNUSABLE_MODEL.has(error.data.code)) {
        work.onMessage?.(error.data)
        return []
      }
      throw error
    }
    const { model, store } = found
    stores.push(store)
    const { values: length } = embeddingShape(architectureOf(model))
    return [
      {
        model: id,
        length,
        instances: store.known().withVector,
        vector: (instance, into) => void fromHalves(store.vector(instance, 2 * length)!, into)
      }
    ]
  })
}
