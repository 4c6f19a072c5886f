interface Place {
  /** From 1. */
  step: number
  steps: number
  title: string
  /** What other steps call it; null: nothing. */
  name: string | null
}

/** Pipelines: the steps from an archive to results, in a file. */
export const PIPELINE = {
  'pipeline-unreadable': ({ path, reason }: { path: string; reason: string }) => ({
    problem: `The pipeline ${path} cannot be read (${reason}).`,
    remedy: 'Check its name.'
  }),

  'pipeline-not-json': ({ path, reason }: { path: string; reason: string }) => ({
    problem: `The pipeline ${path} is no JSON: ${reason}.`,
    remedy: 'Correct it there.'
  }),

  'pipeline-invalid': ({ path, place, expected }: { path: string; place: string; expected: string }) => ({
    problem: `${path}: ${place === '' ? 'the document' : place.replace(/^\./, '')} has to be ${expected}.`,
    remedy: 'Correct it there.'
  }),

  'pipeline-value': ({ path, place, problem }: { path: string; place: string; problem: string }) => ({
    problem: `${path}: ${place.replace(/^\./, '')} cannot be understood. ${problem}`
  }),

  'pipeline-unknown-name': ({ path, place, name, what, near, known }: UnknownName) => ({
    problem:
      what === 'command' || what === 'parameter'
        ? `${path}: ${place.replace(/^\./, '')}: there is no ${what} ${name}${what === 'command' ? ' that can be a step' : ''}.`
        : `${path}: ${place.replace(/^\./, '')}: no step before it makes ${what === 'evaluation' ? 'an' : 'a'} ${what} and is called ${name}.`,
    remedy: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Use one of ${known.join(', ')}.`
  }),

  'pipeline-result-invalid': ({ path, reason }: { path: string; reason: string }) => ({
    problem: `${path} is not the result of a pipeline, or was changed: ${reason}.`,
    remedy: 'Move it away: the steps are run again then.'
  }),

  'pipeline-step': ({ step, steps, title, name }: Place) => ({
    problem: `Step ${step} of ${steps}: ${title}${name === null ? '' : ` (${name})`}`
  }),

  'pipeline-step-done': ({ step, steps, title, name }: Place) => ({
    problem: `Step ${step} of ${steps}: ${title}${name === null ? '' : ` (${name})`}: done before`
  })
}

interface UnknownName {
  path: string
  /** Where it stands: `.steps[2].command`. */
  place: string
  name: string
  what: 'command' | 'parameter' | 'run' | 'model' | 'evaluation'
  /** What somebody may have meant. */
  near: string[]
  known: string[]
}
