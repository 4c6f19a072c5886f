import type { CatalogueReader } from '../catalogue/reader.ts'
import type { Condition } from '../conditions.ts'
import { type Attribute, attributeColumn, attributesOf, ROWS_AT_A_TIME } from '../features/attributes.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { DATES } from './dates.ts'
import { FOREIGN_TAGS } from './foreign-tags.ts'
import { IMPLAUSIBLE } from './implausible.ts'
import { LATERALITY } from './laterality.ts'
import { ORIENTATION } from './orientation.ts'
import type { ContradictionRule } from './rule.ts'
import { SOP_CLASS } from './sop-class.ts'
import { UNITS } from './units.ts'

export const CONTRADICTION_RULES: readonly ContradictionRule[] = [
  FOREIGN_TAGS,
  SOP_CLASS,
  ORIENTATION,
  LATERALITY,
  UNITS,
  IMPLAUSIBLE,
  DATES
]

/** Images whose values contradict each other in one way. */
export interface ContradictionGroup {
  /** Conditions, all of which these images satisfy. */
  where: Condition[]
  images: number
  /** The first of them. */
  instance: number
}

export interface Contradiction {
  code: string
  title: string
  says: string
  images: number
  /** The largest ones first. */
  groups: ContradictionGroup[]
  /** Images of groups that are not listed. */
  others: number
}

/** Groups that are told apart, and those that are listed. */
const MOST_GROUPS = 10_000
const LISTED = 20

/**
 * Looks for values that contradict each other, of all live images.
 * @param today `YYYYMMDD`: later dates are in the future
 * @returns what was found, by rule; rules that nothing was found by are left out
 * @throws CancelledError
 */
export async function findContradictions(
  reader: CatalogueReader,
  today: string,
  work?: Work
): Promise<Contradiction[]> {
  const images = reader.images()
  const attributes = new Map(
    attributesOf(reader.tags()).flatMap((each) => (each.path === '' ? [[each.keyword, each]] : []))
  )
  const found: Contradiction[] = []
  for (const [done, rule] of CONTRADICTION_RULES.entries()) {
    work?.onProgress?.({ stage: 'Checking tags', done, total: CONTRADICTION_RULES.length, unit: 'rules' })
    const finder = new Finder(rule, attributes, today)
    for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
      finder.look(reader, images.subarray(from, from + ROWS_AT_A_TIME))
      await breathe()
      throwIfCancelled(work)
    }
    const { total } = finder
    if (total === 0) continue
    const groups = [...finder.groups.values()].sort((a, b) => b.images - a.images || a.instance - b.instance)
    const listed = groups.slice(0, LISTED)
    const others = total - listed.reduce((sum, group) => sum + group.images, 0)
    found.push({ code: rule.code, title: rule.title, says: rule.says, images: total, groups: listed, others })
  }
  return found
}

/** Applies a rule to images, once for each combination of values. */
class Finder {
  total = 0
  readonly groups = new Map<string, ContradictionGroup>()
  private readonly rule: ContradictionRule
  private readonly attributes: Attribute[]
  private readonly today: string

  constructor(rule: ContradictionRule, known: ReadonlyMap<string, Attribute>, today: string) {
    this.rule = rule
    this.attributes = rule.keywords.flatMap((keyword) => known.get(keyword) ?? [])
    this.today = today
  }

  look(reader: CatalogueReader, instances: Uint32Array): void {
    const columns = this.attributes.map((attribute) => attributeColumn(reader, attribute, instances))
    // Rows with the same values have one number.
    let combined = new Uint32Array(instances.length)
    for (const { codes, texts } of columns) {
      const width = Math.max(texts.length, FIRST_VALUE)
      const numbers = new Map<number, number>()
      combined = combined.map((before, row) => {
        const key = before * width + codes[row]
        let number = numbers.get(key)
        if (number === undefined) numbers.set(key, (number = numbers.size))
        return number
      })
    }
    const known = new Map<number, string | null>()
    for (let row = 0; row < instances.length; row++) {
      let key = known.get(combined[row])
      if (key === undefined) {
        const valueOf = (keyword: string): string => {
          const { codes, texts } =
            columns[this.attributes.findIndex((attribute) => attribute.keyword === keyword)] ?? NONE
          const code = codes[row] ?? 0
          return code < FIRST_VALUE ? '' : texts[code]
        }
        const where = this.rule.contradicts(valueOf, this.today)
        key = where === null ? null : JSON.stringify(where)
        known.set(combined[row], key)
      }
      if (key !== null) this.add(key, instances[row])
    }
  }

  private add(key: string, instance: number): void {
    this.total++
    const group = this.groups.get(key)
    if (group !== undefined) group.images++
    else if (this.groups.size < MOST_GROUPS) {
      this.groups.set(key, { where: JSON.parse(key) as Condition[], images: 1, instance })
    }
  }
}

const NONE = { codes: new Uint32Array(), texts: [] as string[] }
