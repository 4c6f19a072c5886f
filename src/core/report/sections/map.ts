import { nameOf } from './clusters.ts'
import { PLAIN_TERMS } from '../../../messages/terms.ts'
import { COLOURED, mapChart, seriesOf } from '../charts/map-chart.ts'
import { absent, figure, section, shorten, table, told } from '../components.ts'
import type { ClusterSummary, MappedCluster, MapSummary, ReportData } from '../data.ts'
import { html, type Html } from '../html.ts'
import { commandLine } from '../../../messages/command-line.ts'
import { say } from '../../../messages/message.ts'
import { count, counted, decimal, percent } from '../numbers.ts'

/** The sample as points, near what they resemble. */
export function mapSection({ maps, clusters, run }: ReportData): Html {
  return section(
    'map',
    'Map',
    maps.length === 0
      ? absent(
          'The images of the run have not been laid out as a map. To do that:',
          commandLine('map', [['', run.run]])
        )
      : html`<p>
            Each point is an image of the sample, near what it resembles. How far apart islands lie, how large they are
            and where up is mean nothing. Laid out by PaCMAP (Wang, Huang, Rudin and Shaposhnik, JMLR 22, 2021).
          </p>
          ${maps.map((map) => mapPart(map, clusters, run.run))}`
  )
}

function mapPart(map: MapSummary, clusters: readonly ClusterSummary[], run: number): Html {
  const { by, model, quality, placed, places } = map
  const names = new Map(clusters.map((cluster) => [cluster.id, nameOf(cluster)]))
  const largest = map.clusters.toSorted((a, b) => b.images - a.images || a.id - b.id)
  const order = largest.map(({ id }) => id)
  const rest = order.length - COLOURED
  const images = map.clusters.reduce((sum, cluster) => sum + cluster.images, 0)
  const shown =
    rest > 0 ? `the ${COLOURED} largest clusters in colour, the other ${rest} in grey` : 'coloured by cluster'
  return html`<h3>${by === 'tags' ? 'By tags' : `By pictures, as model ${model} sees them`}</h3>
    ${
      placed !== null &&
      placed.without > 0 &&
      html`<p class="note">${say('map-incomplete', { ...placed, run, by }, PLAIN_TERMS)}</p>`
    }
    <div class="columns two map">
      ${figure(
        mapChart(
          `map-${by}`,
          places,
          order,
          `${counted(images, 'images')} of the sample, ${shown}. The table of clusters beside it says which of them lie together.`
        ),
        html`${counted(images, 'images')},
        ${shown}.${
          quality !== null &&
          html` Of the ${quality.neighbours} neighbours of an image on the map, ${percent(quality.recall)} are as near
          as its ${quality.neighbours} nearest; trustworthiness ${decimal(quality.trustworthiness)}, continuity
          ${decimal(quality.continuity)}, ${percent(quality.triplets)} of random triplets in the right order.`
        }`
      )}
      ${table<MappedCluster>(
        [
          {
            title: 'Cluster',
            cell: ({ id }) => html`<span class="map-key ${seriesOf(order, id)}" aria-hidden="true"></span>${id}`,
            heads: true
          },
          { title: 'Name', cell: ({ id }) => told(shorten(names.get(id) ?? '', 80)), style: 'name' },
          { title: 'Images of the sample', cell: (cluster) => count(cluster.images), align: 'number' },
          {
            title: 'Neighbours of the same cluster',
            cell: ({ own }) => (own === null ? '–' : percent(own)),
            align: 'number'
          },
          {
            title: 'Beside it',
            cell: ({ beside }) => beside ?? '–',
            align: 'number'
          }
        ],
        largest,
        'Clusters on the map, the largest first: the share of their neighbours that are of the same cluster, and the cluster that most of the others are of',
        { style: 'tight', showCaption: true }
      )}
    </div>`
}
