import { count, counted } from '../../messages/format.ts'
import type { RunParameters, RunResult, SampledSite } from '../catalogue/stored/run.ts'

/** Sites that are named in a sentence, and sources of one. */
const NAMED = 10

/** What a person has to know of how the sample was drawn: each remark is a sentence. */
export function sampleRemarks(
  { sample, perSeries }: Pick<RunParameters, 'sample' | 'perSeries'>,
  { n, images, sampling, sites }: Pick<RunResult, 'n' | 'images' | 'sampling' | 'sites'>
): string[] {
  const stratified = sites === null || n === images ? [] : [siteWords(sites)]
  return [...seriesRemarks({ sample, perSeries }, { n, images, sampling }), ...stratified]
}

function siteWords(sites: readonly SampledSite[]): string {
  const named = sites.slice(0, NAMED).map(({ sources, images, drawn }) => {
    const others = sources.length > NAMED ? `, and ${count(sources.length - NAMED)} more` : ''
    const of = `${sources.length === 1 ? 'source' : 'sources'} ${sources.slice(0, NAMED).join(', ')}${others}`
    return `${count(drawn)} of the ${counted(images, 'images')} of ${of}`
  })
  const more = sites.length > NAMED ? `; and of ${counted(sites.length - NAMED, 'more sites')}` : ''
  return `The sample is stratified by site: ${named.join('; ')}${more}.`
}

function seriesRemarks(
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
