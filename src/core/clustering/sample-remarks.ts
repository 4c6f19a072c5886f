import { NAMED } from '../../messages/en/run-remarks.ts'
import type { Message } from '../../messages/message.ts'
import type { RunParameters, RunResult, SampledSite } from '../catalogue/stored/run.ts'

/** What a person has to know of how the sample was drawn. */
export function sampleRemarks(
  { sample, perSeries }: Pick<RunParameters, 'sample' | 'perSeries'>,
  { n, images, sampling, sites }: Pick<RunResult, 'n' | 'images' | 'sampling' | 'sites'>
): Message[] {
  const stratified = sites === null || n === images ? [] : [bySite(sites)]
  return [...seriesRemarks({ sample, perSeries }, { n, images, sampling }), ...stratified]
}

function bySite(sites: SampledSite[]): Message {
  return {
    code: 'sample-by-site',
    parameters: { sites: sites.slice(0, NAMED), more: Math.max(0, sites.length - NAMED) }
  }
}

function seriesRemarks(
  { sample, perSeries }: Pick<RunParameters, 'sample' | 'perSeries'>,
  { n, images, sampling }: Pick<RunResult, 'n' | 'images' | 'sampling'>
): Message[] {
  if (perSeries === null || sampling === null) return []
  const { series, raisedFrom } = sampling
  if (raisedFrom !== null) {
    return [{ code: 'sample-by-series', parameters: { why: 'raised', perSeries, raisedFrom, series } }]
  }
  return n < Math.min(sample, images)
    ? [{ code: 'sample-by-series', parameters: { why: 'few', perSeries, images: n, series } }]
    : []
}
