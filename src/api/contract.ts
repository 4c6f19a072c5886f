import type { MadeByPeople } from '../core/catalogue/made-by-people.ts'
import type { Infer } from '../core/schema.ts'
import type { LabelledClusters } from './areas/annotations.ts'
import type { AppState } from './areas/app.ts'
import type { ChangedSelections } from './areas/selections.ts'
import type { Message } from '../messages/message.ts'
import type { ShownJob } from './areas/jobs.ts'
import type { hostMethods } from './host-methods.ts'
import type { questions } from './questions.ts'

/**
 * Everything that a window may ask of its host: one name, one object in, one value out. Nothing else is answered. What each method
 * takes, how it is answered and what comes of it stand together in its area; here is what both sides know of them. Types alone: the
 * window runs nothing of this.
 */
type Methods = typeof hostMethods & typeof questions

export type MethodName = keyof Methods
export type Arguments<M extends MethodName> = Infer<Methods[M]['takes']>
export type Results = { [M in MethodName]: Awaited<ReturnType<Methods[M]['answer']>> }

export type * from './areas/annotations.ts'
export type * from './areas/app.ts'
export type * from './areas/archive.ts'
export type * from './areas/arguments.ts'
export type * from './areas/cluster-tags.ts'
export type * from './areas/clusters.ts'
export type * from './areas/duplicates.ts'
export type * from './areas/conditions.ts'
export type * from './areas/contradictions.ts'
export type * from './areas/corrections.ts'
export type * from './areas/edits.ts'
export type * from './areas/elements.ts'
export type * from './areas/evaluations.ts'
export type * from './areas/exports.ts'
export type * from './areas/feature-sets.ts'
export type * from './areas/features.ts'
export type * from './areas/files.ts'
export type * from './areas/folders.ts'
export type * from './areas/images.ts'
export type * from './areas/jobs.ts'
export type * from './areas/label-sets.ts'
export type * from './areas/maps.ts'
export type * from './areas/models.ts'
export type * from './areas/objects.ts'
export type * from './areas/pictures.ts'
export type * from './areas/review.ts'
export type * from './areas/runs.ts'
export type * from './areas/selections.ts'
export type * from './areas/similar.ts'
export type * from './areas/sites.ts'
export type * from './areas/slides.ts'
export type * from './areas/studies.ts'
export type * from './areas/suggestions.ts'
export type * from './areas/tags.ts'
export type * from './areas/tilings.ts'
export type * from './areas/trees.ts'
export type { MadeByPeople }
export type { Condition } from '../core/conditions.ts'
export type { JobDescriptions, ParameterDescription } from '../jobs/definitions/describe.ts'
export type { FeatureOptions } from '../jobs/definitions/feature-parameters.ts'
export type {
  FrameDescription,
  Spacing,
  UltrasoundRegion,
  ValueType,
  VoiLut
} from '../core/pixels/frame-description.ts'

/** What a host tells its windows without being asked. */
interface Events {
  /** A job came to the list, went on, or changed its state. */
  job: ShownJob
  /** Another catalogue was opened, or none is open any more. */
  state: AppState
  /** A window named clusters, or took their names away. */
  name: LabelledClusters
  /** A window named a selection of images, removed one, or restored one. */
  selections: ChangedSelections
  /** What another process made in the catalogue: a command line, or another window's host; choices of features also of a window of this one. */
  made: MadeEvent
  /** From the desktop's menus. */
  command: Command
}
export type Event = { [E in keyof Events]: { event: E; data: Events[E] } }[keyof Events]

interface MadeEvent {
  catalogue: string
  what: MadeByPeople[]
}

export type Command =
  | 'open-folder'
  | 'open-catalogue'
  | 'new-catalogue'
  | 'settings'
  | 'toggle-theme'
  | 'show-jobs'
  | 'print'
  | 'undo'
  | 'redo'
  | HelpPart
  | 'tour'

/** What the help of the window has, part by part. */
export type HelpPart = 'work' | 'keys' | 'glossary' | 'about'

/** How a call ends, on its way to a window: an error is data, and the same as the window says it. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: Message & { message: string } }

/** What the desktop's preload puts into its window; a browser's window has none and asks over HTTP. */
export interface Bridge {
  /** @param id a number of the window's own, by which it may be cancelled; each has another one */
  call(method: MethodName, given: object, id?: number): Promise<Reply<unknown>>
  /** Tells that nobody waits for the answer to a call any more: it is then answered with `cancelled`, unless it has been done. */
  cancel(id: number): void
  listen(listener: (event: Event) => void): () => void
  /** Lets a person choose; null where they chose nothing. */
  choose(what: Choice): Promise<string | null>
  /** Where a dropped file or folder lies. */
  pathOf(file: File): string
  /** Shows a file of the archive in the system's file manager. */
  showFile(path: string): Promise<void>
  /** Saves the document of an instance where a person chooses to, in the system's dialog. @returns null where they chose nothing */
  saveDocument(instance: number): Promise<Reply<SavedDocument | null>>
  /** Opens a PDF that was saved since the program was started, in the system's viewer. */
  openDocument(path: string): Promise<Reply<null>>
}

export interface SavedDocument {
  path: string
  /** Whether `openDocument` opens it. */
  canOpen: boolean
}

export interface Choice {
  kind: 'folder' | 'catalogue' | 'file' | 'new-catalogue' | 'save'
  /** What the dialog begins with. */
  suggested?: string
  /** A file that is there already is gone on with, not replaced. */
  keeps?: boolean
}
