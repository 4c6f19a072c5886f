import { section, table } from '../components.ts'
import type { ReportData } from '../data.ts'
import { paperRows } from '../evaluation-rows.ts'
import { html, type Html } from '../html.ts'
import { PAPER } from '../paper.ts'
import { PAPER_WORDS } from '../words.ts'

/** The paper's own figures beside those of this archive. */
export function paperSection({ features, run, training, evaluation }: ReportData): Html {
  const ks = new Set([...PAPER.silhouettes, ...run.sweep].map(({ k }) => k))
  const rows = paperRows(
    {
      tags: features.chosen.length,
      run,
      training: training && { ...training, epochs: training.epochs.length },
      evaluation
    },
    [...ks].sort((a, b) => a - b)
  )
  return section(
    'paper',
    'Compared with the paper',
    html`<p>
      Manojlović, Ilić, Miletić and Štajduhar,
      <cite>Using DICOM Tags for Clustering Medical Radiology Images into Visually Similar Groups</cite>, ICPRAM 2020,
      doi 10.5220/0008973405100517. ${PAPER_WORDS}
    </p>`,
    table(
      [
        { title: 'Figure', cell: ({ name }) => name, heads: true },
        { title: 'Paper', cell: ({ paper }) => paper, align: 'number' },
        { title: 'Here', cell: ({ here }) => here, align: 'number' }
      ],
      rows,
      'Figures of the paper beside those of this archive',
      { style: 'tight narrow' }
    )
  )
}
