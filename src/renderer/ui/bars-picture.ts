import { count } from '../../messages/format.ts'
import type { ChartNumbers } from './chart-items.ts'
import { rem } from './rem.ts'

/** Pixels of a picture to one of the window, so that it can be printed. */
const SCALE = 2
/** In rem. */
const WIDTH = 40
const ROW = 1.5
const LABEL = 14
const NUMBER = 6
/** A browser draws no canvas of any length. */
const MOST_ROWS = 400
/** Characters of a label. */
const MOST_LABEL = 40

/** Bars with their labels and their numbers, in the colours of an element: what the first two columns say. */
export function barsPicture({ rows }: ChartNumbers, like: Element): HTMLCanvasElement {
  const em = rem()
  const shown = rows.slice(0, MOST_ROWS)
  const picture = document.createElement('canvas')
  picture.width = WIDTH * em * SCALE
  picture.height = (shown.length + 1) * ROW * em * SCALE
  const pen = picture.getContext('2d')!
  const style = getComputedStyle(like)
  const colour = (token: string): string => style.getPropertyValue(token)
  pen.scale(SCALE, SCALE)
  pen.fillStyle = colour('--surface')
  pen.fillRect(0, 0, picture.width, picture.height)
  pen.font = `${em * 0.95}px ${style.fontFamily}`
  pen.textBaseline = 'middle'
  const most = Math.max(1, ...shown.map(([, n]) => Number(n)))
  shown.forEach(([label, n], i) => {
    const middle = (i + 1) * ROW * em
    pen.fillStyle = colour('--text')
    pen.textAlign = 'left'
    const text = String(label)
    pen.fillText(text.length > MOST_LABEL ? `${text.slice(0, MOST_LABEL)}…` : text, em, middle, (LABEL - 2) * em)
    pen.textAlign = 'right'
    pen.fillText(count(Number(n)), (WIDTH - 1) * em, middle)
    pen.fillStyle = colour('--accent')
    const room = WIDTH - LABEL - NUMBER
    pen.fillRect(LABEL * em, middle - 0.35 * em, Math.max(1, (room * em * Number(n)) / most), 0.7 * em)
  })
  return picture
}
