import { type Content, html, type Html } from '../html.ts'

/** What a drawing is, for people and for those who cannot see it. */
export interface Figure {
  /** Unique in the page. */
  id: string
  width: number
  height: number
  title: string
  /** What it shows, in words. */
  description: string
}

/** On a screen drawings may be larger than they were drawn, so that they are still readable on half a sheet of paper. */
const LARGEST = 1.16

/** A drawing within the page, as wide as there is room. */
export function svg({ id, width, height, title, description }: Figure, drawing: Content): Html {
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${height}"
    style="max-width:${Math.round(width * LARGEST)}px"
    role="img"
    aria-labelledby="${id}-title ${id}-text"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">${description}</desc>
    ${drawing}
  </svg>`
}
