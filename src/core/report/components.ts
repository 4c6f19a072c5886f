import { type Content, html, type Html } from './html.ts'

/** The parts that all sections are made of. */

export interface Column<Row> {
  title: Content
  cell: (row: Row) => Content
  /** Numbers stand right, one below the other. */
  align?: 'number'
  /** Class of its cells. */
  style?: string
  /** It names the row. */
  heads?: boolean
}

/** @param caption what the table holds, for those who cannot see where it stands; shown where it says more than the heading */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  caption: string,
  options: { showCaption?: boolean; style?: string; marked?: (row: Row) => boolean } = {}
): Html {
  const { showCaption = false, style = '', marked = () => false } = options
  const kind = ({ align, style: own = '' }: Column<Row>): string =>
    `${align === 'number' ? 'number ' : ''}${own}`.trim()
  return html`<table class="${style}">
    <caption class="${!showCaption && 'unseen'}">
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col" class="${kind(column)}">${column.title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr class="${marked(row) && 'marked'}">
            ${columns.map((column) =>
              column.heads
                ? html`<th scope="row" class="${kind(column)}">${column.cell(row)}</th>`
                : html`<td class="${kind(column)}">${column.cell(row)}</td>`
            )}
          </tr>`
      )}
    </tbody>
  </table>`
}

export function section(id: string, title: string, ...content: Content[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}</h2>
    ${content}
  </section>`
}

/** A part that opens on a click. */
export function disclosure(summary: Content, content: Content): Html {
  return html`<details>
    <summary>${summary}</summary>
    <div class="disclosed">${content}</div>
  </details>`
}

/** A chart with what it shows below it. */
export function figure(chart: Html, caption: Content, style = ''): Html {
  return html`<figure class="${style}">
    ${chart}
    <figcaption>${caption}</figcaption>
  </figure>`
}

/** A part that is not there yet, and the command that makes it. @param sentence ends where the command begins */
export function absent(sentence: string, command: string): Html {
  return html`<p class="absent">${sentence}</p>
    <pre class="command"><code>${command}</code></pre>`
}

/** A bar beside its number. @param share 0 to 1 */
export function meter(share: number, text: string): Html {
  return html`<span class="meter"
    ><span class="bar" aria-hidden="true"
      ><span style="width:${(Math.max(0, Math.min(1, share)) * 100).toFixed(2)}%"></span></span
    ><span class="value">${text}</span></span
  >`
}

/** Pairs of a name and what it is. */
export function facts(pairs: readonly (readonly [name: Content, value: Content] | null)[], style = ''): Html {
  return html`<dl class="facts ${style}">
    ${pairs.map(
      (pair) =>
        pair !== null &&
        html`<div>
          <dt>${pair[0]}</dt>
          <dd>${pair[1]}</dd>
        </div>`
    )}
  </dl>`
}

/** Text that a file says: its direction does not reach what stands beside it. */
export function told(text: string): Html {
  return html`<span class="told">${text}</span>`
}

/** The name of a tag, which may be broken where a word of it ends. */
export function tagName(name: string): Html {
  const words = shorten(name, 90).split(/(?<=[a-z\].])(?=[A-Z([])/)
  return html`<span class="told">${words.map((word, i) => [i > 0 && html`<wbr />`, word])}</span>`
}

/** The first of many, and how many more there are. */
export function shorten(text: string, length: number): string {
  const signs = [...text]
  return signs.length <= length ? text : `${signs.slice(0, length - 1).join('')}…`
}
