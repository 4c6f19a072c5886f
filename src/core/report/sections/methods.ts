import { methodLabel } from '../../features/comparison-words.ts'
import { section, table } from '../components.ts'
import type { ReportData } from '../data.ts'
import { html, type Html } from '../html.ts'
import { methodIntroduction, methodNotes, methodRows, noMethodsWords } from '../method-words.ts'

/** The method of the run beside the others. */
export function methodSection({ methods, withoutMethods }: ReportData): Html {
  const title = 'Paper and balanced'
  if (methods === null) {
    return section('methods', title, html`<p>${noMethodsWords(withoutMethods ?? 'no-longer-possible')}</p>`)
  }
  return section(
    'methods',
    title,
    html`<p>${methodIntroduction(methods)}</p>`,
    table(
      [
        { title: 'Figure', cell: ({ name }) => name, heads: true },
        ...methods.methods.map(({ method }, at) => ({
          title: html`${methodLabel(method)}${method === methods.method && html` <em>(this run)</em>`}`,
          cell: ({ cells }: { cells: string[] }) => cells[at],
          align: 'number' as const
        }))
      ],
      methodRows(methods),
      'What each method comes to on the sample of this run',
      { style: 'tight narrow' }
    ),
    methodNotes(methods).map((sentence) => html`<p>${sentence}</p>`)
  )
}
