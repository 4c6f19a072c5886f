import type { Action, Terms } from '../messages/terms.ts'

/** What forms call a setting. */
const LABELS: Readonly<Record<string, string>> = {
  algorithm: 'Algorithm',
  architecture: 'Architecture',
  backend: 'Compute on',
  batch: 'Images of a step',
  by: 'Keep together',
  centre: 'Centre',
  code: 'Code',
  columns: 'Further columns',
  datasets: 'Datasets',
  epochs: 'Epochs',
  evaluation: 'Evaluation',
  exclude: 'Leave out',
  fit: 'Make them fit',
  format: 'Format',
  images: 'Images',
  include: 'Include',
  join: 'Take as one',
  k: 'Numbers of clusters, K',
  kind: 'Kind',
  meaning: 'Meaning',
  model: 'Model',
  out: 'File',
  overwrite: 'Replace',
  permutations: 'Shufflings',
  pictures: 'Pictures',
  reserve: 'Kept for evaluation',
  restarts: 'Starts for each K',
  resume: 'Resume',
  run: 'Clustering',
  sample: 'Images in the sample',
  scheme: 'Scheme',
  seed: 'Seed',
  separate: 'Take apart',
  size: 'Images of each',
  tags: 'Tags at most',
  where: 'Only images with'
}

/** Where a window does what a message asks for. */
const PLACES: Readonly<Record<Action, string>> = {
  again: '“Resume” in Jobs',
  annotate: 'a name in Clusters',
  assign: '“Assign all images” in Clustering',
  check: 'a check of the catalogue at the command line',
  cluster: '“Cluster” in Clustering',
  evaluate: '“Evaluate” in Evaluation',
  features: 'the Features view',
  'open-catalogue': '“Open a catalogue…”',
  quarantine: 'a quarantine of the catalogue at the command line',
  rescan: '“Rescan all” in Archive',
  scan: '“Add a folder” in Archive',
  'sources move': '“Move…” in Archive',
  'sources remove': '“Remove” in Archive',
  stop: '“Pause”',
  tags: 'the Tags view',
  train: '“Train” in Evaluation'
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
    const values = shown.map(([setting, value]) => `${LABELS[setting]} ${value}`)
    return `${PLACES[name]}${values.length === 0 ? '' : ` (${values.join(', ')})`}`
  }
}

/** Settings whose values a person has to enter; others are chosen where the button is. */
const SHOWN: ReadonlySet<string> = new Set(['architecture', 'batch', 'epochs', 'images'])

function named(name: string): string {
  return Object.hasOwn(LABELS, name) ? `“${LABELS[name]}”` : name
}
