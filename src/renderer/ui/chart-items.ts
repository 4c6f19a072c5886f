import { csvRow } from '../../api/for-windows.ts'
import type { MenuItem } from '../menu.ts'
import { barsPicture } from './bars-picture.ts'

/** What a chart shows: a name for each column, and rows below it. */
export interface ChartNumbers {
  heads: readonly string[]
  rows: readonly (readonly (string | number | null)[])[]
}

/** What the menu offers of a chart: its numbers as CSV, and its picture as PNG, also of bars that are no picture in the window. */
export function chartItems(numbers: () => ChartNumbers): (target: Element, chart: Element) => MenuItem[] {
  return (_, chart) => [
    {
      label: 'Copy numbers as CSV',
      copies: () => {
        const { heads, rows } = numbers()
        return [heads, ...rows].map(csvRow).join('')
      }
    },
    { label: 'Copy chart as picture', copies: () => png(pictureOf(chart) ?? barsPicture(numbers(), chart)) }
  ]
}

/** Of what is drawn on canvases, on the ground that it is seen on; null: nothing is. */
function pictureOf(chart: Element): HTMLCanvasElement | null {
  const layers = chart instanceof HTMLCanvasElement ? [chart] : [...chart.querySelectorAll('canvas')]
  if (layers.length === 0) return null
  const picture = document.createElement('canvas')
  picture.width = layers[0].width
  picture.height = layers[0].height
  const pen = picture.getContext('2d')!
  pen.fillStyle = getComputedStyle(chart).getPropertyValue('--surface')
  pen.fillRect(0, 0, picture.width, picture.height)
  for (const layer of layers) pen.drawImage(layer, 0, 0)
  return picture
}

function png(picture: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    picture.toBlob((blob) => {
      if (blob === null) reject(new Error('The chart is too large for a picture.'))
      else resolve(blob)
    }, 'image/png')
  )
}
