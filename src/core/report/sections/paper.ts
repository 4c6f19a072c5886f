import { section, table } from '../components.ts'
import type { ReportData } from '../data.ts'
import { type Content, html, type Html } from '../html.ts'
import { count, decimal, pValue, spread } from '../numbers.ts'

interface Row {
  what: string
  paper: Content
  here: Content
}

/** The paper's own figures beside those of this archive. */
export function paperSection(data: ReportData): Html {
  const { paper, features, run, training, evaluation } = data
  const best = paper.silhouettes.reduce((most, each) => (each.silhouette > most.silhouette ? each : most))
  const none = '–'
  const silhouettes = [...new Set([...paper.silhouettes, ...run.sweep].map(({ k }) => k))]
    .sort((a, b) => a - b)
    .map((k): Row => {
      const theirs = paper.silhouettes.find((row) => row.k === k)
      const ours = run.sweep.find((row) => row.k === k)
      return {
        what: `Mean silhouette, K = ${k}`,
        paper: theirs === undefined ? none : decimal(theirs.silhouette, 2),
        here: ours === undefined ? none : decimal(ours.silhouette)
      }
    })
  const rows: Row[] = [
    { what: 'Tags chosen', paper: paper.tags, here: features.chosen.length },
    { what: 'Columns', paper: paper.columns, here: run.columns },
    ...silhouettes,
    { what: 'K with the best silhouette', paper: best.k, here: run.bestK ?? none },
    { what: 'Images learnt from', paper: count(paper.training.images), here: training && count(training.images) },
    { what: 'Epochs', paper: paper.training.epochs, here: training?.epochs.length },
    {
      what: 'Values of an embedding',
      paper: count(paper.training.embedding),
      here: training && count(training.embedding)
    },
    {
      what: 'Datasets × images',
      paper: `${paper.datasets} × ${count(paper.size)}`,
      here: evaluation && `${evaluation.datasets.length} × ${count(evaluation.parameters.size)}`
    },
    { what: 'K evaluated', paper: best.k, here: evaluation && run.k },
    { what: 'Distance, clusters', paper: spread2(paper.clustered), here: evaluation && spread(evaluation.clustered) },
    { what: 'Distance, shuffled', paper: spread2(paper.permuted), here: evaluation && spread(evaluation.permuted) },
    {
      what: 'Difference',
      paper: decimal(paper.permuted.mean - paper.clustered.mean, 2),
      here: evaluation && decimal(evaluation.tTest.meanDifference)
    },
    {
      what: 'Paired t-test',
      paper: `t(${paper.df}) = ${paper.t}`,
      here:
        evaluation &&
        (evaluation.tTest.t === null || evaluation.tTest.p === null
          ? none
          : `t(${evaluation.tTest.df}) = ${decimal(evaluation.tTest.t, 2)}, ${pValue(evaluation.tTest.p)}`)
    }
  ]
  return section(
    'paper',
    'Beside the paper',
    html`<p>
      Manojlović, Ilić, Miletić and Štajduhar,
      <cite>Using DICOM Tags for Clustering Medical Radiology Images into Visually Similar Groups</cite>, ICPRAM 2020,
      doi 10.5220/0008973405100517. Theirs was another archive: alike in size is all that the two columns can be.
    </p>`,
    table(
      [
        { title: 'Figure', cell: ({ what }) => what, heads: true },
        { title: 'Paper', cell: (row) => row.paper, align: 'number' },
        { title: 'Here', cell: ({ here }) => here ?? none, align: 'number' }
      ],
      rows,
      'Figures of the paper beside those of this archive',
      { style: 'tight narrow' }
    )
  )
}

/** With the two and three digits that the paper gives. */
function spread2({ mean, sd }: { mean: number; sd: number }): string {
  return `${decimal(mean, 2)} ± ${decimal(sd)}`
}
