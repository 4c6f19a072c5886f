/** What is told of any error, and of what was stored or sent. */
export const HOST = {
  /** What the operating system says of a file, a disk or a process. */
  'system-error': ({ reason }: { reason: string }) => ({
    problem: /[.!?]$/.test(reason) ? reason : `${reason}.`,
    remedy: 'Check that it exists and that you may read and write it, then try again.'
  }),

  defect: ({ reason }: { reason: string }) => ({ problem: `This is a defect of Medoid, please report it: ${reason}` }),

  /** A sentence that an earlier version stored. */
  'as-written': ({ text }: { text: string }) => ({ problem: text }),

  /** A message of a newer version, or of somebody else's making. */
  'unknown-message': ({ code }: { code: string }) => ({
    problem: `A message that this version of Medoid does not know${code === '' ? '' : ` (${code})`}.`
  }),

  'invalid-arguments': ({ where, path, expected }: InvalidArguments) => ({
    problem: `${where}${path} has to be ${expected}.`
  })
}

interface InvalidArguments {
  /** What was read: `The record`, a method. */
  where: string
  /** The place in it: `.folders[3]`; '' for the whole. */
  path: string
  /** E.g. `a whole number from 1 to 9`. */
  expected: string
}
