import { count, counted } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Sites of a catalogue, and mappings between what they write. */
export const HARMONISE = {
  'one-site': ({ sources }: { sources: number }, terms: Terms) => ({
    problem: `Sites are compared with one another, and there is one site with images in ${counted(sources, 'sources')}.`,
    remedy: `Scan a folder of another site with ${terms.action('scan')}, or merge its catalogue with this one.`
  }),

  'too-many-sites': ({ sites, most }: { sites: number; most: number }) => ({
    problem: `${count(sites)} sites are more than the ${count(most)} that can be compared.`,
    remedy: 'Scan the folder above them as one source.'
  }),

  'unknown-mapping': ({ id }: { id: string }, terms: Terms) => ({
    problem: `There is no mapping "${id}".`,
    remedy: `List them: ${terms.action('harmonise')}.`
  }),

  'no-mapping-step': ({ way }: { way: 'undo' | 'redo' }) => ({
    problem: way === 'undo' ? 'No decision about mappings is left to undo.' : 'No undone decision is left to redo.'
  }),

  'not-mappings': ({ file, problem }: { file: string; problem: string }) => ({
    problem: `${file} holds no mappings: ${problem}.`,
    remedy: 'Name a file that an export of mappings has written.'
  }),

  'mappings-of-a-site': ({ mappings }: { mappings: number }) => ({
    problem: `${counted(mappings, 'mappings')} of units and ranges ${mappings === 1 ? 'is' : 'are'} about the sites of another catalogue, and ${mappings === 1 ? 'was' : 'were'} left out.`
  })
}
