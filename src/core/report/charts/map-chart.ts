import { SERIES } from '../../marks/series.ts'
import { html, type Html } from '../html.ts'
import { round } from './plot.ts'
import { svg } from './svg.ts'

/** The drawing is square, with room for the dots at its edges. */
const SIDE = 620
const MARGIN = 8
/** Clusters with a colour of their own, the largest ones: more cannot be told apart. */
export const COLOURED = 10

export const MAP_STYLE = `
${colours('light')}
@media screen and (prefers-color-scheme: dark) {
${colours('dark')}
}
.dots path { fill: none; stroke: var(--other); stroke-width: 3.5; stroke-linecap: round; stroke-opacity: 0.8; }
${Array.from({ length: COLOURED }, (_, tone) => `.dots .series-${tone} { stroke: var(--series-${tone}); } .map-key.series-${tone} { background: var(--series-${tone}); }`).join('\n')}
.map-key { display: inline-block; width: 9px; height: 9px; margin-right: 6px; border-radius: 50%; background: var(--other); }
`

function colours(theme: 'light' | 'dark'): string {
  const tones = SERIES[theme].slice(0, COLOURED).map((colour, tone) => `series-${tone}: ${colour}`)
  return `:root {--${tones.join(';--')}}`
}

/** The class of the colour of a cluster; none for those that share one. @param order clusters, those with a colour first */
export function seriesOf(order: readonly number[], cluster: number): string {
  const place = order.indexOf(cluster)
  return place < COLOURED ? `series-${place}` : ''
}

/**
 * Images as dots, one path a cluster: thousands of them are one mark. Clusters without a colour are drawn first.
 * @param places of each cluster x and y of its images, one after another @param order clusters, those with a colour first
 */
export function mapChart(
  id: string,
  places: readonly (readonly number[])[],
  order: readonly number[],
  words: string
): Html {
  const [left, right] = extent(places, 0)
  const [bottom, top] = extent(places, 1)
  // One scale for both axes; whatever is narrower stands in the middle.
  const scale = (SIDE - 2 * MARGIN) / Math.max(right - left, top - bottom, Number.MIN_VALUE)
  const x = (value: number): number => round(SIDE / 2 + (right === left ? 0 : (value - (left + right) / 2) * scale))
  const y = (value: number): number => round(SIDE / 2 - (top === bottom ? 0 : (value - (bottom + top) / 2) * scale))
  const paths = order.toReversed().map((cluster) => {
    const dots = new Set<string>()
    for (let at = 0; at < places[cluster].length; at += 2) {
      dots.add(`M${x(places[cluster][at])} ${y(places[cluster][at + 1])}h0`)
    }
    return html`<path class="${seriesOf(order, cluster)}" d="${[...dots].join('')}" />`
  })
  return svg(
    { id, width: SIDE, height: SIDE, title: 'Map of the sample', description: words },
    html`<g class="dots">${paths}</g>`
  )
}

/** The least and the greatest of one coordinate. */
function extent(places: readonly (readonly number[])[], axis: 0 | 1): [number, number] {
  let least = Infinity
  let greatest = -Infinity
  for (const cluster of places) {
    for (let at = axis; at < cluster.length; at += 2) {
      least = Math.min(least, cluster[at])
      greatest = Math.max(greatest, cluster[at])
    }
  }
  return least <= greatest ? [least, greatest] : [0, 0]
}
