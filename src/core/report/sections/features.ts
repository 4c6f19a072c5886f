import type { RunParameters } from '../../catalogue/stored/run.ts'
import { comparisonDetails, methodLabel, weightText } from '../../features/comparison-words.ts'
import { METHODS } from '../../features/methods.ts'
import { type Column, disclosure, meter, section, shorten, table, tagName, told } from '../components.ts'
import type { ChosenFeature, ReportData, ReportedTag } from '../data.ts'
import { type Content, html, type Html } from '../html.ts'
import { comparisonPart } from './comparison.ts'
import { firstWords } from '../../features/selections.ts'
import { count, counted, percent } from '../numbers.ts'

/** Tags that the page lists; `report.json` lists all. */
const SHOWN_TAGS = 30
const LISTED_TAGS = 300
/** Names that the page lists of each reason. */
const SHOWN_NAMES = 400
const SHOWN_SPELLINGS = 40

/** The frequency analysis (section 2.2 of the paper). */
export function tagSection({ tags, archive }: ReportData): Html {
  const shown = tags.filter(({ tag }) => !tag.startsWith('(0002'))
  const first = shown.slice(0, SHOWN_TAGS)
  const more = shown.slice(SHOWN_TAGS, LISTED_TAGS)
  return section(
    'tags',
    'Tags',
    html`<p>
      ${counted(tags.length, 'tags')}, those inside sequences included, in ${counted(archive.instances, 'instances')};
      here are the ones that the fewest instances lack. Values are shown only of tags that were chosen as features and
      tell nothing of a person.
    </p>`,
    tagTable(first, 'The tags that the fewest instances lack'),
    more.length > 0 &&
      disclosure(
        `The next ${count(more.length)} tags`,
        html`${tagTable(more, 'Further tags, by missing share')}
        ${
          shown.length > LISTED_TAGS &&
          html`<p class="note">${counted(shown.length - LISTED_TAGS, 'further tags')}: report.json lists them.</p>`
        }`
      )
  )
}

/** What the tables of all tags and of the chosen ones begin with. */
const WHICH_TAG: Column<ReportedTag | ChosenFeature>[] = [
  { title: 'Tag', cell: named, heads: true, style: 'name' },
  { title: 'Number', cell: ({ tag }) => tag, style: 'code' },
  { title: 'VR', cell: ({ vr }) => vr, style: 'code' }
]
const HOW_FULL: Column<ReportedTag | ChosenFeature>[] = [
  { title: 'Missing', cell: ({ missingShare }) => meter(missingShare, percent(missingShare)), style: 'share' },
  { title: 'Distinct', cell: ({ distinct }) => count(distinct), align: 'number' }
]

function tagTable(rows: readonly ReportedTag[], caption: string): Html {
  return table(
    [
      ...WHICH_TAG,
      ...HOW_FULL,
      {
        title: 'Use',
        cell: ({ decision }) =>
          decision === 'feature' ? html`<b class="chosen">feature</b>` : decision === null ? 'new' : decision
      },
      {
        title: 'Most frequent values',
        cell: ({ values }) => values !== null && told(shorten(values.map(({ value }) => value).join(', '), 70)),
        style: 'values'
      }
    ],
    rows,
    caption,
    { style: 'tight' }
  )
}

/** The name of a tag; beside that of a private element, which is its tag and creator, what the vendor calls it. */
function named({ name, privateName }: ReportedTag | ChosenFeature): Html {
  const own = name === '' ? html`<em>private element</em>` : tagName(name)
  return privateName === '' ? own : html`${own} <em>${shorten(privateName, 60)}</em>`
}

/** What the clusters were made of, and why other tags were left out. */
export function featureSection(data: ReportData): Html {
  const { features, run } = data
  const { chosen, rejected, normalised, images } = features
  const included = chosen.filter((feature) => feature.included).length
  return section(
    'features',
    'Features',
    html`<p>
      ${counted(chosen.length, 'tags')} became ${counted(run.columns, 'columns')}, decided on
      ${counted(images, 'images')}: of the tags that no rule rejects, those
      ${firstWords(run.parameters.select)}${included > 0 && `; ${counted(included, 'tags')} among them because somebody asked for them`}.
    </p>`,
    methodParagraph(run.parameters),
    remarkList(chosen),
    disclosure(`The ${counted(chosen.length, 'chosen tags')}`, chosenTable(chosen)),
    html`<h3>Not chosen, and why</h3>`,
    html`<div class="reasons">
      ${rejected.map(({ reason, explanation, tags, names }) =>
        disclosure(
          html`<span class="reason">${reason}</span> <span class="number">${count(tags)}</span>
            <span class="why">${explanation}</span>`,
          html`<p class="names">
            ${names
              .slice(0, SHOWN_NAMES)
              .map((name) => html`<span class="told">${shorten(name, 120)}</span> `)}${restWords(names.length, tags)}
          </p>`
        )
      )}
    </div>`,
    normalised.length > 0 &&
      disclosure(
        `${counted(normalised.length, 'categories')} written in several ways and read as one`,
        table(
          [
            { title: 'Column', cell: ({ column }) => column, heads: true, style: 'name' },
            { title: 'Read as', cell: ({ value }) => told(shorten(value, 40)) },
            {
              title: 'Spellings (images)',
              cell: ({ rawValues }) =>
                rawValues
                  .slice(0, 8)
                  .map(({ value, count: number }, i) => [i > 0 && ' · ', told(shorten(value, 40)), ` ${count(number)}`])
            }
          ],
          normalised.slice(0, SHOWN_SPELLINGS),
          'Categories that were written in several ways',
          { style: 'tight' }
        )
      ),
    comparisonPart(data)
  )
}

/** How images were compared: the method and what a person chose besides it. */
function methodParagraph(parameters: RunParameters): Html {
  const help = METHODS.find(({ name }) => name === parameters.method)?.help
  const details = comparisonDetails(parameters)
  return html`<p>
    Method: <b>${methodLabel(parameters.method)}</b>${help !== undefined && ` (${help})`}${
      details.length > 0 && html`; ${told(details.join('; '))}`
    }.
  </p>`
}

/** What is not listed of a reason. @param named tags of the standard @param tags all */
function restWords(named: number, tags: number): Content {
  const rest = [
    named > SHOWN_NAMES ? `${count(named - SHOWN_NAMES)} more, which report.json lists` : '',
    tags > named ? counted(tags - named, 'private elements') : ''
  ].filter((each) => each !== '')
  return rest.length > 0 && html`<em>${named > 0 && 'and '}${rest.join(', ')}</em>`
}

function chosenTable(chosen: readonly ChosenFeature[]): Html {
  return table(
    [
      ...WHICH_TAG,
      { title: 'Kind', cell: ({ kind }) => kind },
      { title: 'Columns', cell: ({ columns }) => columns.length, align: 'number' },
      ...HOW_FULL,
      { title: 'Weight', cell: ({ weighting }) => weightText(weighting.weight), align: 'number' },
      { title: 'Why', cell: ({ weightExplanation }) => weightExplanation },
      { title: 'Remarks', cell: remarksOf, style: 'values' }
    ],
    chosen,
    'The chosen tags, by missing share',
    { style: 'tight' }
  )
}

function remarksOf({ included, phi, unparsed, dropped }: ChosenFeature): string {
  return [
    included ? 'asked for' : '',
    phi ? 'values withheld: they may tell of people' : '',
    unparsed > 0 ? `${counted(unparsed, 'values')} not readable` : '',
    ...dropped.map(
      ({ from, to, reason }) => `${from === to ? `value ${from}` : `values ${from}–${to}`} left out (${reason})`
    )
  ]
    .filter((remark) => remark !== '')
    .join('; ')
}

/** What a reader should know before trusting the clusters: open on the page, not among a hundred rows. */
function remarkList(chosen: readonly ChosenFeature[]): Content {
  const remarked = chosen.flatMap(({ name, remarks }) => remarks.map((remark) => ({ name, remark })))
  return (
    remarked.length > 0 &&
    html`<ul class="remarks">
      ${remarked.map(({ name, remark }) => html`<li>${tagName(name)}: ${remark}</li>`)}
    </ul>`
  )
}
