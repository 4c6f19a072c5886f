import { tick } from '../../../messages/format.ts'
import { type Axis, place } from '../../marks/axis.ts'
import { type Content, html, type Html } from '../html.ts'
import { type Figure, svg } from './svg.ts'

/** An axis of a plot, in units of the drawing. */
export interface PlotAxis {
  title: string
  ticks: { at: number; text: string }[]
  /** Names stand for themselves; numbers have ticks. */
  isOfNames: boolean
}

/** Where the plot lies in its drawing: the lines at which it ends. */
export interface Edges {
  left: number
  right: number
  top: number
  bottom: number
}

/** Of a tick, and of the space between it and its text. */
const TICK = 5
const SPACE = 4
/** From the horizontal axis down to its title. */
const TITLE = 36

/** The edges of a plot in a drawing with these margins. */
export function edgesOf(
  { width, height }: Pick<Figure, 'width' | 'height'>,
  margin: { left: number; right: number; top: number }
): Edges {
  return { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - 48 }
}

/** The ticks of an axis of numbers, and where values stand. */
export function numbers(axis: Axis, title: string, start: number, end: number): PlotAxis & { of: Place } {
  const of = place(axis, start, end)
  return { title, of, ticks: axis.ticks.map((value) => ({ at: of(value), text: tick(value) })), isOfNames: false }
}

/** Names in the middles of equal parts of an axis; `of` takes the number of a name. */
export function names(texts: readonly string[], title: string, start: number, end: number): PlotAxis & { of: Place } {
  const of = (i: number): number => start + ((i + 0.5) / texts.length) * (end - start)
  return { title, of, ticks: texts.map((text, i) => ({ at: of(i), text })), isOfNames: true }
}

type Place = (value: number) => number

/**
 * A plot as inline SVG, in the colours of the page, with its axes.
 * @param behind what lies below the axes: areas, lines of a grid
 */
export function plot(
  figure: Figure,
  edges: Edges,
  axes: { x: PlotAxis; y: PlotAxis },
  behind: Content,
  marks: Content
): Html {
  const { left, right, top, bottom } = edges
  const { x, y } = axes
  const middle = (top + bottom) / 2
  return svg(
    figure,
    html`${behind}${!y.isOfNames && html`<path class="rule" d="M${left} ${top}V${bottom}" />`}<path
        class="rule"
        d="M${left} ${bottom}H${right}"
      />${!x.isOfNames && x.ticks.map(({ at }) => html`<path class="rule" d="M${round(at)} ${bottom}v${TICK}" />`)}${
        !y.isOfNames && y.ticks.map(({ at }) => html`<path class="rule" d="M${left} ${round(at)}h${-TICK}" />`)
      }<g class="axis plain"
        >${x.ticks.map(({ at, text }) => html`<text x="${round(at)}" y="${bottom + TICK + SPACE + 9}" text-anchor="middle">${text}</text>`)}${y.ticks.map(
          ({ at, text }) =>
            html`<text x="${left - TICK - SPACE}" y="${round(at)}" dy="0.35em" text-anchor="end">${text}</text>`
        )}<text x="${round((left + right) / 2)}" y="${bottom + TITLE + 4}" text-anchor="middle">${x.title}</text>${
          y.title !== '' &&
          html`<text transform="translate(13 ${round(middle)}) rotate(-90)" text-anchor="middle">${y.title}</text>`
        }</g
      >${marks}`
  )
}

/** Lines across the plot at the ticks of its vertical axis. */
export function gridLines({ left, right }: Edges, { ticks }: PlotAxis): Html {
  return html`<g class="grid">${ticks.map(({ at }) => html`<path d="M${left} ${round(at)}H${right}" />`)}</g>`
}

/** Lines up the plot at the ticks of its horizontal axis. */
export function uprights({ top, bottom }: Edges, { ticks }: PlotAxis): Html {
  return html`<g class="grid">${ticks.map(({ at }) => html`<path d="M${round(at)} ${top}V${bottom}" />`)}</g>`
}

/** A line through points, broken where there is none. @param style class of its stroke */
export function line(points: readonly (readonly [x: number, y: number] | null)[], style: string): Html | false {
  const steps: string[] = []
  points.forEach((point, i) => {
    if (point !== null)
      steps.push(`${i === 0 || points[i - 1] === null ? 'M' : 'L'}${round(point[0])} ${round(point[1])}`)
  })
  return steps.length > 0 && html`<path class="line ${style}" d="${steps.join('')}" />`
}

/** @param style class of its fill */
export function dot(x: number, y: number, radius: number, style: string): Html {
  return html`<circle class="${style}" cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" />`
}

/** A tenth of a unit is less than a screen shows. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}
