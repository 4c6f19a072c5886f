import { html, type Html } from '../html.ts'
import { place } from '../../marks/axis.ts'
import { clusterNote, silhouetteMarks } from '../../marks/silhouettes.ts'
import { decimal } from '../numbers.ts'
import { round } from './plot.ts'
import { svg } from './svg.ts'

/** Where the values stand: left and right of the plot, in units of the drawing. */
const LEFT = 36
const WIDTH = 860
const RIGHT = 130
const TOP = 8
const BOTTOM = 38
/** Height of the plot, and of the least that a cluster needs for its name beside it. */
const HEIGHT = 500
const NAMED = 8
/** Space between two clusters where there is room for it. */
const GAP = 3
/** More points than these to a unit of height cannot be told apart. */
const POINTS = 2

/**
 * The silhouette plot (Rousseeuw, J. Comput. Appl. Math. 20, 1987; Figure 3 of the paper): every image of the sample, by cluster and
 * within it by its silhouette, the largest on top.
 *
 * @param clusters silhouettes of each cluster, descending
 * @param ids their numbers
 */
export function silhouettePlot(clusters: readonly number[][], ids: readonly number[], mean: number): Html {
  const { clusters: spans, bars, axis, words } = silhouetteMarks(clusters)
  const gap = clusters.length <= 50 ? GAP : 0
  const unit = (HEIGHT - gap * (clusters.length - 1)) / bars
  const x = place(axis, LEFT, WIDTH - RIGHT)
  const drawn = spans.map((span, place) => {
    const at = TOP + span.start * unit + place * gap
    const height = span.size * unit
    const middle = round(at + height / 2)
    return html`<path class="tone-${place % 2}" d="${barPath(clusters[place], at, unit, x)}" />${
        height >= NAMED &&
        html`<text x="${LEFT - 8}" y="${middle}" text-anchor="end" class="name">${ids[place]}</text
          ><text x="${WIDTH - RIGHT + 10}" y="${middle}" class="note">${clusterNote(span)}</text>`
      }`
  })
  const bottom = TOP + HEIGHT
  const { from, to, ticks } = axis
  return svg(
    {
      id: 'silhouettes',
      width: WIDTH,
      height: bottom + BOTTOM,
      title: 'Silhouette plot',
      description: `${words}; their mean is ${decimal(mean)}. The table of clusters has the means.`
    },
    html`<g class="grid"
        >${ticks.map((tick) => html`<path d="M${round(x(tick))} ${TOP}V${bottom}" class="${tick === 0 && 'zero'}" />`)}</g
      ><g class="silhouettes">${drawn}</g
      ><g class="axis"
        >${ticks.map((tick) => html`<text x="${round(x(tick))}" y="${bottom + 15}" text-anchor="middle">${decimal(tick, 2)}</text>`)}<text
          x="${round(x((from + to) / 2))}"
          y="${bottom + 33}"
          text-anchor="middle"
          >silhouette</text
        ></g
      ><path class="mean" d="M${round(x(mean))} ${TOP}V${bottom}" />`
  )
}

/**
 * The outline of a cluster's bars as one path, from zero to each value: thousands of images are one mark.
 * @param values descending @param top of the first bar @param unit height of a bar @param x where a value stands
 */
export function barPath(values: readonly number[], top: number, unit: number, x: (value: number) => number): string {
  const step = Math.max(1, Math.floor(1 / (POINTS * unit)))
  let path = `M${round(x(0))} ${round(top)}`
  for (let from = 0; from < values.length; from += step) {
    const to = Math.min(from + step, values.length)
    path += `H${round(x(values[from]))}V${round(top + to * unit)}`
  }
  return `${path}H${round(x(0))}Z`
}
