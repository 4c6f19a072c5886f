import { Command, CommanderError } from 'commander'
import { keepCompiled } from './compile-cache.ts'
import { ExitCode, explainError } from './host.ts'

keepCompiled()

// A reader that has seen enough (head) is no failure; a full disk is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? ExitCode.done : explainError(error))
})

const program = new Command()
program
  .name('medoid')
  .description('Clusters medical images into visually similar groups by their DICOM tags.')
  .version((await import('../jobs/program.ts')).PROGRAM_VERSION)
  .exitOverride()
  .showHelpAfterError('(add --help for what there is)')
  .addHelpText(
    'after',
    `
From a folder to named clusters:
  medoid scan /data/export          read every header below the folder into the catalogue
  medoid tags                       which tags there are, and what is in them
  medoid cluster                    choose features, cluster a sample for several K, compare them
  medoid map 1                      lay the images out, each near what it resembles
  medoid assign --run 1             give every image its nearest medoid
  medoid annotate --run 1 0 --label "Brain MR, axial"
  medoid export labels --run 1 --format csv --out labels.csv

Do the images of a cluster look alike?
  medoid train                      train an autoencoder on images drawn at random
  medoid evaluate --run 1 --model 1 test clustered against permuted distances
  medoid report --run 1 --out report.html

Nothing leaves this machine; the scanned folders are only read.`
  )

const COMMANDS: Readonly<Record<string, () => Promise<{ register: (program: Command) => void }>>> = {
  run: () => import('./commands/run.ts'),
  demo: () => import('./commands/demo.ts'),
  scan: () => import('./commands/scan.ts'),
  plan: () => import('./commands/plan.ts'),
  sources: () => import('./commands/sources.ts'),
  merge: () => import('./commands/merge.ts'),
  harmonise: () => import('./commands/harmonise.ts'),
  tags: () => import('./commands/tags.ts'),
  pictures: () => import('./commands/pictures.ts'),
  words: () => import('./commands/words.ts'),
  features: () => import('./commands/features.ts'),
  'feature-sets': () => import('./commands/feature-sets.ts'),
  'compare-features': () => import('./commands/compare-features.ts'),
  cluster: () => import('./commands/cluster.ts'),
  map: () => import('./commands/map.ts'),
  cut: () => import('./commands/cut.ts'),
  tree: () => import('./commands/tree.ts'),
  watch: () => import('./commands/watch.ts'),
  assign: () => import('./commands/assign.ts'),
  annotate: () => import('./commands/annotate.ts'),
  agreement: () => import('./commands/agreement.ts'),
  import: () => import('./commands/import.ts'),
  labels: () => import('./commands/labels.ts'),
  corrections: () => import('./commands/corrections.ts'),
  edit: () => import('./commands/edit.ts'),
  runs: () => import('./commands/runs.ts'),
  selections: () => import('./commands/selections.ts'),
  compare: () => import('./commands/compare.ts'),
  suggest: () => import('./commands/suggest.ts'),
  similar: () => import('./commands/similar.ts'),
  export: () => import('./commands/export.ts'),
  train: () => import('./commands/train.ts'),
  project: () => import('./commands/project.ts'),
  embed: () => import('./commands/embed.ts'),
  vectors: () => import('./commands/vectors.ts'),
  evaluate: () => import('./commands/evaluate.ts'),
  report: () => import('./commands/report.ts'),
  serve: () => import('./commands/serve.ts'),
  check: () => import('./commands/check.ts'),
  submit: () => import('./commands/submit.ts'),
  status: () => import('./commands/status.ts')
}

/** What a cancelled command leaves behind has so long to end. */
const ENDS_WITHIN_MILLISECONDS = 10_000

/** The command that is asked for; all of them for help and suggestions, none where only the version is. */
function asked(given: string[]): string[] {
  if (given[0] === '--version' || given[0] === '-V') return []
  const named = given.find((argument) => !argument.startsWith('-'))
  return named !== undefined && Object.hasOwn(COMMANDS, named) ? [named] : Object.keys(COMMANDS)
}

const commands = await Promise.all(asked(process.argv.slice(2)).map((name) => COMMANDS[name]()))
for (const { register } of commands) register(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? ExitCode.done : ExitCode.usage
  else process.exitCode = explainError(error)
  // Threads that wait for a share that is gone hold up the end of a process, not that of a signal, which shells tell as 130, too.
  if (process.exitCode === ExitCode.cancelled) {
    setTimeout(() => process.kill(process.pid, 'SIGINT'), ENDS_WITHIN_MILLISECONDS).unref()
  }
}
