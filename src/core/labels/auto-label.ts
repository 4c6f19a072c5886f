import type { ClusterTerm } from './cluster-terms.ts'
import { ENCODING, type Facet, LAST_TELLING } from './facets.ts'
import { BETWEEN_PARTS } from './label-parts.ts'

/** A detail is told where the cluster has it clearly more often than the others. */
const GAIN = 0.1
/** Where there is no region and no such detail, one that tells less is told if the cluster has it so much more often. */
const LARGE_GAIN = 0.3
/** Details in a label before it has to be told from another one. */
const DETAILS = 3
/** And after. */
const MOST_DETAILS = 5

/**
 * A short name for each cluster from what holds for most of its images: modality · region · details, e.g. `MR · BRAIN · axial T2`.
 * Where several would get the same, the facet that tells most pairs of them apart is added, again and again.
 *
 * @param clusters by cluster, in the order in which a label tells them, see `clusterTerms`
 * @returns by cluster, no two the same; '' where nothing can be said, or nothing tells a cluster from another one
 */
export function autoLabels(clusters: readonly (readonly ClusterTerm[])[]): string[] {
  const drafts = clusters.map(draft)
  while (groups(drafts).some(tellApart)) continue
  const counts = Map.groupBy(drafts, text)
  return drafts.map((each) => (isTelling(each) && counts.get(text(each))!.length === 1 ? text(each) : ''))
}

/** A label in the making: what it says, and what it could say besides. */
interface Draft {
  said: ClusterTerm[]
  unsaid: ClusterTerm[]
}

function draft(terms: readonly ClusterTerm[]): Draft {
  const said: ClusterTerm[] = []
  const unsaid: ClusterTerm[] = []
  const texts = new Set<string>()
  let details = 0
  for (const term of terms) {
    const { slot, rank } = term.facet
    // One word may be told by several facets, as of a whole body.
    const isNew = !texts.has(term.text.toUpperCase())
    const isDetail = slot === 'detail'
    const isWorth = !isDetail || (details < DETAILS && rank <= LAST_TELLING && gain(term) >= GAIN)
    if (!isNew) continue
    if (isWorth) {
      texts.add(term.text.toUpperCase())
      said.push(term)
      if (isDetail) details++
    } else unsaid.push(term)
  }
  const isBare = said.every(({ facet }) => facet.slot === 'modality')
  const [more] = isBare ? unsaid.filter(isOfItsOwn).sort((a, b) => gain(b) - gain(a)) : []
  if (more !== undefined) said.push(...unsaid.splice(unsaid.indexOf(more), 1))
  return { said, unsaid }
}

function gain({ share, shareElsewhere }: ClusterTerm): number {
  return share - shareElsewhere
}

function isOfItsOwn(term: ClusterTerm): boolean {
  return term.facet.rank < ENCODING && gain(term) >= LARGE_GAIN
}

/** Whether a label says what the images show or how they were made, and not only how they are encoded. */
function isTelling({ said }: Draft): boolean {
  return said.some(({ facet: { slot, rank } }) => slot !== 'detail' || rank <= LAST_TELLING)
}

/** The drafts that read the same, group by group. */
function groups(drafts: readonly Draft[]): Draft[][] {
  return [...Map.groupBy(drafts, text).values()].filter((group) => group.length > 1)
}

/** Says of each the one thing more that tells most of them apart. @returns whether there was any */
function tellApart(group: readonly Draft[]): boolean {
  const room = group.filter(({ said }) => said.filter(({ facet }) => facet.slot === 'detail').length < MOST_DETAILS)
  const facets = new Set(room.flatMap(({ unsaid }) => unsaid.map(({ facet }) => facet)))
  let best: { facet: Facet; pairs: number } | null = null
  for (const facet of facets) {
    const pairs = pairsToldApart(group.map((each) => (room.includes(each) ? termOf(each, facet) : undefined)))
    const isBetter = best === null || pairs > best.pairs || (pairs === best.pairs && facet.rank < best.facet.rank)
    if (pairs > 0 && isBetter) best = { facet, pairs }
  }
  if (best === null) return false
  for (const each of room) {
    const term = termOf(each, best.facet)
    if (term === undefined) continue
    each.unsaid.splice(each.unsaid.indexOf(term), 1)
    each.said.push(term)
  }
  return true
}

function termOf({ unsaid }: Draft, wanted: Facet): ClusterTerm | undefined {
  return unsaid.find(({ facet }) => facet === wanted)
}

/** A pair of which only one has a value is told apart half as well. */
function pairsToldApart(terms: readonly (ClusterTerm | undefined)[]): number {
  let pairs = 0
  for (let a = 0; a < terms.length; a++) {
    for (let b = 0; b < a; b++) {
      const [one, other] = [terms[a], terms[b]]
      if (one === undefined || other === undefined) pairs += one === other ? 0 : 0.5
      else if (isApart(one, other)) pairs++
    }
  }
  return pairs
}

function isApart(one: ClusterTerm, other: ClusterTerm): boolean {
  if (one.text === other.text) return false
  if (one.range === null || other.range === null) return true
  return one.range.high < other.range.low || other.range.high < one.range.low
}

function text({ said }: Draft): string {
  const inOrder = said.toSorted((a, b) => a.facet.rank - b.facet.rank)
  const slot = (name: Facet['slot']): string =>
    inOrder
      .filter(({ facet }) => facet.slot === name)
      .map((term) => term.text)
      .join(' ')
  return [slot('modality'), slot('region'), slot('detail')].filter((part) => part !== '').join(BETWEEN_PARTS)
}
