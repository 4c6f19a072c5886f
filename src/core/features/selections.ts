/** A way to choose among the tags that no rule rejects. CONTRIBUTING.md says how to add one. */
interface SelectionWay {
  name: string
  /** In a list. */
  label: string
  /** In a sentence, for the command line. */
  help: string
  /** Completes "the 70 tags … come first". */
  first: string
}

/** In the order in which they are offered; how each ranks tags is in `core/selection/rankings.ts`. */
export const SELECTIONS = [
  {
    name: 'missing',
    label: 'Fewest missing values, as in the paper',
    help: 'the tags that the fewest images lack, as in the paper',
    first: 'that the fewest images lack'
  },
  {
    name: 'information',
    label: 'Most information about other tags',
    help: 'those that tell most about all other tags but the scanner’s',
    first: 'that tell most about all other tags but the scanner’s'
  },
  {
    name: 'laplacian',
    label: 'Laplacian score',
    help: 'those that differ least between similar images',
    first: 'that differ least between similar images'
  },
  {
    name: 'wrapper',
    label: 'Forward search for stable clusters (slow)',
    help: 'those that make the clusters of two subsets agree best, one after another, which takes about a minute',
    first: 'that a search for stable clusters found'
  }
] as const satisfies readonly SelectionWay[]

export type SelectionName = (typeof SELECTIONS)[number]['name']

export const SELECTION_NAMES: readonly SelectionName[] = SELECTIONS.map(({ name }) => name)

/** The way of the paper. */
export const DEFAULT_SELECTION: SelectionName = 'missing'

/** Which tags come first: completes "the 70 tags … come first". @param name also one that only a newer version knows */
export function firstWords(name: string): string {
  return SELECTIONS.find((each) => each.name === name)?.first ?? `that “${name}” puts first`
}
