import { labelOfSetting } from '../jobs/definitions/index.ts'
import type { Action, Terms } from '../messages/terms.ts'

/** Where a window does what a message asks for. */
const PLACES: Readonly<Record<Action, string>> = {
  again: '“Resume” in Jobs',
  annotate: 'a name in Clusters',
  assign: '“Assign all images” in Clustering',
  check: 'a check of the catalogue at the command line',
  cluster: '“Cluster” in Clustering',
  'corrections history': 'the history of decisions in Review',
  'edit history': 'the history of changes in Clusters',
  evaluate: '“Evaluate” in Evaluation',
  features: 'the Features view',
  harmonise: 'the Sources view',
  'import labels': '“Import labels…” in Labels',
  map: '“Make the map” in Map',
  'open-catalogue': '“Open a catalogue…”',
  pictures: '“Look at pictures” in Archive',
  project: 'a projection of the vectors at the command line',
  quarantine: 'a quarantine of the catalogue at the command line',
  rescan: '“Rescan all” in Archive',
  'runs restore': '“Restore” in Clustering',
  scan: '“Add a folder” in Archive',
  'selections add': '“Name…” where images are chosen',
  'feature-sets add': '“Feature sets…” in Features',
  'sources move': '“Move…” in Archive',
  'sources remove': '“Remove” in Archive',
  stop: '“Pause”',
  suggest: '“Suggest values” in Review',
  tags: 'the Tags view',
  train: '“Train” in Evaluation',
  vectors: '“Store vectors” in Evaluation'
}

/** Labels of fields, and places of buttons. */
export const WINDOW_TERMS: Terms = {
  setting(name, value) {
    if (name === 'catalogue' && value !== undefined) return String(value)
    return `${named(name)}${value === undefined ? '' : ` ${value}`}`
  },
  action(name, settings = {}) {
    if ('resume' in settings) return '“Resume” in Jobs'
    const shown = Object.entries(settings).filter(([setting]) => SHOWN.has(setting))
    const values = shown.map(([setting, value]) => `${labelOfSetting(setting) ?? setting} ${value}`)
    return `${PLACES[name]}${values.length === 0 ? '' : ` (${values.join(', ')})`}`
  }
}

/** Settings whose values a person has to enter; others are chosen where the button is. */
const SHOWN: ReadonlySet<string> = new Set(['architecture', 'batch', 'epochs', 'images'])

function named(name: string): string {
  const label = labelOfSetting(name)
  return label === undefined ? name : `“${label}”`
}
