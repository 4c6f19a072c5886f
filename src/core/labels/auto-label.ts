import type { Distinguishing } from '../catalogue/stored/clustering.ts'
import { derivedTerms } from './derived-terms.ts'
import { BETWEEN_PARTS } from './label-parts.ts'
import { type LabelTerm, labelTerm } from './label-terms.ts'

/** A label names a value only where it holds for most of the cluster. */
const MOST = 0.5
/** And, unless it is the modality or the region, where the cluster has it clearly more often than the others. */
const GAIN = 0.1
/** Rank from which a detail is not about the image. */
const EQUIPMENT = 5
/** Details in a label before it has to be told from another one. */
const DETAILS = 2
/** And after; from then on numbers are easier to tell apart. */
const MOST_DETAILS = 4

/**
 * A short name for each cluster from what distinguishes it: modality · region · details, e.g. `MR · BRAIN · axial T2`.
 * No two clusters get the same name: the next distinguishing value is added, and at last a number. Only attributes that
 * describe the image are named, see `labelTerm`; a cluster without any is `cluster 7`.
 *
 * @returns labels by cluster id
 */
export function autoLabels(
  clusters: readonly { id: number; distinguishing: readonly Distinguishing[] }[]
): Map<number, string> {
  const drafts = clusters.map(({ id, distinguishing }) => draft(id, distinguishing))
  while (duplicates(drafts).some(tellApart)) continue
  return numbered(drafts)
}

/** A label in the making: what it says, and what it could say besides. */
interface Draft {
  id: number
  said: LabelTerm[]
  unsaid: LabelTerm[]
}

function draft(id: number, distinguishing: readonly Distinguishing[]): Draft {
  const common = distinguishing.filter(({ share }) => share >= MOST)
  const terms = [
    ...derivedTerms(common),
    ...common.flatMap(({ keyword, value, share, shareElsewhere }) => {
      const term = labelTerm(keyword, value)
      return term === undefined ? [] : [{ term, gain: share - shareElsewhere }]
    })
  ]
    .filter(({ term, gain }) => term.slot !== 'detail' || gain >= GAIN)
    .sort((a, b) => a.term.rank - b.term.rank || b.gain - a.gain)
    .map(({ term }) => term)
  const said: LabelTerm[] = []
  const unsaid: LabelTerm[] = []
  const room = { modality: 1, region: 1, detail: DETAILS }
  const texts = new Set<string>()
  for (const term of terms) {
    if (texts.has(term.text.toUpperCase())) continue
    texts.add(term.text.toUpperCase())
    // What equipment it was is worth saying only to tell clusters apart, or where there is nothing else to say.
    const take = room[term.slot] > 0 && (term.rank < EQUIPMENT || said.length === 0)
    if (take) room[term.slot]--
    if (take) said.push(term)
    else if (term.slot === 'detail') unsaid.push(term)
  }
  return { id, said, unsaid }
}

/** The drafts that read the same, group by group. */
function duplicates(drafts: readonly Draft[]): Draft[][] {
  return [...Map.groupBy(drafts, text).values()].filter((group) => group.length > 1)
}

/** Says one thing more of each where that is not the same for all of the group. @returns whether there was any */
function tellApart(group: readonly Draft[]): boolean {
  const shared = (term: LabelTerm): boolean => group.every((each) => each.unsaid.some(({ text }) => text === term.text))
  let more = false
  for (const { said, unsaid } of group) {
    const next = unsaid.findIndex((term) => !shared(term))
    if (next < 0 || said.filter(({ slot }) => slot === 'detail').length >= MOST_DETAILS) continue
    said.push(...unsaid.splice(next, 1))
    more = true
  }
  return more
}

/** What still reads the same gets numbers. */
function numbered(drafts: readonly Draft[]): Map<number, string> {
  const counts = Map.groupBy(drafts, text)
  const taken = new Set([...counts.keys()].filter((label) => counts.get(label)?.length === 1))
  const labels = new Map<number, string>()
  for (const each of drafts) {
    let label = text(each)
    if (counts.get(label)?.length !== 1) {
      let n = 1
      while (taken.has(`${label} (${n})`)) n++
      label = `${label} (${n})`
      taken.add(label)
    }
    labels.set(each.id, label)
  }
  return labels
}

function text({ id, said }: Draft): string {
  const slot = (name: LabelTerm['slot']): string =>
    said
      .filter((term) => term.slot === name)
      .map((term) => term.text)
      .join(' ')
  return (
    [slot('modality'), slot('region'), slot('detail')].filter((part) => part !== '').join(BETWEEN_PARTS) ||
    `cluster ${id}`
  )
}
