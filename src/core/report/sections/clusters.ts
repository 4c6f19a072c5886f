import { clusterName } from '../../labels/label-parts.ts'
import type { RunParameters } from '../../catalogue/stored/run.ts'
import { commandLine } from '../../../messages/command-line.ts'
import { conditionWords } from '../../conditions.ts'
import { factWords } from '../../dicom/units.ts'
import { clusteringLossChart, silhouetteChart } from '../charts/sweep-chart.ts'
import { silhouettePlot } from '../charts/silhouette-plot.ts'
import { absent, disclosure, figure, meter, section, shorten, table, told } from '../components.ts'
import type { ClusterSummary, ReportPicture, ReportData } from '../data.ts'
import { type Content, html, type Html } from '../html.ts'
import { count, counted, decimal, percent } from '../numbers.ts'
import { structureWords } from '../../structure.ts'
import { editedWords, fusedWords } from '../words.ts'

/** Distinguishing values that a card has room for. */
const SHOWN_VALUES = 5

/** ` by patient, at most 4 of each series,` */
function drawnWords({ perSeries, by }: RunParameters): string {
  return `${by === 'image' ? '' : ` by ${by}`}${perSeries === null ? '' : `, at most ${count(perSeries)} of each series,`}`
}

/** How many clusters, and how good they are. */
export function clusteringSection(data: ReportData): Html {
  const { run } = data
  const { parameters, silhouette, structure, silhouettes } = run
  const { where = [] } = parameters
  return section(
    'clustering',
    'How many clusters',
    html`<p>
      ${counted(run.sample, 'images')}, drawn at random${drawnWords(parameters)} from
      ${count(run.images)}${
        where.length > 0 &&
        html` with ${where.map((condition, i) => [i > 0 && ' and ', html`<b>${conditionWords(condition)}</b>`])}`
      },
      compared by Gower’s distance over ${counted(run.columns, 'columns')} and clustered around medoids. This report is
      about
      <b>K = ${run.k}</b>${
        structure !== null &&
        html`: mean silhouette <b>${decimal(silhouette)}</b>, by Kaufman and Rousseeuw’s bands
          ${structureWords(structure)}`
      }.
    </p>`,
    run.fusion !== null && html`<p>${fusedWords(run.fusion)}</p>`,
    run.remarks.map((remark) => html`<p class="note">${remark}</p>`),
    run.sweep.some((row) => row.silhouette !== null) &&
      html`<div class="columns two">
        ${figure(silhouetteChart(run), 'Mean silhouette: how much nearer images are to their own cluster than to the next one.')}
        ${figure(clusteringLossChart(run), 'Loss: the sum of the distances to the medoids. It falls with every further cluster; where it falls less, there is little left to tell apart.')}
      </div>`,
    table(
      [
        { title: 'K', cell: ({ k }) => k, align: 'number', heads: true },
        { title: 'Mean silhouette', cell: (row) => decimal(row.silhouette), align: 'number' },
        { title: 'Structure', cell: (row) => row.structure ?? '–' },
        { title: 'Loss', cell: (row) => decimal(row.loss, 1), align: 'number' },
        { title: 'Swaps', cell: (row) => count(row.swaps), align: 'number' }
      ],
      run.sweep,
      'Silhouette and loss by number of clusters',
      { style: 'tight narrow', marked: ({ k }) => k === run.k }
    ),
    silhouettes.length > 0 &&
      html`<h3>Silhouettes of the sample</h3>
        ${figure(
          silhouettePlot(
            silhouettes,
            data.clusters.map(({ id }) => id),
            silhouette ?? 0
          ),
          'Every image of the sample, by cluster, sorted (the paper’s Figure 3). Wide and to the right: well within its cluster. Left of zero: nearer to another one. Beside it: mean, images, share below zero; the broken line is the mean of all.',
          'full'
        )}`
  )
}

/** One card a cluster. */
export function clusterSection({ clusters, run, pictures, sites }: ReportData): Html {
  const siteOf = new Map(sites?.sites.flatMap((site, place) => site.clusters.map((id) => [id, place + 1])))
  const largest = Math.max(...clusters.map((cluster) => cluster.assigned ?? cluster.size))
  const pictured = clusters.filter(({ picture }) => picture !== null)
  const withheld = pictured.filter(({ picture }) => picture?.png === undefined).length
  return section(
    'clusters',
    'The clusters',
    run.assigned === null
      ? absent(
          'Sizes are those of the sample: the other images have no cluster yet. What gives them theirs:',
          commandLine('assign', [['run', run.clustering]])
        )
      : html`<p>
          ${counted(run.assigned, 'images')} in ${counted(clusters.length, 'clusters')}, each shown by its medoid: the
          image that is nearest to all others of the cluster. Below it what tells the cluster from the others: the share
          of its images that have a value, and in brackets the share elsewhere.
        </p>`,
    run.edits !== null &&
      html`<p class="note">
        ${told(editedWords(run.edits))} Clustering ${run.clustering}@method has them as the method made them.
      </p>`,
    withheld > 0 &&
      pictures === 'safe' &&
      html`<p class="note">
        ${count(withheld)} of ${counted(pictured.length, 'pictures')} not shown, each with its reason in its place. So
        that nobody is named in them, pictures are shown only where Burned In Annotation says NO and the image is no
        ultrasound image, secondary capture or photograph. A report that is saved with all pictures shows all of them:
        look at each before you pass it on.
      </p>`,
    doubts(clusters),
    html`<ol class="cards" start="0">
      ${pictured.map((cluster) => card(cluster, largest))}
    </ol>`,
    pictured.length < clusters.length &&
      html`<p class="note">
        These are the largest; the table has ${counted(clusters.length - pictured.length, 'smaller clusters')} more.
      </p>`,
    disclosure(
      'The clusters as a table',
      table(
        [
          { title: 'Cluster', cell: ({ id }) => id, align: 'number', heads: true },
          { title: 'Name', cell: (cluster) => told(nameOf(cluster)) },
          { title: 'Code', cell: ({ label }) => label !== null && label.code !== '' && told(codeOf(label)) },
          { title: 'In sample', cell: ({ size }) => count(size), align: 'number' },
          { title: 'Images', cell: ({ assigned }) => (assigned === null ? '–' : count(assigned)), align: 'number' },
          { title: 'Mean distance', cell: distanceOf, align: 'number' },
          { title: 'Silhouette', cell: ({ silhouette }) => decimal(silhouette), align: 'number' },
          { title: 'Medoid has', cell: (cluster) => `${cluster.medoidColumns} of ${cluster.columns}`, align: 'number' },
          ...(siteOf.size === 0
            ? []
            : [
                {
                  title: 'One site',
                  cell: ({ id }: ClusterSummary) => siteOf.has(id) && `site ${siteOf.get(id)}`
                }
              ]),
          { title: 'Doubts', cell: ({ findings }) => findings.map(({ problem }) => problem).join(' ') }
        ],
        clusters,
        'Sizes and mean silhouettes of the clusters, on how many columns distances to the medoids rest, and doubts',
        { style: 'tight' }
      )
    )
  )
}

/** How many clusters are doubtful, and what to do. */
function doubts(clusters: readonly ClusterSummary[]): Content {
  const doubtful = clusters.filter(({ findings }) => findings.length > 0).length
  if (doubtful === 0) return null
  const remedies = new Set(clusters.flatMap(({ findings }) => findings.flatMap(({ remedy }) => remedy ?? [])))
  return html`<p class="note">
      ${count(doubtful)} of ${counted(clusters.length, 'clusters')} doubtful; each says why. What to do:
    </p>
    <ul class="note">
      ${Array.from(remedies, (remedy) => html`<li>${remedy}</li>`)}
    </ul>`
}

/** `0.397 on 66 of 98`: the mean distance to the medoid, and on how many columns those of the sample rest. */
function distanceOf({ meanDistance, sharedColumns, columns }: ClusterSummary): string {
  if (meanDistance === null || sharedColumns === null) return decimal(meanDistance)
  return `${decimal(meanDistance)} on ${sharedColumns} of ${columns}`
}

function card(cluster: ClusterSummary, largest: number): Html {
  const { id, size, assigned, silhouette, label, suggestedLabel, distinguishing, picture } = cluster
  const images = assigned ?? size
  const isOwn = label?.text !== suggestedLabel
  return html`<li class="card" id="cluster-${id}">
    ${picture !== null && pictureOf(picture, `Medoid of cluster ${id}: ${nameOf(cluster)}`)}
    <div>
      <h3><span class="id">${id}</span> ${told(nameOf(cluster))}</h3>
      ${label !== null && label.code !== '' && html`<p class="label-code">${told(codeOf(label))}</p>`}
      ${
        suggestedLabel !== '' &&
        isOwn &&
        html`<p class="suggested">${label === null ? 'suggested' : html`suggested: ${told(suggestedLabel)}`}</p>`
      }
      <p class="stats">
        ${meter(images / largest, counted(images, 'images'))} <span>silhouette ${decimal(silhouette, 2)}</span>
      </p>
      ${
        cluster.findings.length > 0 &&
        html`<p class="doubts">${cluster.findings.map(({ problem }) => problem).join(' ')}</p>`
      }
      <ul class="values">
        ${distinguishing.slice(0, SHOWN_VALUES).map(
          ({ keyword, value, share, shareElsewhere }) =>
            html`<li>
              <span class="told key">${shorten(keyword, 48)}</span>
              <b class="told">${shorten(factWords(keyword, value), 32)}</b>
              <span class="shares"
                >${percent(share, 0)} <span class="elsewhere">(${percent(shareElsewhere, 0)})</span></span
              >
            </li>`
        )}
      </ul>
    </div>
  </li>`
}

export function nameOf({ label, suggestedLabel }: ClusterSummary): string {
  return clusterName(label?.text, suggestedLabel)
}

function codeOf({ code, scheme, meaning }: NonNullable<ClusterSummary['label']>): string {
  return `${code} ${scheme} “${meaning}”`
}

/** A picture, or the reason why there is none in its place. */
export function pictureOf({ png, withheld = 'There is no picture.' }: ReportPicture, alternative: string): Content {
  return png === undefined
    ? html`<div class="picture placeholder"><span>${withheld}</span></div>`
    : html`<img class="picture" src="data:image/png;base64,${png}" width="128" height="128" alt="${alternative}" />`
}
