import { count, counted, size } from '../format.ts'
import type { Nothing } from '../message.ts'
import type { SayInner, Unreadable } from '../said.ts'
import type { Terms } from '../terms.ts'

/** Clusterings: what they are made of, and their numbers. */
export const CLUSTERING = {
  'k-missing': (_: Nothing, terms: Terms) => ({
    problem: 'No number of clusters is given.',
    remedy: `Name at least one, e.g. ${terms.setting('k', '5,10,15')}.`
  }),

  'bad-range': (given: BadRange) => {
    switch (given.why) {
      case 'downwards':
        return { problem: `${given.written} runs downwards.`, remedy: 'Give the smaller number first, e.g. 5..30.' }
      case 'step':
        return { problem: `${given.written} has no step.`, remedy: 'Give a step of 1 or more, e.g. 5..30:5.' }
      case 'long':
        return {
          problem: `${given.written} has more than ${count(given.most)} numbers.`,
          remedy: 'Give a larger step, e.g. 5..100:5.'
        }
    }
  },

  'many-clusterings': ({ clusterings, largest }: { clusterings: number; largest: number }, terms: Terms) => ({
    problem: `${count(clusterings)} numbers of clusters up to ${count(largest)} are searched, which may take long.`,
    remedy: `A range with a step is quicker, e.g. ${terms.setting('k', '5..100:5')}.`
  }),

  'unknown-algorithm': ({ name, known }: { name: string; known: string[] }) => ({
    problem: `There is no algorithm "${name}".`,
    remedy: `There are: ${known.join(', ')}.`
  }),

  'unknown-method': ({ name, known }: { name: string; known: string[] }) => ({
    problem: `There is no method "${name}".`,
    remedy: `There are: ${known.join(', ')}.`
  }),

  'k-impossible': (given: ImpossibleK, terms: Terms, inner: SayInner) => {
    switch (given.why) {
      case 'no-count':
        return {
          problem: `K = ${given.k} is not a number of clusters.`,
          remedy: `Give whole numbers from 1 up, e.g. ${terms.setting('k', '5,10,15')}.`
        }
      case 'sample':
        return {
          problem: `K = ${given.k} is impossible: the sample has ${counted(given.rows, 'rows')}, and K must be smaller.`,
          remedy:
            given.rows > 1
              ? `Take K up to ${given.rows - 1}, or a larger sample.`
              : 'Clustering needs at least two rows.'
        }
      case 'per-series':
        return {
          problem: `K = ${given.k} is impossible: with at most ${counted(given.perSeries, 'images')} of a series the sample has ${counted(given.rows, 'images')}, and K must be smaller.`,
          remedy: `Take a larger ${terms.setting('per-series')}, or 0 for any number${given.rows > 2 ? `; or K up to ${given.rows - 1}` : ''}.`
        }
      case 'dataset':
        return {
          problem: `${given.dataset === null ? 'A dataset' : `Dataset ${given.dataset}`} has ${counted(given.size, 'images')}, too few for K = ${given.k} clusters: K must be smaller.`,
          remedy: `Take a larger ${terms.setting('size')} or a smaller K.`
        }
      case 'undecodable':
        return {
          problem:
            `Only ${count(given.decoded)} of the ${counted(given.size, 'images')} of dataset ${given.dataset} can be decoded, too few for K = ${given.k}.` +
            (given.first === null ? '' : ` The first that cannot: ${given.first.path}: ${inner(given.first.reason)}`),
          remedy: `Take a larger ${terms.setting('size')}, or a clustering with a smaller K.`
        }
    }
  },

  'no-tree': ({ run, algorithm }: { run: number; algorithm: string }, terms: Terms) => ({
    problem: `Run ${run} has no tree to cut: it was made with ${algorithm}${algorithm === 'ward' ? ' before Medoid kept trees' : ', which makes no tree'}.`,
    remedy: `Make a run with a tree: ${terms.action('cluster', { algorithm: algorithm === 'ward' ? 'ward' : 'average' })}.`
  }),

  'one-cluster': ({ clustering }: { clustering: string }) => ({
    problem: `${clustering} is one cluster: there is nothing to merge.`,
    remedy: 'Take a clustering with two clusters or more.'
  }),

  'restarts-impossible': ({ restarts, most }: { restarts: number; most: number }, terms: Terms) => ({
    problem: `${terms.setting('restarts', restarts)} is impossible.`,
    remedy: `Give a whole number from 1 to ${most}.`
  }),

  'nothing-shared': ({ rows, columns }: { rows: number; columns: number }, terms: Terms) => ({
    problem: `No two of the ${counted(rows, 'rows')} have a value of the same feature (of ${count(columns)}), so they cannot be compared.`,
    remedy: `Choose features that they share (${terms.action('features')} lists those of a catalogue; ${terms.setting('include')} takes more), or other rows.`
  }),

  'sample-too-large': (
    { rows, bytes, most, instead }: { rows: number; bytes: number; most: number; instead: string[] },
    terms: Terms
  ) => ({
    problem: `A sample of ${counted(rows, 'rows')} does not fit: their dissimilarities to one another would take ${size(bytes)}, and 4.2 GB can be addressed.`,
    remedy: `Take at most ${counted(most, 'rows')} (${terms.setting('sample')}) and assign the others to the clusters found${instead.map((name) => `; or choose ${terms.setting('algorithm', name)}, which needs no matrix`).join('')}.`
  }),

  'batch-too-large': ({ rows, k, bytes }: { rows: number; k: number; bytes: number }, terms: Terms) => ({
    problem: `A sample of ${counted(rows, 'rows')} does not fit for K = ${count(k)}: their dissimilarities to a batch of them would take ${size(bytes)}, and 4.2 GB can be addressed.`,
    remedy: `Take a smaller ${terms.setting('sample')}, or smaller values of K.`
  }),

  'asymmetric-binary-levels': ({ column, levels }: { column: string; levels: number }) => ({
    problem: `Column ${column} is asymmetric-binary but has ${counted(levels, 'levels')}.`,
    remedy: 'Give it exactly two, the second being the one that counts, or declare it nominal.'
  }),

  'columns-differ': (given: DifferentColumns) => ({
    problem:
      given.why === 'number'
        ? `The table has ${counted(given.columns, 'columns')}, the run was made with ${count(given.expected)}.`
        : `Column ${given.at} is ${given.found.name} (${given.found.kind}), the run was made with ${given.expected.name} (${given.expected.kind}).`,
    remedy: 'Use the features of the run.'
  }),

  'row-out-of-range': ({ row, pair: [i, j], rows }: { row: number; pair: [number, number]; rows: number }) => ({
    problem: `There is no row ${row} for the distance ${i}:${j}: rows count from 0 to ${rows - 1}.`
  }),

  'too-many-columns': ({ columns, most }: { columns: number; most: number }) => ({
    problem: `The table has ${counted(columns, 'columns')}; at most ${count(most)} can be compared.`,
    remedy: 'Choose fewer tags.'
  }),

  'too-many-levels': ({ column, levels, most }: { column: string; levels: number; most: number }) => ({
    problem: `Column ${column} has ${counted(levels, 'different values')}; at most ${count(most)} can be compared.`,
    remedy: 'Leave it out, or make it numeric.'
  }),

  'weights-impossible': (given: ImpossibleWeights) =>
    given.why === 'column'
      ? {
          problem: `The weight of column ${given.column} is ${given.weight}.`,
          remedy: 'Give a multiple of 1/64 from 0 to 3.'
        }
      : {
          problem: `Absence counts ${given.structural} where a column does not apply, and ${given.other} where it does.`,
          remedy: 'Give multiples of 1/20 from 0 to 1, the first at least as large as the second.'
        }
}

type BadRange = { written: string } & ({ why: 'downwards' | 'step' } | { why: 'long'; most: number })

type ImpossibleWeights =
  { why: 'column'; column: string; weight: number } | { why: 'absence'; structural: number; other: number }

type ImpossibleK =
  | { why: 'no-count'; k: number }
  | { why: 'sample'; k: number; rows: number }
  | { why: 'per-series'; k: number; rows: number; perSeries: number }
  /** @param dataset from 1; null: any */
  | { why: 'dataset'; k: number; size: number; dataset: number | null }
  | {
      why: 'undecodable'
      k: number
      size: number
      dataset: number
      decoded: number
      first: Unreadable | null
    }

type DifferentColumns =
  | { why: 'number'; columns: number; expected: number }
  /** @param at from 1 */
  | { why: 'column'; at: number; found: Column; expected: Column }

interface Column {
  name: string
  kind: string
}
