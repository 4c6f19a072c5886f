import type { Terms } from '../terms.ts'

/** What a window asks its host for. */
export const WINDOW = {
  'no-catalogue': () => ({
    problem: 'No catalogue is open.',
    remedy: 'Open a folder of images, or a catalogue.'
  }),

  'service-ended': () => ({
    problem: 'The process that reads the catalogue ended unexpectedly.',
    remedy: 'Try again: it is restarted.'
  }),

  'too-many-questions': () => ({
    problem: 'Too many images are asked for at once.',
    remedy: 'Try again in a moment.'
  }),

  'host-closed': () => ({ problem: 'Medoid was closed.' }),

  'opener-died': ({ detail }: { detail: string }) => ({
    problem: `The process that opens files died of this one twice${detail === '' ? '' : ` (${detail})`}.`
  }),

  'no-such-instance': () => ({
    problem: 'The catalogue has no such image, or has it no more.',
    remedy: 'Choose another one.'
  }),

  'no-such-duplicate': () => ({
    problem: 'The catalogue has no such duplicate, or has it no more.',
    remedy: 'Look at the list again.'
  }),

  'no-page': ({ file }: { file: string | null }) => ({
    problem: file === null ? 'The job has written no report.' : `${file} is no report any more.`,
    remedy: file === null ? 'Save one first.' : 'Save it again.'
  }),

  'no-download': ({ file }: { file: string | null }) => ({
    problem:
      file === null
        ? 'Medoid has been started again since the file was written, or another Medoid wrote it.'
        : `${file} has been moved, changed or removed since it was written.`,
    remedy: 'Write it again to download it.'
  }),

  'untrusted-sender': () => ({ problem: 'Only the window of Medoid may ask.' }),

  'network-path': ({ path }: { path: string }) => ({
    problem: `${path} lies on another machine.`,
    remedy: 'Look for it in the file manager.'
  }),

  'window-not-built': ({ folder }: { folder: string }) => ({
    problem: `The window is not built yet (${folder}).`,
    remedy: 'Build it with: npm run build'
  }),

  'port-taken': ({ port }: { port: number }, terms: Terms) => ({
    problem: `Port ${port} is in use by another program.`,
    remedy: `Choose another with ${terms.setting('port')}, or leave it out.`
  })
}
