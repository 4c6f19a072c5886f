import type { TagSource } from '../catalogue/types.ts'
import { allowedValue } from '../corrections/correctable.ts'
import { MedoidError } from '../errors.ts'
import { type Attribute, attributeColumn, ROWS_AT_A_TIME } from '../features/attributes.ts'
import { categoriesOf } from '../features/normalise.ts'
import { samenessOf } from '../features/spellings.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { partsIn, regionOf } from '../words/region.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'

/** Values that a forest tells apart, at most: the most frequent ones. */
const MOST_VALUES = 200
/** Distinct spellings that are looked at. */
const MOST_SPELLINGS = 100_000

/** An image has no value. */
export const NO_VALUE = 0
/** It has one that is no class. */
export const OTHER_VALUE = 1
/** The code of the first class. */
export const FIRST_CLASS = 2

/** The values of a tag in an archive, synonyms as one class. */
export interface TargetValues {
  /** Of each image: NO_VALUE, OTHER_VALUE, or FIRST_CLASS + its class. */
  codes: Uint16Array
  /** A spelling of each class, the most frequent one that can be accepted; most frequent class first. */
  classes: string[]
  /** The class of a spelling; undefined where it has none. */
  classOf: ReadonlyMap<string, number>
}

/**
 * Reads the values of an attribute as classes: spellings of one category are one (`samenessOf`); of BodyPartExamined, HEAD, BRAIN and SKULL
 * are one, too, as they name one region of the body. One that the vocabulary does not know is a class of its own.
 * @param images ids, ascending
 * @throws MedoidError `nothing-to-suggest`; CancelledError
 */
export async function targetValues(
  source: TagSource,
  attribute: Attribute,
  images: Uint32Array,
  work?: Work
): Promise<TargetValues> {
  const counts = new Map<string, number>()
  for await (const { codes, texts } of pieces(source, attribute, images, work)) {
    for (const code of codes) if (code >= FIRST_VALUE) counts.set(texts[code], (counts.get(texts[code]) ?? 0) + 1)
    if (counts.size > MOST_SPELLINGS) {
      throw new MedoidError('nothing-to-suggest', { why: 'too-many', tag: attribute.name, most: MOST_SPELLINGS })
    }
  }
  const categories = categoriesOf(counts, { key: keyOf(attribute), rulesBetween: () => [] }).slice(0, MOST_VALUES)
  const classOf = new Map(categories.flatMap(({ rawValues }, at) => rawValues.map(({ value }) => [value, at] as const)))
  const all = new Uint16Array(images.length)
  let from = 0
  for await (const { codes, texts } of pieces(source, attribute, images, work)) {
    codes.forEach((code, row) => {
      if (code < FIRST_VALUE) return
      const known = classOf.get(texts[code])
      all[from + row] = known === undefined ? OTHER_VALUE : FIRST_CLASS + known
    })
    from += codes.length
  }
  const classes = categories.map(({ rawValues }) =>
    acceptableOf(
      attribute,
      rawValues.map(({ value }) => value)
    )
  )
  return { codes: all, classes, classOf }
}

/**
 * The first spelling that an element of this VR can have; files have others, too, such as “chest” and “Abdomen/Pelvis” in a code string. Where
 * there is none, the first in capitals, with spaces for characters that a code string has not; where that cannot be either, as it is.
 */
function acceptableOf(attribute: Attribute, spellings: readonly string[]): string {
  const [first] = spellings
  const plain = first
    .toUpperCase()
    .replace(/[^A-Z0-9_]+/g, ' ')
    .trim()
  for (const spelling of [...spellings, first.toUpperCase(), plain]) {
    const allowed = spelling === '' ? null : allowedValue(attribute, spelling)
    if (allowed !== null) return allowed
  }
  return first
}

function keyOf({ keyword, vr }: Attribute): (text: string) => string {
  const { key } = samenessOf(vr)
  if (keyword !== 'BodyPartExamined') return key
  return (text) => {
    const region = regionOf(partsIn(text))
    return region === null ? `w${key(text)}` : `r${region}`
  }
}

async function* pieces(source: TagSource, attribute: Attribute, images: Uint32Array, work?: Work) {
  for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
    work?.onProgress?.({ stage: 'Reading values', done: from, total: images.length, unit: 'images' })
    await breathe()
    throwIfCancelled(work)
    yield attributeColumn(source, attribute, images.subarray(from, from + ROWS_AT_A_TIME))
  }
}
