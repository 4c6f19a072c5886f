import { type TextFault, textFault } from '../text-fault.ts'
import type { Terms } from '../terms.ts'

/** `0 to 4, 7 and 9 to 12` @param numbers ascending */
export function ranges(numbers: readonly number[]): string {
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

/** Names of clusters, and their export. */
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

  'changed-meanwhile': ({ cluster }: { cluster: number }) => ({
    problem: `Cluster ${cluster} was named by somebody else meanwhile.`,
    remedy: 'Look at its name first.'
  }),

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
