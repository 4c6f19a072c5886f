import { count, counted } from '../../messages/format.ts'
import { conditionWords } from '../conditions.ts'
import type { StoredEdit } from './edits.ts'
import type { EditChange, EditChoice } from './stored/edit.ts'

/** Numbers of clusters that are listed. */
const LISTED = 20

/**
 * What a change did, for people: `Merged clusters 3, 4 and 7 into cluster 3.`
 * @param entries of its history, for what an entry undoes
 */
export function editWords(change: EditChange, entries: readonly StoredEdit[]): string {
  switch (change.kind) {
    case 'merge':
      return `Merged clusters ${listed(change.clusters)} into cluster ${change.into}.`
    case 'split': {
      const { cluster, into, images, choice } = change
      const parts = [cluster, ...into].map((id, part) => `${id} (${count(images[part])})`)
      return `Split cluster ${cluster}${howWords(choice, 'by')} into clusters ${listed(parts)}.`
    }
    case 'move': {
      const what = `${counted(change.images, 'images')}${howWords(change.choice, 'with')}`
      if (change.to === null) return `Rejected ${what}.`
      return change.isNew ? `Moved ${what} to the new cluster ${change.to}.` : `Moved ${what} to cluster ${change.to}.`
    }
    case 'undo':
    case 'redo': {
      const of = entries.find(({ id }) => id === change.entry)
      const words = of === undefined ? `entry ${change.entry}.` : editWords(of.change, entries)
      return `${change.kind === 'undo' ? 'Undone' : 'Redone'}: ${words}`
    }
  }
}

function howWords({ by, where, clustering }: EditChoice, word: string): string {
  if (by === 'parts') return ` by clustering its images`
  if (by === 'clustering') return ` by the clusters of ${clustering}`
  return where.length === 0 ? '' : ` ${word} ${where.map(conditionWords).join(' and ')}`
}

/** `3, 4 and 7` */
function listed(items: readonly (string | number)[]): string {
  if (items.length === 1) return String(items[0])
  if (items.length > LISTED) return `${items.slice(0, LISTED).join(', ')} and ${count(items.length - LISTED)} more`
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`
}
