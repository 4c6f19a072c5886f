import { count, counted } from '../format.ts'
import { type TextFault, textFault } from '../text-fault.ts'
import type { Terms } from '../terms.ts'

/** `0 to 4, 7 and 9 to 12` @param numbers ascending */
function ranges(numbers: readonly number[]): string {
  const parts: [from: number, to: number][] = []
  for (const number of numbers) {
    const last = parts.at(-1)
    if (last?.[1] === number - 1) last[1] = number
    else parts.push([number, number])
  }
  const words = parts.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`))
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`
}

type CodePart = 'code' | 'scheme' | 'meaning'

/** What is wrong with a file of labels. */
type LabelFileFault =
  | ({ why: 'key'; key: string; found: number } & Columns)
  /** null: none was asked for. */
  | ({ why: 'column'; asked: string | null; found: number } & Columns)
  | { why: 'ragged'; line: number; cells: number; columns: number }
  | ({ line: number } & TextFault)
  | { why: 'too-many'; most: number }
  | { why: 'empty' }
  | { why: 'conflicts'; keys: number; key: string; line: number; label: string; first: string }
  | { why: 'unmatched'; key: string; keys: number; example: string }

/** The first columns of a file, and how many it has. */
interface Columns {
  names: string[]
  columns: number
}

const listed = ({ names, columns }: Columns): string =>
  `Its columns are ${names.map((name) => `"${name.slice(0, 60)}"`).join(', ')}${columns > names.length ? ` and ${count(columns - names.length)} more` : ''}.`

function labelFileFault(given: { file: string } & LabelFileFault, terms: Terms) {
  const { file } = given
  switch (given.why) {
    case 'key':
      return {
        problem: `${file} has ${given.found === 0 ? 'no column' : `${count(given.found)} columns`} ${given.key}, and Medoid finds images by it.`,
        remedy: `${listed(given)} Name the key that it has with ${terms.setting('key')}, or rename the column.`
      }
    case 'column':
      return {
        problem:
          given.asked === null
            ? `Medoid cannot tell which column of ${file} has the labels.`
            : `${file} has ${given.found === 0 ? 'no column' : given.found === 1 ? 'its keys in the column' : 'more than one column'} "${given.asked}".`,
        remedy: `${listed(given)} Name one with ${terms.setting('column')}.`
      }
    case 'ragged':
      return {
        problem: `${file}, line ${given.line}: ${counted(given.cells, 'cells')}, but the header has ${counted(given.columns, 'columns')}.`,
        remedy: 'Put cells that hold separators into quotes.'
      }
    case 'too-many':
      return {
        problem: `${file} has more than ${count(given.most)} different labels.`,
        remedy: `Name the column of the labels with ${terms.setting('column')}.`
      }
    case 'empty':
      return {
        problem: `${file} has no row with a key and a label.`,
        remedy: 'Check that it is the file you mean.'
      }
    case 'conflicts':
      return {
        problem: `${file}: ${given.keys === 1 ? '1 key has' : `${count(given.keys)} keys have`} several labels, e.g. ${given.key} in line ${given.line} "${given.label}", before that "${given.first}".`,
        remedy: `Correct them, or let the first one count with ${terms.setting('conflicts', 'first')}.`
      }
    case 'unmatched':
      return {
        problem: `No image of the catalogue has one of the ${counted(given.keys, 'keys')} of ${file} as its ${given.key}, e.g. ${given.example}.`,
        remedy: `Check that they are of this archive, and not remapped, and the key with ${terms.setting('key')}.`
      }
    default: {
      const { problem, remedy } = textFault('label', given)
      return { problem: `${file}, line ${given.line}: ${problem}`, remedy }
    }
  }
}

/** Names of clusters, labels from elsewhere, and their export. */
export const LABELS = {
  'bad-label': (given: { field: 'label' | 'note' | 'author' | 'naming' } & TextFault) => textFault(given.field, given),

  'bad-code': (
    given:
      | ({ field: CodePart } & TextFault)
      | { field: CodePart; why: 'backslash' }
      | { why: 'incomplete'; missing: CodePart[] }
      | { why: 'no-label' },
    terms: Terms
  ) => {
    switch (given.why) {
      case 'backslash':
        return {
          problem: `The ${given.field} holds a backslash, which in DICOM separates values.`,
          remedy: 'Leave it out.'
        }
      case 'incomplete':
        return {
          problem: `A code needs its value, its scheme and its meaning (DICOM PS3.3 section 8.8); ${given.missing.join(' and ')} ${given.missing.length === 1 ? 'is' : 'are'} missing.`,
          remedy: `Example: ${terms.setting('code', 69536005)} ${terms.setting('scheme', 'SCT')} ${terms.setting('meaning', 'Head')}`
        }
      case 'no-label':
        return {
          problem: 'An empty label takes the name of the cluster away, so it cannot have a code.',
          remedy: 'Give a label too, or leave the code out.'
        }
      default:
        return textFault(given.field, given)
    }
  },

  'unknown-cluster': ({
    clustering,
    cluster,
    clusters
  }: {
    clustering: string
    cluster: number
    clusters: number[]
  }) => ({
    problem: `Clustering ${clustering} has no cluster ${cluster}.`,
    remedy: clusters.length === 1 ? `Its only cluster is ${clusters[0]}.` : `Its clusters are ${ranges(clusters)}.`
  }),

  'nothing-to-export': ({
    clustering,
    clusters,
    isNamed,
    where
  }: {
    clustering: string
    /** Those that were chosen; null: all. */
    clusters: number[] | null
    isNamed: boolean
    /** The conditions in words. */
    where: string[]
  }) => {
    const wanted = [
      ...(isNamed ? ['is in a cluster that has a name'] : []),
      ...(where.length > 0 ? [`satisfies ${where.map((each) => `“${each}”`).join(' and ')}`] : [])
    ]
    const of = clusters === null ? '' : ` of ${clusters.length === 1 ? 'cluster' : 'clusters'} ${ranges(clusters)}`
    return {
      problem: `No image${of} of clustering ${clustering} ${wanted.length === 0 ? 'is there any more' : wanted.join(' and ')}.`,
      remedy: 'Choose other clusters, or all of them.'
    }
  },

  'changed-meanwhile': ({ cluster }: { cluster: number }) => ({
    problem: `Cluster ${cluster} was named by somebody else meanwhile.`,
    remedy: 'Look at its name first.'
  }),

  'unknown-naming': ({ clustering, naming, namings }: { clustering: string; naming: string; namings: string[] }) => ({
    problem:
      naming === ''
        ? `No cluster of ${clustering} has a name in the naming that everybody shares.`
        : `No cluster of ${clustering} has a name in the naming "${naming}".`,
    remedy:
      namings.length === 0
        ? 'Name some first.'
        : `Clusters have names in ${namings.map((each) => (each === '' ? 'the shared one' : `"${each}"`)).join(', ')}.`
  }),

  'label-file': labelFileFault,

  'unknown-format': ({ format, known }: { format: string; known: string[] }) => ({
    problem: `There is no format "${format}".`,
    remedy: `Choose ${known.join(', ')}.`
  }),

  'path-undoes-remap': () => ({
    problem: 'File names usually hold the UIDs that are to be remapped.',
    remedy: 'Leave out the column path, or keep the UIDs.'
  }),

  'key-beside-labels': ({ path }: { path: string }) => ({
    problem: `The key ${path} would lie beside the labels, where it is easily handed on with them.`,
    remedy: 'Keep it in another folder, for example that of the catalogue.'
  }),

  'bad-key': (given: { why: 'unreadable'; path: string; reason: string } | { why: 'no-key'; path: string }) =>
    given.why === 'unreadable'
      ? { problem: `The key ${given.path} cannot be read (${given.reason}).`, remedy: 'Check its permissions.' }
      : {
          problem: `${given.path} is not a UID key of Medoid.`,
          remedy: 'Name one, or a file that does not exist yet for a new one.'
        }
}
