import { carryOver } from '../core/catalogue/corrections/carry-over.ts'
import { removeSource } from '../core/catalogue/scan.ts'
import { findSource, listSources, moveSource, type Source } from '../core/catalogue/sources.ts'
import { updateSummary } from '../core/catalogue/summary.ts'
import { endRemovals, reading, writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import { keepHeapLean } from './lean-heap.ts'
import { readingThreads } from './reading-threads.ts'

export interface SourcesReport {
  sources: Source[]
}

export const listSourcesJob: Job<{ catalogue: string }, SourcesReport> = {
  run: ({ catalogue }) => reading(catalogue, ({ db }) => ({ sources: listSources(db) }))
}

/** A source that was taken out before is no error: whoever was stopped runs the same command again. */
export const removeSourceJob: Job<{ catalogue: string; source: string }, SourcesReport> = {
  run: ({ catalogue: file, source: which }, work) =>
    writing(file, 'removing a source', work, async (catalogue) => {
      keepHeapLean()
      const source = findSource(catalogue.db, which, { removed: true })
      if (source.removed) work.onMessage?.({ code: 'source-already-removed', parameters: { source: source.root } })
      else await removeSource(catalogue, source.id, { workers: readingThreads() }, work)
      await carryOver(catalogue, work)
      await updateSummary(catalogue, work)
      return { sources: listSources(catalogue.db) }
    })
}

export const moveSourceJob: Job<{ catalogue: string; source: string; folder: string }, SourcesReport> = {
  run: ({ catalogue: file, source, folder }, work) =>
    writing(file, 'moving a source', work, async (catalogue) => {
      const { db } = catalogue
      const report = (done: number): void =>
        work.onProgress?.({ stage: 'Moving the source', done, total: 1, unit: 'sources' })
      report(0)
      moveSource(db, findSource(db, source).id, folder)
      report(1)
      // Duplicates that could not be read where they lay before.
      await endRemovals(catalogue, work)
      return { sources: listSources(db) }
    })
}
