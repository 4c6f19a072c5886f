import { count, counted } from '../../messages/format.ts'
import type { RunParameters, RunResult } from '../catalogue/stored/run.ts'

/** What a person has to know of how the sample was drawn: each remark is a sentence. */
export function sampleRemarks(
  { sample, perSeries }: Pick<RunParameters, 'sample' | 'perSeries'>,
  { n, images, sampling }: Pick<RunResult, 'n' | 'images' | 'sampling'>
): string[] {
  if (perSeries === null || sampling === null) return []
  const { series, raisedFrom } = sampling
  const each = series === 1 ? 'the only series' : `each of the ${counted(series, 'series')}`
  if (raisedFrom !== null) {
    return [
      `The sample has up to ${counted(perSeries, 'images')} of a series: ${count(raisedFrom)} of ${each} would be too few to cluster. Neighbouring slices look alike, and may decide the clusters.`
    ]
  }
  return n < Math.min(sample, images)
    ? [`The sample has ${counted(n, 'images')}: at most ${count(perSeries)} of ${each}.`]
    : []
}
