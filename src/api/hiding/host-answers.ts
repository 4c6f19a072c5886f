import type { ContourSet } from '../../core/objects/contours.ts'
import type { AppState } from '../areas/app.ts'
import type { Results } from '../contract.ts'
import type { hostMethods } from '../host-methods.ts'
import { hideElements } from './elements.ts'
import type { Pseudonyms } from './pseudonyms.ts'

type Name = keyof typeof hostMethods
type Hide<M extends Name> = (answer: Results[M], pseudonyms: Pseudonyms) => Results[M]

const nothing = <A>(answer: A): A => answer

/** What personal text each answer of the host itself holds. */
const HIDDEN: { [M in Name]: Hide<M> } = {
  'app.state': hiddenState,
  'app.hide': hiddenState,
  'app.system': nothing,
  'catalogue.open': hiddenState,
  'catalogue.close': hiddenState,
  'images.elements': (list, pseudonyms) => hideElements(list, (value) => pseudonyms.of(value)),
  'duplicates.compare': nothing,
  // Kinds, lengths and channels: a document itself is saved, and shown nowhere.
  'images.document': nothing,
  'images.waveforms': nothing,
  'images.dose': nothing,
  // The names of optical paths and segments are free text.
  'images.tiling': (tiling, pseudonyms) =>
    tiling && { ...tiling, channels: tiling.channels.map((name) => pseudonyms.of(name)) },
  // Those that are hidden when a host makes them what a window shows (`Host.shown`), before they are in words.
  'jobs.list': nothing,
  'jobs.start': nothing,
  'jobs.stop': nothing,
  'jobs.end': nothing,
  'jobs.checkFile': nothing,
  'jobs.resume': nothing,
  'jobs.forget': nothing,
  'jobs.log': () => 'The log may name files and people: it is not shown while patient data is hidden.',
  // As all reports: it tells of no person.
  'jobs.page': nothing
}

export function hiddenAnswer(method: Name, answer: unknown, pseudonyms: Pseudonyms): unknown {
  return (HIDDEN[method] as (answer: unknown, pseudonyms: Pseudonyms) => unknown)(answer, pseudonyms)
}

export function hiddenState(state: AppState, pseudonyms: Pseudonyms): AppState {
  const { catalogue, recent, defaultCatalogue } = state
  return {
    ...state,
    catalogue: catalogue === null ? null : pseudonyms.ofCatalogue(catalogue),
    recent: recent.map((file) => pseudonyms.ofCatalogue(file)),
    defaultCatalogue: pseudonyms.ofCatalogue(defaultCatalogue)
  }
}

/** Structures are called what people like, and the images that they were drawn on are named by their UIDs. */
export function hiddenContours(set: ContourSet, pseudonyms: Pseudonyms): ContourSet {
  const { rois, images } = set.description
  const hidden = {
    rois: rois.map((roi) => ({ ...roi, name: pseudonyms.of(roi.name) })),
    images: images.map((uid) => pseudonyms.of(uid))
  }
  return { ...set, description: { ...set.description, ...hidden } }
}
