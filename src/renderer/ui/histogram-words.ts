import type { Histogram } from '../../api/contract.ts'
import { counted, numberOfRange } from '../../messages/format.ts'

/** A number at an edge, with as many digits as tell it from the next one. */
export function edgeText({ edges }: Histogram, number: number): string {
  const width = edges.length < 2 ? 0 : (edges[edges.length - 1] - edges[0]) / (edges.length - 1)
  return numberOfRange(number, width)
}

/** The numbers of a step: `1.5 to 1.75`; of whole ones `3`, or `3 to 5`. */
export function stepWords(histogram: Histogram, step: number): string {
  const { edges, isWhole } = histogram
  const from = edges[step]
  const to = isWhole ? edges[step + 1] - 1 : edges[step + 1]
  return from === to ? edgeText(histogram, from) : `${edgeText(histogram, from)} to ${edgeText(histogram, to)}`
}

/** The last number that is shown. */
export function lastEdge({ edges, isWhole }: Histogram): number {
  return isWhole ? edges[edges.length - 1] - 1 : edges[edges.length - 1]
}

/** What is not shown on one side: `12 images below −5`; '' where all is. */
export function endWords(histogram: Histogram, side: 'below' | 'above', unit: string): string {
  const outside = histogram[side].reduce((sum, each) => sum + each, 0)
  if (outside === 0) return ''
  const edge = side === 'below' ? histogram.edges[0] : lastEdge(histogram)
  return `${counted(outside, unit)} ${side} ${edgeText(histogram, edge)}`
}
