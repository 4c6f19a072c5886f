import { join } from 'node:path'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { indexStudies, type StudyIndex } from '../../../src/core/studies/study-index.ts'
import { appendHeaders, type Header, temporaryFolder } from '../catalogue/synthetic.ts'

/** The studies of a catalogue of these instances. */
export function indexed(headers: readonly Header[]): StudyIndex {
  const catalogue = openForWriting(join(temporaryFolder(), 'c.sqlite'), 'test')
  try {
    appendHeaders(catalogue, [...headers])
    return indexStudies(new CatalogueReader(catalogue.db))
  } finally {
    catalogue.close()
  }
}

/** Instances by study and series. */
export function tree({ instances, studyStarts, seriesStarts }: StudyIndex): number[][][] {
  return Array.from({ length: studyStarts.length - 1 }, (_, study) =>
    Array.from({ length: studyStarts[study + 1] - studyStarts[study] }, (_, i) => {
      const series = studyStarts[study] + i
      return [...instances.subarray(seriesStarts[series], seriesStarts[series + 1])]
    })
  )
}

/** A study `U`, a series `V` in it, of a patient `P`; what is '' is left out. */
export function header(study: string, series: string, patient = '', more: Header = {}): Header {
  const all = { StudyInstanceUID: study, SeriesInstanceUID: series, PatientID: patient, Rows: '64', ...more }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}
