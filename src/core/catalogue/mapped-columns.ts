import { parseDecimal } from '../numbers.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import type { Mapping, NumberMapping, WordMapping } from './stored/mapping.ts'
import type { Tag } from './types.ts'
import { ONE_VALUE } from '../one-value.ts'

/** Elements below these are read as the plain attribute, which mappings are about; see `attributesOf`. */
const FUNCTIONAL_GROUPS = /^(?:SharedFunctionalGroupsSequence|PerFrameFunctionalGroupsSequence)\./

/** As many digits as a DS can hold (PS3.5, section 6.2), less its sign, point and exponent. */
export const DIGITS = 10

/** What mappings of numbers need to know of an image. */
interface ImageOrigins {
  /** The id of the source of each instance, ascending. */
  sources(instances: Uint32Array): ArrayLike<number>
  /** Its Modality (0008,0060), '' where it has none. */
  modalities(instances: Uint32Array): readonly string[]
}

/** A column whose rows can be given other texts. */
interface EditableColumn {
  readonly codes: ArrayLike<number> & Pick<Uint32Array, 'forEach'>
  /** '' where a row has no value. */
  text(row: number): string
  set(row: number, text: string): void
}

/** The mappings of one tag. */
interface OfTag {
  words: Map<string, string>
  numbers: NumberMapping[]
}

/** Reads columns as accepted mappings say: what means the same is one value, what is in another unit is in that of the standard. */
export class MappedColumns {
  private readonly words: readonly WordMapping[]
  private readonly numbers: readonly NumberMapping[]
  private readonly origins: ImageOrigins
  private readonly byTag = new Map<number, OfTag | null>()

  constructor(accepted: readonly Mapping[], origins: ImageOrigins) {
    this.words = accepted.filter((mapping): mapping is WordMapping => 'from' in mapping)
    this.numbers = accepted.filter((mapping): mapping is NumberMapping => 'scale' in mapping)
    this.origins = origins
  }

  /** Whether the values of a tag may be others than those that are stored. */
  concerns(tag: Tag): boolean {
    return this.of(tag) !== null
  }

  /** Changes the values of instances as mappings say; each distinct text is read once. @param instances ascending */
  apply(tag: Tag, instances: Uint32Array, column: EditableColumn): void {
    const mappings = this.of(tag)
    if (mappings === null) return
    if (mappings.words.size > 0) renameWords(tag, column, mappings.words)
    if (mappings.numbers.length > 0) this.rescale(instances, column, mappings.numbers)
  }

  private of(tag: Tag): OfTag | null {
    let found = this.byTag.get(tag.id)
    if (found === undefined) {
      const words = this.words.filter((mapping) => isAbout(mapping, tag))
      const numbers = this.numbers.filter((mapping) => isAbout(mapping, tag))
      const of = { words: wordsBetween(words), numbers }
      this.byTag.set(tag.id, (found = of.words.size + numbers.length === 0 ? null : of))
    }
    return found
  }

  private rescale(instances: Uint32Array, column: EditableColumn, mappings: readonly NumberMapping[]): void {
    const sources = this.origins.sources(instances)
    const modalities = mappings.some(({ modality }) => modality !== null) ? this.origins.modalities(instances) : null
    // A unit first: ranges are in that of the standard.
    const inOrder = [...mappings].sort((a, b) => Number(a.kind === 'range') - Number(b.kind === 'range'))
    const known = new Map<string, string>()
    for (let row = 0; row < instances.length; row++) {
      const code = column.codes[row]
      if (code < FIRST_VALUE) continue
      const key = `${code} ${sources[row]} ${modalities?.[row] ?? ''}`
      let read = known.get(key)
      if (read === undefined) {
        read = inOrder
          .filter(
            ({ sources: of, modality }) =>
              of.includes(sources[row]) && (modality === null || modality === modalities?.[row])
          )
          .reduce((text, mapping) => readNumbers(text, mapping), column.text(row))
        known.set(key, read)
      }
      if (read !== column.text(row)) column.set(row, read)
    }
  }
}

function renameWords(tag: Tag, column: EditableColumn, words: ReadonlyMap<string, string>): void {
  const known = new Map<number, string>()
  column.codes.forEach((code, row) => {
    if (code < FIRST_VALUE) return
    let read = known.get(code)
    if (read === undefined) known.set(code, (read = readWords(column.text(row), tag.vr, words)))
    if (read !== column.text(row)) column.set(row, read)
  })
}

function isAbout(mapping: Mapping, tag: Tag): boolean {
  if (mapping.tag !== tag.tag || mapping.privateCreator !== tag.privateCreator) return false
  return mapping.path === tag.path || (mapping.path === '' && FUNCTIONAL_GROUPS.test(tag.path))
}

/** What each spelling is read as; what is read as another one that is read as a third is read as the third. */
export function wordsBetween(mappings: readonly WordMapping[]): Map<string, string> {
  const next = new Map<string, string>()
  for (const { from, to } of mappings) for (const value of from) if (value !== to) next.set(value, to)
  const words = new Map<string, string>()
  for (const [value] of next) {
    let to = value
    const passed = new Set<string>()
    // Two that are read as each other stay as they are.
    for (let step = next.get(to); step !== undefined && !passed.has(step); step = next.get(to)) passed.add((to = step))
    if (!passed.has(value)) words.set(value, to)
  }
  return words
}

/** Value by value: what stands between backslashes is one each (PS3.5, section 6.2). */
export function readWords(text: string, vr: string, words: ReadonlyMap<string, string>): string {
  if (words.size === 0) return text
  if (ONE_VALUE.has(vr) || !text.includes('\\')) return words.get(text.trim()) ?? text
  return text
    .split('\\')
    .map((value) => words.get(value.trim()) ?? value)
    .join('\\')
}

function readNumbers(text: string, { scale, offset }: NumberMapping): string {
  return text
    .split('\\')
    .map((value) => {
      const number = parseDecimal(value.trim())
      return Number.isNaN(number) ? value : String(Number((scale * number + offset).toPrecision(DIGITS)))
    })
    .join('\\')
}
