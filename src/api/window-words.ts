/** What an option of the command line is called in a window. */
const OPTIONS: Readonly<Record<string, string>> = {
  algorithm: 'Algorithm',
  architecture: 'Architecture',
  backend: 'Compute on',
  batch: 'Batch size',
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
  permutations: 'Permutations',
  pictures: 'Pictures',
  reserve: 'Kept for evaluation',
  restarts: 'Starts for each K',
  resume: 'Go on',
  run: 'Clustering',
  sample: 'Images in the sample',
  scheme: 'Scheme',
  seed: 'Seed',
  separate: 'Take apart',
  size: 'Images of each',
  tags: 'Tags at most',
  where: 'Only images with'
}

/** Where a window does what a command does. */
const COMMANDS: Readonly<Record<string, string>> = {
  assign: '“Assign all images” in Clustering',
  cluster: '“Cluster” in Clustering',
  evaluate: '“Evaluate” in Evaluation',
  features: 'the Features view',
  scan: '“Add a folder” in Archive',
  'sources move': '“Move” in Archive',
  'sources remove': '“Remove” in Archive',
  tags: 'the Tags view',
  train: '“Train” in Evaluation'
}

const VALUE = String.raw`(?:[^\s"()]*[^\s"().,;:])`
/** A command with what follows it; or an option, which a catalogue's takes its value along. Not within a path or a name. */
const SPOKEN = new RegExp(
  String.raw`(?<![^\s("“])(?:"?medoid (?<command>sources move|sources remove|[a-z]+)(?<rest>(?: (?:--[a-z-]+(?: (?!-)${VALUE})?|[A-Z]+\b(?!-)|(?=/)${VALUE}))*)"?|--(?<option>[a-z]+)(?![\w-])(?<value> FILE\b| (?:image|series|patient)\b| (?=[/\\]|[A-Z]:\\))?)`,
  'g'
)

/**
 * A sentence of the program for somebody who sees fields and buttons: options of the command line take the names of fields, and
 * commands those of the places where a window does the same. What has no place in a window stays as it is.
 */
export function windowWords(sentence: string): string {
  return sentence.replace(/Ctrl-C stops/g, '“Pause” stops').replace(SPOKEN, (...match) => {
    const [spoken] = match as [string]
    const { command, rest = '', option, value = '' } = match.at(-1) as Partial<Record<string, string>>
    if (command !== undefined) return placeOf(command, rest) ?? spoken
    if (option === 'catalogue') return value === ' ' ? '' : '“Open a catalogue…”'
    if (option === 'by' && value !== '') return `“${OPTIONS.by}: images of a ${value.trim()}”`
    return Object.hasOwn(OPTIONS, option!) ? `“${OPTIONS[option!]}”${value}` : spoken
  })
}

function placeOf(command: string, rest: string): string | undefined {
  if (!Object.hasOwn(COMMANDS, command)) return undefined
  const settings = [...rest.matchAll(/--([a-z]+) ([^\s"]+)/g)].flatMap(([, name, value]) =>
    ['images', 'epochs', 'resume'].includes(name) ? [`${OPTIONS[name]} ${value}`] : []
  )
  return `${COMMANDS[command]}${settings.length === 0 ? '' : ` (${settings.join(', ')})`}`
}
