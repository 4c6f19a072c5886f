import type { Said } from '../said.ts'
import type { Terms } from '../terms.ts'

/** What a check of a catalogue finds. */
export type FindingCode = keyof typeof ADVICE

const scanAgain = (terms: Terms): string =>
  `set the catalogue aside, with its runs and names, with ${terms.action('quarantine')}, and make a new one with ${terms.action('scan')}.`

const ADVICE = {
  'damaged-page': (terms: Terms) => ({
    problem: 'The database itself is damaged.',
    remedy: `Export the labels that you need, as far as it still opens; then ${scanAgain(terms)}`
  }),
  'damaged-column': (terms: Terms) => ({
    problem: 'Values of these tags cannot be read; what does not use them works.',
    remedy: `Leave them out with ${terms.setting('exclude')}. To read them again, export your labels, ${scanAgain(terms)}`
  }),
  'damaged-run': () => ({
    problem: 'These runs cannot be used; the catalogue itself and the other runs are not affected.',
    remedy: 'Cluster again for new ones.'
  }),
  'damaged-name': (terms: Terms) => ({
    problem: 'Names of clusters, selections or labels from elsewhere cannot be read.',
    remedy: `Put a backup of the catalogue in its place; without one, ${scanAgain(terms)}`
  }),
  'damaged-model': () => ({
    problem: 'These models, evaluations or comparisons cannot be used.',
    remedy: 'Train, evaluate or compare again for new ones.'
  }),
  'damaged-count': (terms: Terms) => ({
    problem: 'These counts cannot be read, and are counted again when they are needed.',
    remedy: `Store them again with ${terms.action('rescan')}.`
  }),
  'damaged-table': (terms: Terms) => ({
    problem: 'What the catalogue knows of tags, files or folders is damaged.',
    remedy: `Put a backup of the catalogue in its place; without one, export your labels, ${scanAgain(terms)}`
  }),
  'count-mismatch': (terms: Terms) => ({
    problem: 'Files and instances disagree.',
    remedy: `Export your labels, ${scanAgain(terms)}`
  }),
  'orphaned-duplicate': (terms: Terms) => ({
    problem:
      'A scan or a removal was stopped before these files took the place of the ones that are gone, or they could not be read then.',
    remedy: `Finish it with ${terms.action('rescan')}.`
  }),
  'source-missing': (terms: Terms) => ({
    problem: 'These folders are not there.',
    remedy: `Mount the disk; or, if the archive moved, move its source with ${terms.action('sources move')}.`
  }),
  'file-unreadable': () => ({
    problem: 'These files cannot be read.',
    remedy: 'Check their permissions and the disk.'
  }),
  'file-missing': (terms: Terms) => ({
    problem: 'These files are gone.',
    remedy: `Take them out with ${terms.action('rescan')}.`
  }),
  'file-changed': (terms: Terms) => ({
    problem: 'These files have changed.',
    remedy: `Read them again with ${terms.action('rescan')}.`
  })
} satisfies Record<string, (terms: Terms) => Said>

/** What to do about what a check has found. */
export const CHECK = {
  'check-advice': ({ finding }: { finding: FindingCode }, terms: Terms): Said => ADVICE[finding](terms)
}
