import { count, counted, estimate, size } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Jobs in processes of their own, and their records. */
export const JOBS = {
  'unknown-job': ({ id }: { id: string }) => ({ problem: `There is no job ${id}.` }),

  'job-not-stopped': ({ state }: { state: string }) => ({ problem: `The job is ${state}, so it cannot be resumed.` }),

  'job-not-running': () => ({
    problem: 'This Medoid does not run the job: it is over, or runs in another Medoid, where it can be stopped.'
  }),

  'job-running': ({ state }: { state: string }) => ({ problem: `The job is ${state}.`, remedy: 'Stop it first.' }),

  'job-not-overdue': ({ seconds }: { seconds: number }) => ({
    problem: 'Cancel the job first.',
    remedy: `It can be ended when it has not stopped ${seconds} s later.`
  }),

  'job-record-invalid': ({ reason }: { reason: string }) => ({
    problem: `This job cannot be resumed: its stored parameters are not those that the job takes. ${reason}`,
    remedy: 'Start it again.'
  }),

  'record-too-large': () => ({ problem: 'It is too large for a record.' }),

  'catalogue-sound': ({ path }: { path: string }) => ({
    problem: `${path} is not damaged, so it stays where it is.`
  }),

  'journal-folder': ({ path }: { path: string }) => ({
    problem: `${path} is no folder, so no job can be kept there.`,
    remedy: 'Remove it.'
  }),

  'process-killed': () => ({
    problem: 'Its process was ended from outside.',
    remedy: 'Resume it: what was committed is kept.'
  }),

  'process-ended': ({ status }: { status: number }) => ({
    problem: `Its process ended unexpectedly (status ${status}).`,
    remedy: 'The log says more; resume it to continue.'
  }),

  'process-not-stopped': () => ({
    problem: 'It did not stop when it was cancelled, so it was ended. What it had committed is kept.'
  }),

  'ended-waiting': () => ({
    problem: 'Medoid was ended before it began.',
    remedy: 'Resume it to begin.'
  }),

  'ended-running': () => ({
    problem: 'Medoid was ended while it ran.',
    remedy: 'Resume it: what was committed is kept.'
  }),

  stopped: () => ({ problem: 'What was done until then is kept.' }),

  'waits-elsewhere': ({ process }: { process: number }) => ({
    problem: `Waits in another Medoid (process ${process})`
  }),

  'runs-elsewhere': ({ process }: { process: number }) => ({ problem: `Runs in another Medoid (process ${process})` }),

  'ends-elsewhere': () => ({ problem: 'Comes to an end, as its Medoid was ended' }),

  'source-already-removed': ({ source }: { source: string }) => ({
    problem: `${source} was removed before; nothing is left of it.`
  }),

  'computing-on': ({ backend, device }: Computing) => ({ problem: `Computing on ${backend} (${device}).` }),

  'fewer-images': ({ images, wanted, reserved }: { images: number; wanted: number; reserved: number }) => ({
    problem: `There are ${images} images to train on, fewer than the ${wanted} asked for; ${reserved} are kept for evaluation.`
  }),

  'constant-images': ({ drawn, constant, first }: { drawn: number; constant: number; first: string }) => ({
    problem: `Of the ${drawn} images drawn ${constant} have one grey level only, and teach nothing. The first: ${first}`
  }),

  'model-of-another-version': ({ model, program, current }: { model: number; program: string; current: string }) => ({
    problem: `Model ${model} was begun with Medoid ${program}; this is ${current}. Its results may differ from those of that version.`
  }),

  'epochs-done': ({ model, epochs }: { model: number; epochs: number }, terms: Terms) => ({
    problem: `Model ${model} has finished all of its ${counted(epochs, 'epochs')}, so there is nothing to do.`,
    remedy: `To train it further, give ${terms.setting('epochs')} a larger number.`
  }),

  'training-time': ({ secondsPerStep, backend, device, isRest, time, proposal }: TrainingTime, terms: Terms) => ({
    problem: `A step takes ${secondsPerStep.toFixed(3)} s on ${backend} (${device}): ${isRest ? 'the rest' : 'the whole'} takes about ${estimate(time)}.`,
    ...(proposal === null
      ? {}
      : {
          remedy: `What fits an hour here: ${terms.action('train', proposal)}. ${terms.action('stop')} stops at a saved state.`
        })
  }),

  'earlier-state-used': ({ model, damaged, step, saved }: EarlierState) => ({
    problem: `The last saved state of model ${model} (step ${damaged}) is damaged; the one before is used (step ${step}, ${saved}).`
  }),

  'vectors-size': ({ images, values, out, bytes }: VectorsSize) => ({
    problem: `${count(images)} images × ${count(values)} values: ${out} will take ${size(bytes)}.`
  }),

  'projection-fitted': ({ model, width, images, explained }: FittedProjection) => ({
    problem: `Fitted the projection of model ${model} to ${counted(width, 'values')} on ${counted(images, 'images')}: it keeps ${(explained * 100).toFixed(1)} % of their variance.`
  }),

  'vectors-continued': ({ images }: { images: number }) => ({
    problem: `Continuing after ${counted(images, 'images')} that are written already.`
  }),

  'model-untrained': ({ model }: { model: number }) => ({
    problem: `Model ${model} has not finished an epoch yet: its vectors say little.`,
    remedy: 'Train it first.'
  }),

  'images-without-group': ({ without, images, keyword, unit }: WithoutGroup) => ({
    problem: `${count(without)} of ${counted(images, 'images')} have no ${keyword}; each of them counts as a ${unit} of its own.`
  }),

  'datasets-fitted': ({ datasets, size, fitted }: FittedDatasets) => ({
    problem: `The archive has no room for ${datasets} datasets of ${size} images; ${fitted.datasets} of ${fitted.size} are taken.`
  }),

  'vectors-remade': ({ file, reason, aside }: RemadePictures) => ({
    problem: `The vectors in ${file} are created again: ${NOT_USABLE[reason.kind](reason)}.${aside === null ? '' : ` What was there is now ${aside}.`}`
  }),

  'store-size': ({ images, model, values, file, bytes }: StoreSize) => ({
    problem: `${counted(images, 'images')} still have no vector of model ${model}: ${count(values)} values each, ${size(bytes)} in ${file}.`
  }),

  'pictures-remade': ({ file, reason, aside }: RemadePictures) => ({
    problem: `The prepared pictures in ${file} are created again: ${NOT_USABLE[reason.kind](reason)}.${aside === null ? '' : ` What was there is now ${aside}.`}`
  })
}

interface FittedProjection {
  model: number
  width: number
  images: number
  /** A share. */
  explained: number
}

interface StoreSize {
  images: number
  model: number
  values: number
  file: string
  bytes: number
}

interface Computing {
  backend: string
  device: string
}

interface TrainingTime extends Computing {
  secondsPerStep: number
  /** Whether some epochs were trained before. */
  isRest: boolean
  /** Seconds. */
  time: number
  /** Settings of a training that takes an hour; null where this one takes less. */
  proposal: { architecture: string; batch: number; images: number; epochs: number } | null
}

interface EarlierState {
  model: number
  /** Steps of the damaged state, and of the one that is used. */
  damaged: number
  step: number
  /** ISO 8601, UTC. */
  saved: string
}

interface VectorsSize {
  images: number
  values: number
  out: string
  bytes: number
}

interface WithoutGroup {
  without: number
  images: number
  keyword: string
  unit: string
}

interface FittedDatasets {
  datasets: number
  size: number
  fitted: { datasets: number; size: number }
}

interface RemadePictures {
  file: string
  reason: NotUsable
  /** The new name of what was there; null where it was deleted. */
  aside: string | null
}

export type NotUsable =
  | { kind: 'foreign' }
  | { kind: 'other-catalogue' }
  | { kind: 'other-version' }
  | { kind: 'other-weights' }
  | { kind: 'damaged'; detail: string }

const NOT_USABLE: { [K in NotUsable['kind']]: (reason: NotUsable) => string } = {
  foreign: () => 'what was there is a database of another program',
  'other-catalogue': () => 'they are of another catalogue',
  'other-version': () => 'another version made them',
  'other-weights': () => 'the model has been trained further since',
  damaged: (reason) => `the file is damaged (${(reason as { detail: string }).detail})`
}
