import { count } from '../format.ts'

/** What files hold that are no pictures: documents, signals, contours. */
export const OBJECTS = {
  'no-document': () => ({ problem: 'The file holds no document.' }),

  'document-truncated': ({ length }: { length: number }) => ({
    problem: `The document is of ${count(length)} bytes, which are not all there.`
  }),

  'document-changed': () => ({
    problem: 'The file was changed while its document was read.',
    remedy: 'Try again.'
  }),

  'document-not-saved': () => ({
    problem: 'Only a PDF that was saved from here can be opened.',
    remedy: 'Save it first.'
  }),

  'document-not-opened': ({ path, reason }: { path: string; reason: string }) => ({
    problem: `${path} could not be opened (${reason}).`,
    remedy: 'Open it with another program: it was saved.'
  })
}
