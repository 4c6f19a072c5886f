import { enableCompileCache } from 'node:module'
import { Command, CommanderError } from 'commander'
import { ExitCode, explainError } from './host.ts'

// Starting takes half as long where Node may keep what it compiled; worker threads look for it in the environment.
const { directory } = enableCompileCache()
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory

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
  medoid cluster                    choose features, cluster a sample for several K, say which is best
  medoid assign --run 1             give every image its nearest medoid
  medoid annotate --run 1 0 --label "Brain MR, axial"
  medoid export labels --run 1 --format csv --out labels.csv

Do the images of a cluster look alike?
  medoid train                      train an autoencoder on images drawn at random
  medoid evaluate --run 1 --model 1 test clustered against permuted distances
  medoid report --run 1 --out report.html

Nothing leaves this machine; the scanned folders are only read.`
  )

const commands = await Promise.all([
  import('./commands/demo.ts'),
  import('./commands/scan.ts'),
  import('./commands/sources.ts'),
  import('./commands/tags.ts'),
  import('./commands/features.ts'),
  import('./commands/cluster.ts'),
  import('./commands/assign.ts'),
  import('./commands/annotate.ts'),
  import('./commands/export.ts'),
  import('./commands/train.ts'),
  import('./commands/embed.ts'),
  import('./commands/evaluate.ts'),
  import('./commands/report.ts'),
  import('./commands/serve.ts'),
  import('./commands/check.ts')
])
for (const { register } of commands) register(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? ExitCode.done : ExitCode.usage
  else process.exitCode = explainError(error)
}
