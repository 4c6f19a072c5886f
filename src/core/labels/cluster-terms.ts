import type { ColumnSource } from '../catalogue/types.ts'
import { attributeColumn, attributesOf } from '../features/attributes.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { between } from '../sorted.ts'
import { type Facet, FACET_ATTRIBUTES, FACETS, type AttributeText, type NumberFacet, type WordFacet } from './facets.ts'

/** What a facet says of a cluster. */
export interface ClusterTerm {
  facet: Facet
  text: string
  /** Shares of the cluster's images that it holds for, and of all others. */
  share: number
  shareElsewhere: number
  /** Of a quantity: the range of most of the cluster's numbers. */
  range: { low: number; high: number } | null
}

/** What a facet says of each image, row by row: a code of a word, 0 where there is none, or a number, NaN where there is none. */
export type FacetColumn = WordColumn | NumberColumn

interface WordColumn {
  facet: WordFacet
  codes: Uint32Array
  /** By code. Files write one word in several ways: of those that differ in case only, the first. */
  words: string[]
}

interface NumberColumn {
  facet: NumberFacet
  numbers: Float64Array
}

/** A label tells only what holds for more than this share of a cluster. */
const MOST = 0.5
/** Modalities or regions that a cluster is made of are told together where they hold for this share, and each for that one. */
const TOGETHER = 0.8
const EACH = 0.15
const SEVERAL = 3
/** A wider range of numbers, `TR 400–8600 ms`, says nothing to a reader. */
const WIDEST = 1.5
/** Of the numbers of a cluster, the share at each end that a range leaves out. */
const TAIL = 0.1

/** What labels may tell of some images, whether or not they were clustered by it. @param images ids, ascending */
export function facetColumns(source: ColumnSource, images: Uint32Array): FacetColumn[] {
  const { headers, headerOf } = distinctHeaders(source, images)
  return FACETS.map((facet) => {
    if ('number' in facet) {
      const numbers = headers.map((header) => facet.number(header))
      return { facet, numbers: Float64Array.from(headerOf, (at) => numbers[at]) }
    }
    const words = headers.map((header) => facet.word(header))
    return wordColumn(
      facet,
      Array.from(headerOf, (at) => words[at])
    )
  })
}

/** The images of a series have one header, as far as facets go. @returns the place of each image's header, too */
function distinctHeaders(
  source: ColumnSource,
  images: Uint32Array
): { headers: AttributeText[]; headerOf: Uint32Array } {
  const attributes = new Map(attributesOf(source.tags()).map((each) => [each.name, each]))
  const columns = FACET_ATTRIBUTES.flatMap((name) => {
    const attribute = attributes.get(name)
    return attribute === undefined ? [] : [{ name, ...attributeColumn(source, attribute, images) }]
  })
  const known = new Map<string, number>()
  const headers: AttributeText[] = []
  const headerOf = Uint32Array.from(images, (_, row) => {
    const key = columns.map(({ codes }) => codes[row]).join()
    let at = known.get(key)
    if (at === undefined) {
      known.set(key, (at = headers.length))
      const texts = new Map<string, string>(columns.map(({ name, codes, texts }) => [name, textOf(codes[row], texts)]))
      headers.push((name) => texts.get(name) ?? '')
    }
    return at
  })
  return { headers, headerOf }
}

function textOf(code: number, texts: readonly string[]): string {
  return code < FIRST_VALUE ? '' : texts[code]
}

function wordColumn(facet: WordFacet, images: readonly string[]): WordColumn {
  const known = new Map([['', 0]])
  const words = ['']
  const codes = Uint32Array.from(images, (word) => {
    const key = word.toUpperCase()
    let code = known.get(key)
    if (code === undefined) known.set(key, (code = words.push(word) - 1))
    return code
  })
  return { facet, codes, words }
}

/**
 * What can be said of most images of each cluster, facet by facet.
 * @param labels cluster of each row, 0 to k − 1
 * @returns by cluster, in the order of the facets
 */
export function clusterTerms(columns: readonly FacetColumn[], labels: ArrayLike<number>, k: number): ClusterTerm[][] {
  const rows: number[][] = Array.from({ length: k }, () => [])
  for (let row = 0; row < labels.length; row++) rows[labels[row]].push(row)
  const terms: ClusterTerm[][] = rows.map(() => [])
  for (const column of columns) {
    const termOf = 'codes' in column ? wordTerms(column) : numberTerms(column)
    rows.forEach((inside, cluster) => {
      const term = inside.length === 0 ? null : termOf(inside)
      if (term !== null) terms[cluster].push(term)
    })
  }
  return terms
}

type TermOf = (inside: readonly number[]) => ClusterTerm | null

function wordTerms({ facet, codes, words }: WordColumn): TermOf {
  const all = new Uint32Array(words.length)
  for (const code of codes) all[code]++
  return (inside) => {
    const counts = new Map<number, number>()
    for (const row of inside) if (codes[row] > 0) counts.set(codes[row], (counts.get(codes[row]) ?? 0) + 1)
    const frequent = [...counts].sort(([a, x], [b, y]) => y - x || a - b)
    const chosen = chosenWords(facet, frequent, inside.length)
    if (chosen.length === 0) return null
    return {
      facet,
      text: chosen.map(([code]) => words[code]).join('/'),
      ...shares(
        chosen.reduce((sum, [, count]) => sum + count, 0),
        inside.length,
        chosen.reduce((sum, [code]) => sum + all[code], 0),
        codes.length
      ),
      range: null
    }
  }
}

type Frequent = readonly (readonly [code: number, count: number])[]

/** The word of most images; of modalities and regions also two or three words that nearly all images have one of. */
function chosenWords({ slot }: Facet, frequent: Frequent, size: number): Frequent {
  if (frequent.length === 0) return []
  if (frequent[0][1] > MOST * size) return frequent.slice(0, 1)
  if (slot === 'detail') return []
  const several = frequent.filter(([, count]) => count >= EACH * size).slice(0, SEVERAL)
  return several.reduce((sum, [, count]) => sum + count, 0) >= TOGETHER * size ? several : []
}

function numberTerms({ facet, numbers }: NumberColumn): TermOf {
  const all = numbers.filter(Number.isFinite).sort()
  return (inside) => {
    const here = Float64Array.from(inside, (row) => numbers[row])
      .filter(Number.isFinite)
      .sort()
    if (here.length === 0) return null
    const low = here[Math.floor((here.length - 1) * TAIL)]
    const high = here[Math.ceil((here.length - 1) * (1 - TAIL))]
    const told = shares(between(here, low, high), inside.length, between(all, low, high), numbers.length)
    if (told.share <= MOST || (high > WIDEST * low && high !== low)) return null
    const ends = new Set([low, high].map((end) => String(Number(end.toPrecision(3)))))
    return { facet, text: facet.words([...ends].join('–')), ...told, range: { low, high } }
  }
}

function shares(here: number, size: number, all: number, rows: number): { share: number; shareElsewhere: number } {
  return { share: here / size, shareElsewhere: rows === size ? 0 : (all - here) / (rows - size) }
}
