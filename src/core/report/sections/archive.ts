import { facts, meter, section, shorten, table, told } from '../components.ts'
import type { ReportArchive, ReportData, AttributeCounts } from '../data.ts'
import { html, type Html } from '../html.ts'
import { count, counted, percent } from '../numbers.ts'

/** What the catalogue holds. */
export function archiveSection({ archive }: ReportData): Html {
  const { instances, images, series, studies, patients, duplicates, tags } = archive
  const [years, ...groups] = archive.groups.toReversed()
  return section(
    'archive',
    'The archive',
    facts(
      [
        ['instances', count(instances)],
        ['images', count(images)],
        ['series', count(series)],
        ['studies', count(studies)],
        ['patients', patients === null ? 'no Patient ID' : count(patients)],
        ['distinct tags', count(tags)],
        ['duplicates left out', count(duplicates)]
      ],
      'wide'
    ),
    html`<div class="columns three">
      ${groups.toReversed().map((group) => valueTable(group, archive))}${yearColumns(years, archive)}
    </div>`
  )
}

function valueTable({ title, values, rest, missing, withheld }: AttributeCounts, { images }: ReportArchive): Html {
  const most = Math.max(1, ...values.map((value) => value.count))
  const rows = values.map(({ value, count: number }) => ({ name: told(shorten(value, 40)), number }))
  if (rest.count > 0) rows.push({ name: html`<em>${counted(rest.values, 'other values')}</em>`, number: rest.count })
  if (missing > 0) rows.push({ name: html`<em>no value</em>`, number: missing })
  return html`<div class="group">
    ${withheld !== undefined && html`<p class="note">${withheld}</p>`}${table(
      [
        { title, cell: ({ name }) => name, heads: true },
        { title: 'Images', cell: ({ number }) => count(number), align: 'number' },
        {
          title: 'Share',
          cell: ({ number }) => meter(number / Math.max(most, rest.count, missing), percent(number / images)),
          style: 'share'
        }
      ],
      rows,
      `Images by ${title.toLowerCase()}`,
      { style: 'tight' }
    )}
  </div>`
}

/** Years side by side, as columns of a chart that is a table to those who cannot see it. */
function yearColumns({ values, missing }: AttributeCounts, { images }: ReportArchive): Html {
  const most = Math.max(1, ...values.map((value) => value.count))
  return html`<div class="group years-group">
    <h3>Year of study</h3>
    ${
      values.length === 0
        ? html`<p class="note">No image has a readable Study Date.</p>`
        : html`<ul class="years" style="--years:${values.length}">
            ${values.map(
              ({ value, count: number }) =>
                html`<li>
                  <span class="unseen">${value}: ${counted(number, 'images')}</span>
                  <span class="column" aria-hidden="true"
                    ><b>${values.length <= 24 && count(number)}</b
                    ><i style="height:${((number / most) * 72).toFixed(1)}px"></i
                    ><span>${values.length <= 24 ? value : `’${value.slice(2)}`}</span></span
                  >
                </li>`
            )}
          </ul>`
    }${
      missing > 0 &&
      values.length > 0 &&
      html`<p class="note">
        ${counted(missing, 'images')} (${percent(missing / images)}) without a readable Study Date.
      </p>`
    }
  </div>`
}
