import { MedoidError } from '../errors.ts'
import { POSITION_RULES, type FeatureRule } from './rules.ts'

/** A way to compare images by their tags. CONTRIBUTING.md says how to add one. */
export interface ComparisonMethod {
  name: string
  /** In a list. */
  label: string
  /** In a sentence, for the command line. */
  help: string
  /** Rules that reject tags, besides those that always hold. */
  rules: readonly FeatureRule[]
  /** ImageOrientationPatient is read as a plane, one category, and not as six numbers; its weight is multiplied by this. */
  planeWeight: number | null
  /** The weight of Modality is multiplied by this: what kind of image it is comes before how it was made. */
  modalityWeight: number
  /** Columns count less the more of their values the scanners of one modality explain. */
  byScanner: boolean
  /** Outliers do not widen ranges. */
  robust: boolean
  /**
   * How much it counts where one of two images has a value: `structural` where the other's modality hardly ever has the tag,
   * `other` where it has, `unknown` where modality is left out on purpose.
   */
  absence: { structural: number; other: number; unknown: number } | null
  /** Images of one series in a sample, where nothing else is asked for; null for any number. */
  perSeries: number | null
}

/**
 * `balanced`: what held on archives that nobody here made, where equation 1 of the paper gathers clusters around empty headers and
 * scanners. `paper`: Manojlović et al. 2020, section 2, to the last digit. The first is the default.
 */
export const METHODS: readonly ComparisonMethod[] = [
  {
    name: 'balanced',
    label: 'Balanced, for real archives',
    help: 'tags count less the more the scanner explains them, tags that only one of two images has count, and planes replace direction cosines',
    rules: POSITION_RULES,
    planeWeight: 3,
    modalityWeight: 2,
    byScanner: true,
    robust: true,
    absence: { structural: 0.25, other: 0.05, unknown: 0.5 },
    perSeries: 4
  },
  {
    name: 'paper',
    label: 'As in the paper',
    help: 'all columns count the same, and missing values are no evidence',
    rules: [],
    planeWeight: null,
    modalityWeight: 1,
    byScanner: false,
    robust: false,
    absence: null,
    perSeries: null
  }
]

export const DEFAULT_METHOD = METHODS[0].name

/** The method of the paper, and of runs of versions that knew no other. */
export const PAPER_METHOD = 'paper'

/** @throws MedoidError `unknown-method` */
export function methodNamed(name: string): ComparisonMethod {
  const found = METHODS.find((each) => each.name === name)
  if (found !== undefined) return found
  throw new MedoidError('unknown-method', { name, known: METHODS.map((each) => each.name) })
}
