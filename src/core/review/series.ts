import type { StudyIndex } from '../studies/study-index.ts'
import { FIRST_VALUE } from '../tag-codes.ts'

/** A number for the series of each live instance; 0 where it has no Series Instance UID. */
export function seriesNumbers(index: StudyIndex, instances: Uint32Array): Uint32Array {
  const { codes } = index.series.SeriesInstanceUID
  return instances.map((instance) => {
    const series = index.seriesOf[index.placeOf[instance]]
    return codes[series] >= FIRST_VALUE ? series + 1 : 0
  })
}
