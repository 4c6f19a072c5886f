import { count } from '../format.ts'

/** Why a group of channels cannot be drawn. */
export const WAVEFORM_PROBLEMS = {
  channels: 'It does not say how many channels it has, or more than 1,024.',
  frequency: 'It does not say how often it was sampled.',
  samples: 'Its samples are not there.',
  kind: 'Its samples are stored in a way that is not known.'
}

/** What files hold that are no pictures: documents, signals, contours. */
export const OBJECTS = {
  'no-document': () => ({ problem: 'The file holds no document.' }),

  'no-waveform': () => ({ problem: 'The file holds no such waveform.' }),

  'waveform-unreadable': ({ why }: { why: keyof typeof WAVEFORM_PROBLEMS }) => ({
    problem: `The waveform cannot be drawn. ${WAVEFORM_PROBLEMS[why]}`
  }),

  'no-contours': () => ({ problem: 'The file holds no structures.' }),

  'no-dose': ({ why }: { why: 'none' | 'too-large' }) => ({
    problem: why === 'none' ? 'The file holds no dose.' : 'The dose grid is too large to be looked through.'
  }),

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
