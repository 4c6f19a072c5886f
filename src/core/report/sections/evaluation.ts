import { nameOf } from './clusters.ts'
import { clusterChart, pairedChart, spanDrawer } from '../charts/distance-charts.ts'
import { commandLine } from '../../../messages/command-line.ts'
import { sayMessage } from '../../../messages/message.ts'
import { PLAIN_TERMS } from '../../../messages/terms.ts'
import { absent, disclosure, facts, figure, meter, section, shorten, table, told } from '../components.ts'
import type { EvaluationSummary, ReportData } from '../data.ts'
import type { ClusterDistance } from '../../catalogue/stored/evaluation.ts'
import { agreementNotes, agreementRows, testRows } from '../evaluation-rows.ts'
import { distanceMarks } from '../../marks/distances.ts'
import { html, type Html } from '../html.ts'
import { count, counted, decimal, percent, pValue } from '../numbers.ts'
import {
  earlierWords,
  AGREEMENT_WORDS,
  byClusterWords,
  circularWords,
  controlWords,
  blankWords,
  disjointnessWords,
  methodWords,
  permutationWords,
  stabilityWords,
  tTestWords,
  unassignedWords,
  verdict
} from '../words.ts'
import { skippedImages } from './training.ts'

/** Are the clusters visually similar? (Section 3 of the paper.) */
export function evaluationSection(data: ReportData): Html {
  const { evaluation, run, training } = data
  if (evaluation === null) {
    const model = training === null ? 'M' : String(training.model)
    return section(
      'evaluation',
      'Do images of one cluster look alike?',
      absent(
        training === null
          ? 'These clusters were not evaluated. With an autoencoder M one does it by'
          : 'These clusters were not evaluated. One does it by',
        commandLine('evaluate', [
          ['run', run.clustering],
          ['model', model]
        ])
      )
    )
  }
  const { datasets, parameters, perCluster, tTest, permutationTest, control } = evaluation
  const { sentence, isSound } = controlWords(evaluation)
  const { legend } = distanceMarks(evaluation)
  const caution = circularWords(run.run, run.parameters.fuse, evaluation)
  return section(
    'evaluation',
    'Do images of one cluster look alike?',
    html`<p class="verdict">${verdict(evaluation, run.parameters.fuse)}</p>`,
    caution !== null && html`<p class="warning">${caution}</p>`,
    html`<p>${methodWords(evaluation, run.parameters.fuse)}</p>`,
    html`<div class="columns evaluation">
      <div>
        ${figure(
          pairedChart(evaluation),
          html`<span class="dot accent"></span> ${legend.clustered}, <span class="dot other"></span> ${legend.permuted}.
            ${legend.rest}`
        )}
        ${testTable(evaluation)}
      </div>
      <div class="tests">
        <h3>t-test</h3>
        <p>${tTestWords(tTest)}</p>
        <h3>Permutation test</h3>
        <p>${permutationWords(permutationTest)}</p>
        <h3>Control</h3>
        <p class="${!isSound && 'warning'}">${sentence}</p>
      </div>
    </div>`,
    disclosure(
      'Distances by dataset',
      table(
        [
          { title: 'Dataset', cell: ({ name }) => name, align: 'number', heads: true },
          { title: 'Images', cell: ({ images }) => count(images), align: 'number' },
          { title: 'K', cell: ({ k }) => k, align: 'number' },
          { title: 'Silhouette', cell: ({ silhouette }) => decimal(silhouette), align: 'number' },
          { title: 'Clusters', cell: ({ clustered }) => decimal(clustered, 4), align: 'number' },
          { title: 'Permuted', cell: ({ permuted }) => decimal(permuted, 4), align: 'number' },
          { title: 'Difference', cell: ({ clustered, permuted }) => decimal(permuted - clustered, 4), align: 'number' }
        ],
        datasets.map((dataset, i) => ({ name: i + 1, ...dataset })),
        'Mean cosine distances by dataset',
        { style: 'tight' }
      )
    ),
    byClusterPart(data),
    perCluster.length > 0 &&
      html`<h3>The clusters of the datasets</h3>
        <div class="columns evaluation">
          ${figure(
            clusterChart(evaluation),
            'Each dot is a cluster of a dataset, larger with more images. Below the line: its images are closer to their centre than as many images with permuted labels.'
          )}
          ${clusterTable(perCluster, datasets.length)}
        </div>`,
    agreementPart(evaluation),
    html`<h3>What was kept apart</h3>
      <p>${disjointnessWords(evaluation).join(' ')}</p>`,
    training !== null &&
      training.model === evaluation.model &&
      training.epochs.length !== evaluation.modelState.epochs &&
      html`<p class="note">
        The model had learnt for ${counted(evaluation.modelState.epochs, 'epochs')} when it was evaluated, and has
        learnt on since: the section above shows it as it is now.
      </p>`,
    facts(
      [
        ['training', counted(evaluation.sets.training, 'images')],
        ['sample', counted(evaluation.sets.sample, 'images')],
        ['evaluated', counted(evaluation.sets.evaluated, 'images')],
        ['shared series', countOrUnknown(evaluation.shared.series)],
        ['shared patients', countOrUnknown(evaluation.shared.patients)],
        parameters.by === 'image' ? null : ['kept together', `by ${parameters.by}`]
      ],
      'wide'
    ),
    html`<h3>Stability</h3>
      <p>${stabilityWords(evaluation.stability.ari)}</p>`,
    blankWords(evaluation.blank).map((sentence) => html`<p class="note">${sentence}</p>`),
    evaluation.skipped.length > 0 && skippedImages(evaluation.skipped),
    control.tTest.reason !== undefined &&
      html`<p class="note">Control: ${sayMessage(control.tTest.reason, PLAIN_TERMS)}</p>`
  )
}

/** Each cluster that the report is about: how alike its images look. */
function byClusterPart({ evaluation, evaluatedClusters: figures, run, clusters }: ReportData): Html | false {
  if (evaluation === null) return false
  if (evaluation.edit !== run.edit) {
    return html`<h3>Cluster by cluster</h3>
      ${absent(
        `${earlierWords(run.clustering)} To evaluate them as they are:`,
        commandLine('evaluate', [
          ['run', run.clustering],
          ['model', evaluation.model]
        ])
      )}`
  }
  if (figures === null) {
    return html`<h3>Cluster by cluster</h3>
      ${absent(`${unassignedWords(run.clustering)} One does it by`, commandLine('assign', [['run', run.clustering]]))}`
  }
  const span = spanDrawer(figures)
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]))
  const rows = figures.map((row) => ({ ...row, ...byId.get(row.cluster)! }))
  return html`<h3>Cluster by cluster</h3>
    <p>${byClusterWords(figures, run.clustering, clusters.length, evaluation.edit > 0)}</p>
    ${table(
      [
        {
          title: 'Cluster',
          cell: ({ id, picture }) => (picture === null ? id : html`<a href="#cluster-${id}">${id}</a>`),
          align: 'number',
          heads: true
        },
        {
          title: 'Name',
          cell: (cluster) => told(shorten(nameOf(cluster), 60)),
          style: 'name'
        },
        {
          title: html`<span class="key"><span class="dot accent"></span> in the cluster</span>
            <span class="key"><span class="dot other"></span> permuted</span>`,
          cell: span,
          style: 'span'
        },
        { title: 'In the cluster', cell: ({ clustered }) => decimal(clustered), align: 'number' },
        { title: 'Permuted', cell: ({ permuted }) => decimal(permuted), align: 'number' },
        { title: 'Difference', cell: ({ clustered, permuted }) => decimal(permuted - clustered), align: 'number' },
        { title: 'Images', cell: ({ assigned }) => count(assigned ?? 0), align: 'number' },
        { title: 'Silhouette', cell: ({ silhouette }) => decimal(silhouette, 2), align: 'number' }
      ],
      rows,
      'Mean cosine distance of the images to the centre of their cluster, and of as many images with permuted labels to theirs, by falling difference; images and mean silhouette of the cluster',
      { style: 'tight', showCaption: true }
    )}`
}

function countOrUnknown(number: number | null): string {
  return number === null ? 'not known' : count(number)
}

function testTable(evaluation: EvaluationSummary): Html {
  return table(
    [
      { title: 'Test', cell: ({ name }) => name, heads: true },
      { title: 'Clusters', cell: ({ clusters }) => clusters, align: 'number' },
      { title: 'Random labels', cell: ({ control }) => control, align: 'number' }
    ],
    testRows(evaluation),
    'The tests and their control. Distances: mean ± standard deviation over the datasets.',
    { style: 'tight', showCaption: true }
  )
}

function clusterTable(perCluster: readonly ClusterDistance[], datasets: number): Html {
  const rows = Array.from({ length: datasets }, (_, dataset) => {
    const clusters = perCluster.filter((each) => each.dataset === dataset)
    const sorted = clusters.map(({ clustered }) => clustered).sort((a, b) => a - b)
    const images = clusters.reduce((sum, each) => sum + each.images, 0)
    const closer = clusters.filter(({ clustered, permuted }) => clustered < permuted)
    return {
      dataset,
      clusters: clusters.length,
      least: sorted.at(0),
      middle: sorted.length === 0 ? undefined : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
      most: sorted.at(-1),
      closer: closer.length,
      share: closer.reduce((sum, each) => sum + each.images, 0) / Math.max(1, images)
    }
  })
  return html`<div>
    ${table(
      [
        { title: 'Dataset', cell: ({ dataset }) => dataset + 1, align: 'number', heads: true },
        { title: 'Least', cell: ({ least }) => decimal(least), align: 'number' },
        { title: 'Median', cell: ({ middle }) => decimal(middle), align: 'number' },
        { title: 'Most', cell: ({ most }) => decimal(most), align: 'number' },
        { title: 'Closer', cell: ({ closer, clusters }) => `${closer} of ${clusters}`, align: 'number' },
        { title: 'Images in them', cell: ({ share }) => percent(share, 0), align: 'number' }
      ],
      rows,
      'Distances of the clusters to their centres, and how many are closer than as many images with permuted labels',
      { style: 'tight', showCaption: true }
    )}
  </div>`
}

function agreementPart(evaluation: EvaluationSummary): Html {
  const rows = agreementRows(evaluation)
  return html`<h3>Agreement with modality and body part</h3>
    ${
      rows.length > 0 &&
      html`<p>${AGREEMENT_WORDS}</p>
        ${table(
          [
            {
              title: 'Target',
              cell: ({ name, isWithout }) => html`<span class="${isWithout && 'sub'}">${name}</span>`,
              heads: true
            },
            {
              title: 'Homogeneity',
              cell: ({ homogeneity }) => meter(homogeneity, decimal(homogeneity, 2)),
              style: 'share'
            },
            {
              title: 'Completeness',
              cell: ({ completeness }) => meter(completeness, decimal(completeness, 2)),
              style: 'share'
            },
            { title: 'NMI', cell: ({ nmi }) => meter(nmi, decimal(nmi, 2)), style: 'share' },
            { title: 'Ceiling', cell: ({ nmiCeiling }) => decimal(nmiCeiling, 2), align: 'number' },
            { title: 'Images', cell: ({ images }) => count(images), align: 'number' },
            { title: 'Values', cell: ({ classes }) => count(classes), align: 'number' }
          ],
          rows,
          'Agreement of the clusters with modality and body part, means over the datasets',
          { style: 'tight' }
        )}`
    }
    <p class="note">${told(agreementNotes(evaluation).join(' '))}</p>`
}

/** The result in a few words, for the head of the page. */
export function headline({ evaluation }: ReportData): string | null {
  if (evaluation === null) return null
  const { tTest, clustered, permuted } = evaluation
  return `${decimal(clustered.mean)} against ${decimal(permuted.mean)}${tTest.p === null ? '' : `, ${pValue(tTest.p)}`}`
}
