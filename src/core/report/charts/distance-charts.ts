import { clusterDistanceMarks, distanceMarks, fromZero, type Pair } from '../../marks/distances.ts'
import { place } from '../../marks/axis.ts'
import type { EvaluationSummary } from '../data.ts'
import { html, type Html } from '../html.ts'
import { dot, edgesOf, line, names, numbers, plot, round, uprights } from './plot.ts'

/** Height of a row; many of them stand closer. */
const ROW = 22
const TIGHT = 6

/** Each dataset's distances, clustered and permuted, joined by a line; below them the control. */
export function pairedChart(summary: EvaluationSummary): Html {
  const { title, rows, isTight, axis, words } = distanceMarks(summary)
  const height = 78 + (rows.length - 1) * (isTight ? TIGHT : ROW) + 2 * ROW
  const figure = { id: 'distances', width: 520, height, title, description: words }
  const edges = edgesOf(figure, { left: 96, right: 24, top: 30 })
  const x = numbers(axis, axis.name, edges.left, edges.right)
  // An empty row parts the control from the datasets.
  const texts = rows.flatMap(({ name, isControl }) => (isControl ? ['', name] : isTight ? [''] : [name]))
  const y = names(texts, '', edges.top, edges.bottom)
  const radius = isTight ? 2.5 : 5
  const first = y.of(0) - radius - 6
  return plot(
    figure,
    edges,
    { x, y: { ...y, ticks: y.ticks.filter(({ text }) => text !== '') } },
    uprights(edges, x),
    html`${rows.map(({ clustered, permuted, isControl }, i) => {
      const at = y.of(isControl ? i + 1 : i)
      const [style, size] = isControl ? ['open ', 5] : ['', radius]
      return html`${line(
        [
          [x.of(clustered), at],
          [x.of(permuted), at]
        ],
        'between'
      )}${dot(x.of(permuted), at, size, `${style}other`)}${dot(x.of(clustered), at, size, `${style}accent`)}`
    })}${(['clustered', 'permuted'] as const).map(
      (which) =>
        html`<text class="label" x="${round(x.of(rows[0][which]))}" y="${round(first)}" text-anchor="middle"
          >${which === 'clustered' ? 'clusters' : 'permuted'}</text
        >`
    )}`
  )
}

/** Each cluster of each dataset: how far its images are from their centre, and as many with permuted labels from theirs. */
export function clusterChart({ perCluster }: EvaluationSummary): Html {
  const { title, dots, axis, words } = clusterDistanceMarks(perCluster)
  const figure = { id: 'cluster-distances', width: 440, height: 350, title, description: words }
  const edges = edgesOf(figure, { left: 64, right: 20, top: 14 })
  const x = numbers(axis, 'distance, permuted', edges.left, edges.right)
  const y = numbers(axis, 'distance, clusters', edges.bottom, edges.top)
  const { from, to } = axis
  return plot(
    figure,
    edges,
    { x, y },
    null,
    html`${line(
      [
        [x.of(from), y.of(from)],
        [x.of(to), y.of(to)]
      ],
      'same'
    )}${dots.map(({ clustered, permuted, size }) => dot(x.of(permuted), y.of(clustered), 2 + 6 * Math.sqrt(size), 'accent some'))}`
  )
}

/** Width and height of the drawing of two distances. */
const SPAN = { width: 150, height: 12 }

/** Draws two distances on a line from 0 to the largest of all; their numbers stand beside it. */
export function spanDrawer(pairs: readonly Pair[]): (pair: Pair) => Html {
  const { width, height } = SPAN
  const middle = height / 2
  const of = place(fromZero(pairs), middle, width - middle)
  return ({ clustered, permuted }) => {
    const [x, other] = [round(of(clustered)), round(of(permuted))]
    return html`<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">
      <path d="M${middle} ${middle}H${width - middle}" class="scale" />
      <path d="M${x} ${middle}H${other}" class="between" />
      <circle cx="${other}" cy="${middle}" r="4" class="other" />
      <circle cx="${x}" cy="${middle}" r="4" class="accent" />
    </svg>`
  }
}
