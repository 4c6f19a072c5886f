import type { Between, ColumnBetween, QueueName, QueueState, ReviewReport, ReviewRow } from '../../../api/contract.ts'
import { FAR_OUT, LEAST_COLUMNS, NEARLY_AS_NEAR, withUnit } from '../../../api/for-windows.ts'
import { count, counted, decimal, percent } from '../../../messages/format.ts'

/** What queues are called, and what makes an image one of theirs. */
export const QUEUE_WORDS: Readonly<Record<QueueName, { title: string; rule: string; none: string }>> = {
  nearest: {
    title: 'Nearest to another cluster',
    rule: `Another medoid is nearer, as near, or at most ${percent(NEARLY_AS_NEAR, 0)} farther than their own.`,
    none: 'Every image is clearly nearer to its own medoid than to any other.'
  },
  farthest: {
    title: 'Farthest from the medoid',
    rule: `Their distance to the medoid is more than ${FAR_OUT} interquartile ranges above the upper quartile of their cluster.`,
    none: 'No image is far out in its cluster.'
  },
  sparse: {
    title: 'Few columns compared',
    rule: `They share fewer than ${percent(LEAST_COLUMNS, 0)} of the columns with their medoid, so that the distance says little.`,
    none: `Every image shares ${percent(LEAST_COLUMNS, 0)} of the columns or more with its medoid.`
  },
  series: {
    title: 'Unlike its series',
    rule: 'More than half of the other images of their series are in one other cluster.',
    none: 'Every image is where most of its series is.'
  }
}

const FUSED_RULE =
  'Their silhouette is negative. This run compares pictures, too, so that only images of its sample are here, and the suggested cluster is the nearest by tags.'

/** What holds for all images of a queue. */
export function ruleWords(name: QueueName, { isFused }: Pick<ReviewReport, 'isFused'>): string {
  return name === 'nearest' && isFused ? FUSED_RULE : QUEUE_WORDS[name].rule
}

/** How many of those that match are in a queue; '' where all are. */
export function amountWords({ matching, images }: QueueState): string {
  if (matching === images) return ''
  return `Of ${counted(matching, 'images')}, these are the ${count(images)} of which that is clearest.`
}

/** Why nothing is left of a queue. */
export function emptyWords({ name, empty, images, matching }: QueueState): { title: string; text: string } {
  switch (empty) {
    case 'done': {
      const more = matching > images ? ` ${counted(matching - images, 'more images')} match less clearly.` : ''
      return {
        title: 'Nothing left',
        text: `You have decided on ${images === 1 ? 'the one image' : `all ${counted(images, 'images')}`} of this queue.${more}`
      }
    }
    case 'one-cluster':
      return { title: 'Nothing to review', text: 'There is one cluster only, so that no image belongs in another.' }
    case 'no-series':
      return { title: 'Nothing to review', text: 'No series has three or more images in the clusters.' }
    default:
      return { title: 'Nothing to review', text: QUEUE_WORDS[name].none }
  }
}

/** Why an image is in its queue. */
export function reasonWords(name: QueueName, row: ReviewRow, columns: number): string {
  switch (name) {
    case 'nearest': {
      const [own, other] = [`its own cluster, ${row.cluster}`, `cluster ${row.suggested}`]
      if (row.margin === null || row.margin < 0) return `It is nearer to ${other} than to ${own}.`
      if (row.margin === 0) return `It is as near to ${other} as to ${own}.`
      return `The medoid of ${other} is only ${percent(row.margin)} farther than that of ${own}.`
    }
    case 'farthest':
      return `It is at distance ${decimal(row.distance)} from the medoid of cluster ${row.cluster}.`
    case 'sparse':
      return `It shares ${row.columns} of ${counted(columns, 'columns')} with the medoid of cluster ${row.cluster}.`
    case 'series': {
      const { there, others, cluster } = row.series!
      return `${there} of the ${counted(others, 'other images')} of its series are in cluster ${cluster}; it is in ${row.cluster}.`
    }
  }
}

/** Columns that are named in a sentence. */
const NAMED = 3

/** In which columns an image speaks for its own cluster, and in which for the other one. */
export function likeWords({ differ }: Between, own: number, other: number): string[] {
  const like = (side: ColumnBetween['for'], cluster: number): string[] => {
    const names = differ.filter((each) => each.for === side).map(({ name }) => name)
    if (names.length === 0) return []
    const more = names.length - NAMED
    return [`More like cluster ${cluster} in ${listed(names.slice(0, NAMED), more)}.`]
  }
  return [...like('own', own), ...like('other', other)]
}

function listed(names: readonly string[], more: number): string {
  if (more > 0) return `${names.join(', ')} and ${count(more)} more`
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** A value of a column. */
export function valueWords({ keyword, isPersonal }: ColumnBetween, value: string | null): string {
  if (isPersonal) return 'not shown'
  return value === null ? 'none' : withUnit(keyword, value)
}
