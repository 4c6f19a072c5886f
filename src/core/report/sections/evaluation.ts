import { clusterChart, pairedChart, spanDrawer } from '../charts/distance-charts.ts'
import { absent, disclosure, facts, figure, meter, section, shorten, table, told } from '../components.ts'
import type { EvaluationSummary, ReportData } from '../data.ts'
import type { Agreement, ClusterDistance, TargetAgreement } from '../../catalogue/stored/evaluation.ts'
import { html, type Html } from '../html.ts'
import { count, counted, decimal, percent, pValue, range, significant, spread } from '../numbers.ts'
import {
  byClusterWords,
  controlWords,
  blankWords,
  disjointnessWords,
  permutationWords,
  stabilityWords,
  tTestWords,
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
        `medoid evaluate --run ${run.clustering} --model ${model}`
      )
    )
  }
  const { datasets, parameters, model, perCluster, tTest, permutationTest, control } = evaluation
  const { sentence, isSound } = controlWords(evaluation)
  return section(
    'evaluation',
    'Do images of one cluster look alike?',
    html`<p class="verdict">${verdict(evaluation)}</p>`,
    html`<p>
      ${counted(datasets.length, 'datasets')} of ${range(...datasets.map(({ images }) => images))} images were clustered
      by their tags alone, and model ${model} turned every picture into numbers. The cosine distance between an image
      and the ${parameters.centre === 'mean' ? 'mean' : 'medoid'} of its cluster says how unlike the two look: 0 for the
      same picture, more for others. Then the labels were shuffled among the images, and the distances measured again.
      If tags said nothing about looks, that would change nothing.
    </p>`,
    html`<div class="columns evaluation">
      <div>
        ${figure(
          pairedChart(evaluation),
          html`<span class="dot accent"></span> in their clusters, <span class="dot other"></span> with shuffled labels,
            one row a dataset; below, in open circles, the control: labels drawn at random. Farther left is more alike.`
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
          { title: 'Shuffled', cell: ({ permuted }) => decimal(permuted, 4), align: 'number' },
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
            'Each dot is a cluster of a dataset, larger with more images. Below the line: its images are closer to each other than as many shuffled ones.'
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
    control.tTest.reason !== undefined && html`<p class="note">Control: ${control.tTest.reason}</p>`
  )
}

/** Each cluster that the report is about: how alike its images look. */
function byClusterPart({ evaluation, evaluatedClusters: figures, run, clusters }: ReportData): Html | false {
  if (evaluation === null) return false
  if (figures === null) {
    return html`<h3>Cluster by cluster</h3>
      ${absent(
        'How alike the images of each cluster look is told where all images are assigned to the clusters. One does it by',
        `medoid assign --run ${run.clustering}`
      )}`
  }
  const span = spanDrawer(figures)
  const rows = figures.map((row) => ({ ...row, ...clusters[row.cluster] }))
  return html`<h3>Cluster by cluster</h3>
    <p>${byClusterWords(figures, run.clustering, run.k)}</p>
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
          cell: ({ label, suggestedLabel }) => told(shorten(label?.text ?? suggestedLabel, 60)),
          style: 'name'
        },
        {
          title: html`<span class="key"><span class="dot accent"></span> in the cluster</span>
            <span class="key"><span class="dot other"></span> shuffled</span>`,
          cell: span,
          style: 'span'
        },
        { title: 'In the cluster', cell: ({ clustered }) => decimal(clustered), align: 'number' },
        { title: 'Shuffled', cell: ({ permuted }) => decimal(permuted), align: 'number' },
        { title: 'Difference', cell: ({ clustered, permuted }) => decimal(permuted - clustered), align: 'number' },
        { title: 'Images', cell: ({ assigned }) => count(assigned ?? 0), align: 'number' },
        { title: 'Silhouette', cell: ({ silhouette }) => decimal(silhouette, 2), align: 'number' }
      ],
      rows,
      'Mean cosine distance of the images to the centre of their cluster, and of as many shuffled ones to theirs, by falling difference; images and mean silhouette of the cluster',
      { style: 'tight', showCaption: true }
    )}`
}

function countOrUnknown(number: number | null): string {
  return number === null ? 'not known' : count(number)
}

function testTable({ clustered, permuted, tTest, permutationTest, control }: EvaluationSummary): Html {
  const both = [{ labelled: clustered, permuted, tTest, permutationTest }, control]
  const row = (name: string, tell: (each: (typeof both)[number]) => string) => ({ name, cells: both.map(tell) })
  const rows = [
    row('Distance', ({ labelled }) => spread(labelled)),
    row('Distance, shuffled', (each) => spread(each.permuted)),
    row('Difference', (each) => decimal(each.tTest.meanDifference)),
    row('95 % interval', ({ tTest: { ci95 } }) => (ci95 === null ? '–' : `${decimal(ci95[0])} to ${decimal(ci95[1])}`)),
    row('Paired t-test', ({ tTest: { t, df } }) => (t === null ? '–' : `t(${df}) = ${decimal(t, 2)}`)),
    row('p, two-sided', ({ tTest: { p } }) => (p === null ? '–' : p < 0.001 ? significant(p) : p.toFixed(3))),
    row('Cohen’s d_z', (each) => decimal(each.tTest.cohenDz, 2)),
    row('p, permutations', (each) => decimal(each.permutationTest.p, 4))
  ]
  return table(
    [
      { title: 'Test', cell: ({ name }) => name, heads: true },
      { title: 'Clusters', cell: ({ cells }) => cells[0], align: 'number' },
      { title: 'Random labels', cell: ({ cells }) => cells[1], align: 'number' }
    ],
    rows,
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
      'Distances of the clusters to their centres, and how many are closer than as many shuffled images',
      { style: 'tight', showCaption: true }
    )}
  </div>`
}

interface AgreementRow extends Agreement {
  name: string
  without: boolean
}

function agreementPart({ agreement }: EvaluationSummary): Html {
  const targets: [string, TargetAgreement | null][] = [
    ['Modality', agreement.modality],
    ['Body part', agreement.bodyPart]
  ]
  const rows = targets.flatMap(([name, target]): AgreementRow[] => {
    if (target === null) return []
    const row = { ...target, name, without: false }
    const { withoutTargetTag } = target
    return withoutTargetTag === null ? [row] : [row, { ...withoutTargetTag, name: 'without that tag', without: true }]
  })
  const leftOut = targets.flatMap(([name, target]) =>
    target === null ? [] : [`for ${name.toLowerCase()} ${leftOutWords(target.withoutTargetTag?.leftOut)}`]
  )
  const missing = targets.filter(([, target]) => target === null).map(([name]) => name)
  return html`<h3>Agreement with modality and body part</h3>
    ${
      rows.length > 0 &&
      html`<p>
          How far clusters hold one modality or body part each (homogeneity), and how far each of these lies in one
          cluster (completeness); NMI is both at once, and its ceiling the most that clusters of these sizes can reach.
          Below each: clusters made again without that tag and what gives it away.
        </p>
        ${table(
          [
            {
              title: 'Target',
              cell: ({ name, without }) => html`<span class="${without && 'sub'}">${name}</span>`,
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
        )}
        <p class="note">Left out: ${told(leftOut.join('; '))}.</p>`
    }
    ${missing.length > 0 && html`<p class="note">${missing.join(' and ')}: no image has a value.</p>`}`
}

/** @param names of the features that were left out; undefined where none would be left */
function leftOutWords(names: readonly string[] | undefined): string {
  if (names === undefined) return 'every feature, so there is nothing to compare'
  return names.length === 0 ? 'nothing, as no such tag was a feature' : names.join(', ')
}

/** The result in a few words, for the head of the page. */
export function headline({ evaluation }: ReportData): string | null {
  if (evaluation === null) return null
  const { tTest, clustered, permuted } = evaluation
  return `${decimal(clustered.mean)} against ${decimal(permuted.mean)}${tTest.p === null ? '' : `, ${pValue(tTest.p)}`}`
}
