import { COMPARED_FIGURES, comparisonWords, selectionLabel } from '../comparison-words.ts'
import { table } from '../components.ts'
import type { ReportData } from '../data.ts'
import { html, type Html } from '../html.ts'
import { counted } from '../numbers.ts'

/** What other ways to choose tags come to; nothing where nobody has compared them. */
export function comparisonPart({ comparison }: ReportData): Html | false {
  if (comparison === null) return false
  const { n, k, tags, method, selections } = comparison
  return html`<h3>Other ways to choose tags</h3>
    <p>
      ${counted(n, 'images')} were clustered for K = ${k} by ${counted(tags, 'tags')} at most, chosen in
      ${counted(selections.length, 'ways')}, with the method “${method}”.
    </p>
    ${table(
      [
        { title: 'Choose tags by', cell: ({ select }) => selectionLabel(select), heads: true, style: 'name' },
        ...COMPARED_FIGURES.map(({ title, text }) => ({
          title: title[0].toUpperCase() + title.slice(1),
          cell: text,
          align: 'number' as const
        }))
      ],
      selections,
      'Ways to choose tags'
    )}
    ${comparisonWords(comparison).map((sentence) => html`<p>${sentence}</p>`)}`
}
