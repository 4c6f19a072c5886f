import type { MappingKind } from '../../catalogue/stored/mapping.ts'
import { say } from '../../../messages/message.ts'
import { PLAIN_TERMS } from '../../../messages/terms.ts'
import { section, table, tagName, told } from '../components.ts'
import type { ReportData, SitesSummary } from '../data.ts'
import { type Content, html } from '../html.ts'
import { count, counted, percent } from '../numbers.ts'

const KINDS: Readonly<Record<MappingKind, string>> = {
  unit: 'units',
  synonym: 'synonyms',
  spelling: 'spellings',
  omission: 'tags left out',
  range: 'ranges'
}

/** What the sites of a catalogue have and write; nothing where there is one alone. */
export function siteSection({ sites: summary }: ReportData): Content {
  if (summary === null) return null
  const { sites } = summary
  const rows = sites.map((site, place) => ({ ...site, name: `Site ${place + 1}` }))
  return section(
    'sites',
    'Sites',
    html`<p>
      The images are of ${counted(sites.length, 'sites')}: scanned folders, or catalogues that were merged. Sites are
      numbered by their sources; their names are not in this report. A cluster of one site only has images of the sample
      of that site alone, where chance would hardly draw as many: it may show how the site writes tags, not what it
      images.
    </p>`,
    table(
      [
        { title: 'Site', cell: ({ name }) => name, heads: true },
        { title: 'Sources', cell: ({ sources }) => sources.join(', ') },
        { title: 'Images', cell: ({ images }) => count(images), align: 'number' },
        { title: 'In sample', cell: ({ sample }) => count(sample), align: 'number' },
        { title: 'Clusters of this site only', cell: ({ clusters }) => clusters.join(', ') || '–' }
      ],
      rows,
      'Images and clusters by site',
      { style: 'tight' }
    ),
    differences(summary),
    mappings(summary),
    apartness(summary)
  )
}

function differences({ tags, sites }: SitesSummary): Content {
  if (tags.length === 0) return html`<p class="note">No tag of the standard is more frequent at one site.</p>`
  const shown = tags[0].shares.length
  return html`<h3>Tags by site</h3>
    ${table(
      [
        { title: 'Tag', cell: ({ name }) => tagName(name), heads: true },
        ...Array.from({ length: shown }, (_, site) => ({
          title: `Site ${site + 1}`,
          cell: ({ shares }: SitesSummary['tags'][number]) => {
            const share = shares[site]
            return share === null ? '–' : percent(share, 0)
          },
          align: 'number' as const
        }))
      ],
      tags,
      `Tags in which the sites differ most: share of the images of the sample that have a value${shown < sites.length ? `, of the first ${shown} sites` : ''}`,
      { showCaption: true, style: 'tight' }
    )}`
}

function mappings({ accepted, mappings: words }: SitesSummary): Content {
  const all = accepted.reduce((sum, { mappings }) => sum + mappings, 0)
  if (all === 0) return html`<p class="note">No mapping between the sites is accepted.</p>`
  const untold = all - words.length
  return html`<h3>Mappings</h3>
    <p>
      ${counted(all, 'mappings')} accepted in the catalogue:
      ${accepted.map(({ kind, mappings }) => `${KINDS[kind]} ${count(mappings)}`).join(', ')}.
      ${untold > 0 && `${count(untold)} not listed: of units or ranges, or with words that may tell of a person.`}
    </p>
    ${
      words.length > 0 &&
      html`<ul>
        ${words.map((each) => html`<li>${told(each)}</li>`)}
      </ul>`
    }`
}

function apartness({ apart }: SitesSummary): Content {
  if (apart === null) return null
  return html`<h3>How far the sites are told apart</h3>
    <p>
      ${say('sites-apart', apart, PLAIN_TERMS)} The nearer to chance, the less clusters are about how a site writes its
      tags. The features are those that a run chooses by itself.
    </p>`
}
