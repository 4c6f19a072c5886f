/**
 * How a host calls what its users set and do, so that one message serves them all: a shell has options and commands, a window
 * fields and buttons, and a program that imports the library the names of its arguments.
 */
export interface Terms {
  /** A setting, with a value where one is proposed: `--sample 5000`, `“Images in the sample” 5000`, `sample 5000`. */
  setting(name: string, value?: string | number): string
  /**
   * Something to do next: `"medoid assign --run 3.10"`, `“Assign all images” in Clustering`.
   * @param settings with which values, by the names of settings; `''` for what stands alone, such as a folder to scan
   */
  action(name: Action, settings?: Readonly<Record<string, string | number>>): string
}

/** What a message may ask a person to do, by the name of its command. */
export type Action =
  | 'again'
  | 'annotate'
  | 'assign'
  | 'check'
  | 'cluster'
  | 'corrections history'
  | 'edit history'
  | 'evaluate'
  | 'features'
  | 'harmonise'
  | 'import labels'
  | 'map'
  | 'open-catalogue'
  | 'pictures'
  | 'project'
  | 'quarantine'
  | 'rescan'
  | 'runs restore'
  | 'scan'
  | 'selections add'
  | 'feature-sets add'
  | 'sources move'
  | 'sources remove'
  | 'stop'
  | 'suggest'
  | 'tags'
  | 'train'
  | 'vectors'

/** For programs, and for whoever reads a log. */
export const PLAIN_TERMS: Terms = {
  setting: (name, value) => (value === undefined ? name : `${name} ${value}`),
  action: (name) => ACTIONS[name]
}

const ACTIONS: Readonly<Record<Action, string>> = {
  again: 'the same call',
  annotate: 'a new name',
  assign: 'an assignment of all images',
  check: 'a check of the catalogue',
  cluster: 'a clustering',
  'corrections history': 'the history of corrections',
  'edit history': 'the history of changes',
  evaluate: 'an evaluation',
  features: 'the list of features',
  harmonise: 'a comparison of sites',
  'import labels': 'an import of labels',
  map: 'a map of the run',
  'open-catalogue': 'its path',
  pictures: 'a look at all pictures',
  project: 'a projection of the vectors',
  quarantine: 'a quarantine of the catalogue',
  rescan: 'a scan of all sources',
  'runs restore': 'restoring the run',
  scan: 'a scan of the folder',
  'selections add': 'a name for some images',
  'feature-sets add': 'a name for the choices of features',
  'sources move': 'a move of the source',
  'sources remove': 'a removal of the source',
  suggest: 'suggestions for a tag',
  stop: 'cancelling',
  tags: 'the list of tags',
  train: 'a training',
  vectors: 'vectors of all images'
}
