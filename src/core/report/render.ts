import { MAP_STYLE } from './charts/map-chart.ts'
import type { ReportData } from './data.ts'
import { GENERATOR } from './generator.ts'
import { html, Html } from './html.ts'
import { count, decimal, utcMoment } from './numbers.ts'
import { archiveSection } from './sections/archive.ts'
import { clusteringSection, clusterSection } from './sections/clusters.ts'
import { evaluationSection, headline } from './sections/evaluation.ts'
import { featureSection, tagSection } from './sections/features.ts'
import { mapSection } from './sections/map.ts'
import { methodSection } from './sections/methods.ts'
import { paperSection } from './sections/paper.ts'
import { reproductionSection } from './sections/reproduction.ts'
import { siteSection } from './sections/sites.ts'
import { treeSection } from './sections/tree.ts'
import { trainingSection } from './sections/training.ts'
import { STYLE } from './style.ts'
import { verdict } from './words.ts'

/** Nothing is fetched, nothing is run: styles are in the page, pictures are data. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

const CONTENTS = [
  ['archive', 'Archive'],
  ['tags', 'Tags'],
  ['features', 'Features'],
  ['clustering', 'How many clusters'],
  ['clusters', 'Clusters'],
  ['sites', 'Sites'],
  ['tree', 'Tree'],
  ['map', 'Map'],
  ['methods', 'Paper and balanced'],
  ['training', 'Autoencoder'],
  ['evaluation', 'Evaluation'],
  ['paper', 'Beside the paper'],
  ['again', 'To make it again']
]

/** The report as one page that needs nothing beside it: no network, no script. */
export function render(data: ReportData): string {
  const { run, archive, program, created, evaluation } = data
  const contents = CONTENTS.filter(([id]) => id !== 'sites' || data.sites !== null)
  const title = `Run ${run.run}, ${run.k} ${run.k === 1 ? 'cluster' : 'clusters'}`
  const page = html`<html lang="en-GB">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="generator" content="Medoid ${program.version}" />
      <title>${title} · Medoid report</title>
      <style>
        ${new Html(STYLE + MAP_STYLE)}
      </style>
    </head>
    <body>
      <header>
        <p class="brand"><span class="mark" aria-hidden="true"></span>Medoid report</p>
        <h1>${title}</h1>
        <p class="made">${utcMoment(created)} · Medoid ${program.version} · clustering ${run.clustering}</p>
        <dl class="figures">
          ${figures(data).map(
            ([name, value]) =>
              html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`
          )}
        </dl>
        <p class="verdict">
          ${
            evaluation === null
              ? `${count(archive.images)} images were sorted into ${run.k} groups by their DICOM tags. How alike the images of a group look was not measured.`
              : verdict(evaluation, run.parameters.fuse)
          }
        </p>
        <nav aria-label="Contents">
          <ol>
            ${contents.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
          </ol>
        </nav>
      </header>
      <main>
        ${[
          archiveSection,
          tagSection,
          featureSection,
          clusteringSection,
          clusterSection,
          siteSection,
          treeSection,
          mapSection,
          methodSection,
          trainingSection,
          evaluationSection,
          paperSection,
          reproductionSection
        ].map((section) => section(data))}
      </main>
      <footer>
        <p>
          Of the headers this page shows values of chosen features that tell of no person, and counts; neither names,
          identifiers, dates nor file paths. All of it but the pictures is in the file report.json beside it. Research
          software, not a medical device.
        </p>
      </footer>
    </body>
  </html>`
  return `${GENERATOR}\n${page.text.replaceAll(' class=""', '')}\n`
}

/** The head of the page: what one wants to know first. */
function figures(data: ReportData): [string, string][] {
  const { archive, run } = data
  const evaluated = headline(data)
  return [
    ['images', count(archive.images)],
    ['tags that they were compared by', count(data.features.chosen.length)],
    ['clusters', count(run.k)],
    ['mean silhouette', run.structure === null ? '–' : `${decimal(run.silhouette, 2)} ${run.structure}`],
    ['distance, clusters against permuted labels', evaluated ?? 'not evaluated']
  ]
}
