import { CLUSTERS_AXIS, lossSweep, silhouetteSweep, type SweepMarks } from '../../marks/sweep.ts'
import type { RunSummary } from '../data.ts'
import { type Content, html, type Html } from '../html.ts'
import { dot, type Edges, edgesOf, gridLines, line, names, numbers, plot, type PlotAxis, round } from './plot.ts'

const WIDTH = 460
const HEIGHT = 260

/** Mean silhouette by number of clusters, with what it speaks for. */
export function silhouetteChart({ sweep, k }: RunSummary): Html {
  const marks = silhouetteSweep(sweep)
  return chart('sweep-silhouette', marks, { sweep, k }, { left: 56, right: 84 }, ({ left, right }, { of }) =>
    marks.bands.map(({ name, from, to }) => {
      const [top, bottom] = [round(of(to)), round(of(from))]
      return html`<path class="band ${name.replace(' ', '-')}" d="M${left} ${top}H${right}V${bottom}H${left}Z" /><text
          class="aside"
          x="${right + 8}"
          y="${round((top + bottom) / 2)}"
          dy="0.35em"
          >${name}</text
        >`
    })
  )
}

/** Loss by number of clusters. */
export function clusteringLossChart({ sweep, k }: RunSummary): Html {
  return chart('sweep-loss', lossSweep(sweep), { sweep, k }, { left: 62, right: 24 }, gridLines)
}

/** A line through all values; the one that the report is about is filled. */
function chart(
  id: string,
  { title, name, values, axis, words }: SweepMarks,
  { sweep, k }: Pick<RunSummary, 'sweep' | 'k'>,
  margin: { left: number; right: number },
  behind: (edges: Edges, y: PlotAxis & { of: (value: number) => number }) => Content
): Html {
  const edges = edgesOf({ width: WIDTH, height: HEIGHT }, { ...margin, top: 12 })
  const x = names(shown(sweep.map((row) => String(row.k))), CLUSTERS_AXIS, edges.left, edges.right)
  const y = numbers(axis, name, edges.bottom, edges.top)
  const points = values.map((value, i) => (value === null ? null : ([x.of(i), y.of(value)] as const)))
  return plot(
    { id, width: WIDTH, height: HEIGHT, title, description: words },
    edges,
    { x, y },
    behind(edges, y),
    html`${line(points, 'thin accent')}${points.map((point, i) => {
      if (point === null) return null
      const isChosen = sweep[i].k === k
      return html`${dot(...point, isChosen ? 5 : 3.5, isChosen ? 'accent' : 'open accent')}${
        isChosen &&
        html`<text class="chosen" x="${round(point[0])}" y="${round(point[1]) - 10}" text-anchor="middle"
          >K = ${k}</text
        >`
      }`
    })}`
  )
}

/** As many names as have room beside each other. */
const ROOM = 14

function shown(texts: readonly string[]): string[] {
  const step = Math.ceil(texts.length / ROOM)
  return texts.map((text, i) => (i % step === 0 ? text : ''))
}
