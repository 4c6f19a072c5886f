import type { Terms } from '../terms.ts'

/** The catalogue: its file, its lock, its sources, what is stored in it. */
export const CATALOGUE = {
  'catalogue-missing': ({ path }: { path: string }, terms: Terms) => ({
    problem: `There is no catalogue at ${path}.`,
    remedy: `Make one with ${terms.action('scan')}, or choose another with ${terms.action('open-catalogue')}.`
  }),

  'catalogue-newer': ({ path, version, known }: { path: string; version: number; known: number }, terms: Terms) => ({
    problem: `${path} was made by a newer Medoid (schema ${version}; this one knows ${known}). Nothing was changed.`,
    remedy: `Update Medoid, or choose another with ${terms.action('open-catalogue')}.`
  })
}
