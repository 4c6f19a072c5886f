import type { Epoch } from '../../catalogue/stored/model.ts'
import { lossMarks } from '../../marks/training-loss.ts'
import { html, type Html } from '../html.ts'
import { dot, edgesOf, gridLines, line, numbers, plot, round } from './plot.ts'

const STYLES = { training: 'other', validation: 'accent' }

/** Loss of training and validation by epoch. @param epochs at least one */
export function trainingLossChart(epochs: readonly Epoch[]): Html {
  const marks = lossMarks(epochs)
  const figure = { id: 'training-loss', width: 520, height: 260, title: marks.title, description: marks.words }
  const edges = edgesOf(figure, { left: 70, right: 84, top: 14 })
  const x = numbers(marks.x, marks.x.name, edges.left, edges.right)
  const y = numbers(marks.y, marks.y.name, edges.bottom, edges.top)
  return plot(
    figure,
    edges,
    { x, y },
    gridLines(edges, y),
    marks.lines.map(({ name, points, isAbove }) => {
      const places = points.map(({ epoch, loss }) => [x.of(epoch), y.of(loss)] as const)
      const [endX, endY] = places[places.length - 1]
      return html`${line(places, STYLES[name])}${marks.hasDots && places.map((at) => dot(...at, 2.5, STYLES[name]))}<text
          class="label"
          x="${round(endX) + 8}"
          y="${round(endY) + (isAbove ? -6 : 6)}"
          dy="0.35em"
          >${name}</text
        >`
    })
  )
}
