import { count, counted, estimate, size } from '../format.ts'
import type { Terms } from '../terms.ts'

const UNITS = {
  patient: { plural: 'patients', finer: 'by study' },
  study: { plural: 'studies', finer: 'by series' },
  series: { plural: 'series', finer: null }
} as const

/** Training sets. */
export const DATASETS = {
  'too-few-groups': (
    { unit, groups, splits }: { unit: keyof typeof UNITS; groups: number; splits: number },
    terms: Terms
  ) => ({
    problem: `The images are of ${counted(groups, UNITS[unit].plural)}, too few for ${counted(splits, 'splits')}, as each has to be in one of them.`,
    remedy: `Take fewer splits with ${terms.setting('validation')} 0 or ${terms.setting('test')} 0${UNITS[unit].finer === null ? '' : `, or split ${UNITS[unit].finer}`}.`
  }),

  'pictures-not-looked-at': (_: object, terms: Terms) => ({
    problem: 'Near duplicates are not known yet, as no picture was looked at.',
    remedy: `Start with ${terms.action('pictures')}.`
  }),

  'dataset-encoding': ({ format, encoding }: { format: string; encoding: string }, terms: Terms) => ({
    problem: `${encoding} is not read from ${format}, whose readers take pictures.`,
    remedy: `Use ${terms.setting('encoding', 'png')} or ${terms.setting('format', 'imagefolder')}.`
  }),

  'dataset-shares': ({ validation, test }: { validation: number; test: number }, terms: Terms) => ({
    problem: `The shares ${validation} for validation and ${test} for testing leave no image for training.`,
    remedy: `Lower ${terms.setting('validation')} or ${terms.setting('test')}.`
  }),

  'dataset-empty': ({ clustering, images }: { clustering: string; images: number }, terms: Terms) => ({
    problem: `Of the ${counted(images, 'images')} of ${clustering} none may be in the training set.`,
    remedy: `Relax the limits, or look at ${terms.setting('burned-in')}: kinds of images that usually have text in their pixels are left out.`
  }),

  'dataset-folder-taken': ({ folder }: { folder: string }, terms: Terms) => ({
    problem: `${folder} holds other files.`,
    remedy: `Choose a new or an empty folder with ${terms.setting('out')}.`
  }),

  'dataset-differs': ({ folder }: { folder: string }, terms: Terms) => ({
    problem: `${folder} holds a training set of other images, or with other settings.`,
    remedy: `Give it the same settings to go on, or another folder with ${terms.setting('out')}.`
  }),

  'dataset-unreadable': ({ images }: { images: number }, terms: Terms) => ({
    problem: `None of ${counted(images, 'images')} that follow one another can be read: their files may have moved, or their disk may be gone.`,
    remedy: `See that the folders of the archive are there, then go on with ${terms.action('again')}.`
  }),

  'dataset-without-group': ({ images, of, unit }: { images: number; of: number; unit: keyof typeof UNITS }) => ({
    problem: `${count(images)} of ${counted(of, 'images')} do not say which ${unit} they are of. They may be of one that is in another split.`
  }),

  'dataset-large-group': ({ images, of, unit }: { images: number; of: number; unit: keyof typeof UNITS }) => ({
    problem: `${count(images)} of ${counted(of, 'images')} are of one ${unit}, and stay together: the splits cannot have their shares.`,
    remedy:
      UNITS[unit].finer === null
        ? undefined
        : `If it is no ${unit} but a word that stands for many, split ${UNITS[unit].finer}.`
  }),

  'dataset-burned-in-masked': ({ images }: { images: number }) => ({
    problem: `${counted(images, 'images')} of kinds that usually have text in their pixels: what text is found in them is blacked out, but faint text is missed at times.`,
    remedy: 'Look at each of them before anybody else does.'
  }),

  'dataset-burned-in-kept': ({ images }: { images: number }) => ({
    problem: `${counted(images, 'images')} of kinds that usually have text in their pixels are in the set, such as the names of patients.`,
    remedy: 'Look at each of them before anybody else does.'
  }),

  'dataset-written': ({ images, samples, classes, folder, splits, leftOut, missing }: Written) => ({
    problem: [
      `${counted(images, 'images')}${samples === images ? '' : ` (${counted(samples, 'samples')})`} in ${counted(classes, 'classes')} in ${folder}: ${splitWords(splits)}.`,
      ...restWords(leftOut, missing)
    ].join(' ')
  }),

  'dataset-planned': ({ images, samples, classes, splits, leftOut, missing, bytes, seconds }: Planned) => ({
    problem: [
      `${counted(images, 'images')}${samples === images ? '' : ` (about ${counted(samples, 'samples')})`} in ${counted(classes, 'classes')}: ${splitWords(splits)}.`,
      ...restWords(leftOut, missing),
      `About ${size(bytes)}, written in ${estimate(seconds)}. Nothing was written.`
    ].join(' ')
  })
}

interface Counts {
  images: number
  samples: number
  classes: number
  splits: readonly { name: string; images: number }[]
  /** Images that are left out, and that cannot be read. */
  leftOut: number
  missing: number
}
interface Written extends Counts {
  folder: string
}
interface Planned extends Counts {
  bytes: number
  seconds: number
}

function splitWords(splits: readonly { name: string; images: number }[]): string {
  return splits.map(({ name, images }) => `${name} ${count(images)}`).join(', ')
}

function restWords(leftOut: number, missing: number): string[] {
  return [
    ...(leftOut === 0
      ? []
      : [`${counted(leftOut, 'images')} of the catalogue ${leftOut === 1 ? 'is' : 'are'} left out.`]),
    ...(missing === 0 ? [] : [`${counted(missing, 'images')} cannot be read.`])
  ]
}
