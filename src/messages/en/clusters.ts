import { count, counted, decimal } from '../format.ts'
import type { Terms } from '../terms.ts'

/** What a clustering is made of. */
type Things = 'images' | 'rows'

/** What makes a cluster doubtful. */
export const CLUSTERS = {
  'sparse-medoid': ({ columns, of, things, method }: Columns & { method: string }, terms: Terms) => {
    const use = method === 'paper' ? `use ${terms.setting('method', 'balanced')}, or ` : ''
    return {
      problem: `The medoid has ${count(columns)} of ${counted(of, 'columns')}.`,
      remedy:
        things === 'images'
          ? `An image with few values is near many others: ${use}leave such images out (${terms.setting('where')}).`
          : `A row with few values is near many others: ${use}leave such rows out.`
    }
  },

  'few-shared-columns': ({ columns, of, things }: Columns, terms: Terms) => ({
    problem: `Half of its ${things} share at most ${count(columns)} of ${counted(of, 'columns')} with the medoid.`,
    remedy:
      things === 'images'
        ? `Distances that rest on so few say little: choose tags that most images have (fewer ${terms.setting('tags')}, or without rare ones: ${terms.setting('exclude')}).`
        : 'Distances that rest on so few say little: leave out columns that few rows have.'
  }),

  'low-silhouette': ({ silhouette, least }: { silhouette: number; least: number }, terms: Terms) => ({
    // Rounded down: what is below the threshold reads as below it.
    problem: `Its mean silhouette is ${decimal(Math.floor(silhouette * 1000) / 1000)}, below ${least}: no substantial structure.`,
    remedy: `Look at it before you name it; another K (${terms.setting('k')}) or other features may separate it better.`
  }),

  'nearer-elsewhere': ({ members, of, things }: Nearer, terms: Terms) => ({
    problem: `${count(members)} of its ${counted(of, things)}${things === 'images' ? ' in the sample' : ''} are nearer to another cluster.`,
    remedy: `Compare it with clusters that are alike; a smaller K (${terms.setting('k')}) may join them.`
  })
}

interface Columns {
  columns: number
  of: number
  things: Things
}

interface Nearer {
  members: number
  of: number
  things: Things
}
