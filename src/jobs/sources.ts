import { removeSource } from '../core/catalogue/scan.ts'
import { findSource, listSources, moveSource, type Source } from '../core/catalogue/sources.ts'
import { updateSummary } from '../core/catalogue/summary.ts'
import { reading, writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import { readingThreads } from './scan.ts'

export interface SourcesReport {
  sources: Source[]
}

export const listSourcesJob: Job<{ catalogue: string }, SourcesReport> = {
  name: 'sources',
  run: ({ catalogue }) => reading(catalogue, ({ db }) => ({ sources: listSources(db) }))
}

export const removeSourceJob: Job<{ catalogue: string; source: string }, SourcesReport> = {
  name: 'sources remove',
  run: ({ catalogue: file, source }, work) =>
    writing(file, 'medoid sources remove', async (catalogue) => {
      await removeSource(catalogue, findSource(catalogue.db, source).id, { workers: readingThreads() }, work)
      await updateSummary(catalogue, work)
      return { sources: listSources(catalogue.db) }
    })
}

export const moveSourceJob: Job<{ catalogue: string; source: string; folder: string }, SourcesReport> = {
  name: 'sources move',
  run: ({ catalogue, source, folder }, work) =>
    writing(catalogue, 'medoid sources move', ({ db }) => {
      const report = (done: number): void =>
        work.onProgress?.({ stage: 'Moving the source', done, total: 1, unit: 'sources' })
      report(0)
      moveSource(db, findSource(db, source).id, folder)
      report(1)
      return { sources: listSources(db) }
    })
}
