import { methodLabel } from '../../features/comparison-words.ts'
import { disclosure, facts, section, table, told } from '../components.ts'
import type { ReportData } from '../data.ts'
import { html, type Html } from '../html.ts'
import { count, utcMoment } from '../numbers.ts'
import { optionTexts } from '../reproduction.ts'

/** Versions, seeds and parameters: enough to make all of it again. */
export function reproductionSection({ again, program, archive, run, training, evaluation }: ReportData): Html {
  return section(
    'again',
    'To make it again',
    html`<pre class="command"><code>${again.commands.join('\n')}</code></pre>`,
    again.notes.map((note) => html`<p class="note">${note}</p>`),
    facts(
      [
        ['Medoid', program.version],
        ['Node', program.node],
        ['platform', program.platform],
        ['run', run.clustering],
        ['method', methodLabel(run.parameters.method)],
        ['model', training === null ? 'none' : training.model],
        ['evaluation', evaluation === null ? 'none' : evaluation.evaluation],
        ['instances', count(archive.instances)],
        ['images', count(archive.images)]
      ],
      'wide'
    ),
    html`<div class="columns two">
      ${table(
        [
          { title: 'Made', cell: ({ what }) => what, heads: true },
          { title: 'Version', cell: ({ version }) => version },
          { title: 'When', cell: ({ created }) => utcMoment(created) }
        ],
        again.versions,
        'Versions of the program',
        { style: 'tight' }
      )}
      ${table(
        [
          { title: 'Drawn at random', cell: ({ what }) => what, heads: true },
          { title: 'Seed', cell: ({ seed }) => seed, align: 'number' }
        ],
        again.seeds,
        'Seeds',
        { style: 'tight' }
      )}
    </div>`,
    disclosure(
      'All parameters',
      html`<div class="columns three">
        ${parameterTable(`Run ${run.run}`, { ...run.parameters })}
        ${training !== null && parameterTable(`Model ${training.model}`, { ...training.parameters })}
        ${evaluation !== null && parameterTable(`Evaluation ${evaluation.evaluation}`, { ...evaluation.parameters })}
      </div>`
    )
  )
}

function parameterTable(title: string, parameters: Record<string, unknown>): Html {
  return html`<div>
    <h3>${title}</h3>
    ${table(
      [
        { title: 'Parameter', cell: ([name]) => name, heads: true },
        { title: 'Value', cell: ([name, value]) => told(valueText(name, value)) }
      ],
      Object.entries(parameters),
      `Parameters of ${title.toLowerCase()}`,
      { style: 'tight' }
    )}
  </div>`
}

function valueText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : optionTexts(name, value).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
