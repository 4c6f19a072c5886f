import { createHash } from 'node:crypto'
import { quoted } from '../../messages/command-line.ts'
import { type ScriptOptions, USUAL_TASKS } from './script-options.ts'
import { jobName, type SlurmStep } from './steps.ts'

/** How Medoid is started on a node, and what it reads and writes there. */
export interface Installation {
  /** The program and its first arguments. */
  medoid: readonly string[]
  /** Version of the program. */
  version: string
  /** Folders that a container has to show. */
  folders: readonly string[]
}

/** So often a task that ran out of time begins again by itself. */
const RESTARTS = 3

/** A script for sbatch, which is submitted from the run folder. */
export function batchScript(step: SlurmStep, options: ScriptOptions, place: Installation): string {
  const body = [
    directives(step, options),
    'set -u\numask 077\n',
    ...(step.isArray ? [task(step, options)] : []),
    ...(options.scratch === undefined ? [] : [scratch(options.scratch)]),
    ...(step.catalogue === 'none' ? [] : [ownCatalogue(step)]),
    medoidWords(step, options, place),
    runIt(step, options),
    ...(step.catalogue === 'makes' || step.catalogue === 'changes' ? [publishCatalogue(step)] : []),
    whenOutOfTime(step),
    'exit "$status"\n'
  ].join('\n')
  return `#!/bin/bash\n${headOf(body, place.version)}${body}`
}

function directives(step: SlurmStep, { sbatch, gpu }: ScriptOptions): string {
  const own = [sbatch, step.usesGpu ? gpu : undefined].filter((given) => given !== undefined)
  const all = [
    `--job-name=${jobName(step.name, 0)}`,
    `--output=logs/${step.name}-${step.isArray ? '%A_%a' : '%j'}.log`,
    '--open-mode=append',
    step.restarts ? '--requeue' : '--no-requeue',
    '--signal=B:USR1@60',
    ...step.directives,
    ...own
  ]
  return all.map((line) => `#SBATCH ${line}\n`).join('')
}

function task({ name }: SlurmStep, { tasks = USUAL_TASKS }: ScriptOptions): string {
  return `# More tasks than an array may have come in several arrays, each told the number of its first task.
task=$((SLURM_ARRAY_TASK_ID + \${1:-0}))
${name === 'scan' ? '' : `tasks=${tasks}\n`}`
}

function scratch(folder: string): string {
  return `export SLURM_TMPDIR="${folder}"
mkdir -p "$SLURM_TMPDIR"
`
}

/** Where Medoid itself looks, too. */
const SCRATCH = '"${SLURM_TMPDIR:-${TMPDIR:-/tmp}}"'

function ownCatalogue({ catalogue }: SlurmStep): string {
  const copy = `${catalogue === 'changes' ? 'before=$(stat -c %i-%s-%Y archive.sqlite) &&\n  ' : ''}cp archive.sqlite "$work/archive.sqlite" || exit 1\n`
  const result = { makes: 'archive.sqlite', changes: TRAINED, reads: undefined, none: undefined }[catalogue]
  const isThere = result === undefined ? '' : `# Done already.\n[ ! -e ${result} ] || exit 0\n\n`
  return `${isThere}# SQLite works on a disk of the node, never on one that is shared.
work=$(mktemp -d ${SCRATCH}/medoid-XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
${catalogue === 'makes' ? '' : copy}`
}

function medoidWords({ usesGpu }: SlurmStep, { image }: ScriptOptions, { medoid, folders }: Installation): string {
  if (image === undefined) return `medoid=(${medoid.map(quoted).join(' ')})\n`
  const binds = [...folders.map(quoted), SCRATCH].map((folder) => `--bind ${folder}`)
  return `medoid=(apptainer exec ${usesGpu ? '--nv ' : ''}${binds.join(' ')} ${quoted(image)} medoid)\n`
}

function runIt({ name, command, catalogue }: SlurmStep, options: ScriptOptions): string {
  const more = name === 'scan' || name === 'merge' ? undefined : options[name]
  const words = [
    command,
    ...(more === undefined ? [] : [more]),
    ...(catalogue === 'none' ? [] : ['--catalogue "$work/archive.sqlite"']),
    ...(catalogue === 'changes' ? ['--json > "$work/report.json"'] : [])
  ]
  return `# A minute before the time limit SLURM sends USR1, and Medoid stops. After preemption and scancel, which send TERM, SLURM decides by
# itself whether the job comes back.
stopped=no out_of_time=no medoid_pid=
stop() {
  stopped=yes
  [ -z "$medoid_pid" ] || kill -TERM "$medoid_pid" 2> /dev/null
}
trap 'out_of_time=yes; stop' USR1
trap stop TERM
"\${medoid[@]}" ${words.join(' ')} &
medoid_pid=$!
[ "$stopped" = no ] || stop
until
  wait "$medoid_pid"
  status=$?
  ! kill -0 "$medoid_pid" 2> /dev/null
do :; done
trap - USR1 TERM
`
}

function publishCatalogue({ catalogue }: SlurmStep): string {
  const publish = `# Gives a finished file its name in the run folder, whole or not at all.
publish() {
  local part=$2.part-$SLURM_JOB_ID-\${SLURM_RESTART_COUNT:-0}
  [ ! -s "$1-wal" ] && cp "$1" "$part" && sync "$part" && mv "$part" "$2"
}
`
  if (catalogue === 'makes') {
    return `${publish}if [ "$status" -eq 0 ]; then
  publish "$work/archive.sqlite" archive.sqlite || status=1
fi
`
  }
  return `${publish}# Also what was learnt until it was stopped (130).
if [ "$status" -eq 0 ] || [ "$status" -eq 130 ]; then
  target=archive.sqlite
  if [ "$(stat -c %i-%s-%Y archive.sqlite)" != "$before" ]; then
    target=archive-$SLURM_JOB_ID.sqlite
    echo "archive.sqlite was changed meanwhile: the model is in $target." >&2
  fi
  publish "$work/archive.sqlite" "$target" || status=1
  if [ "$status" -eq 0 ] && [ "$target" = archive.sqlite ]; then
    publish "$work/report.json" ${TRAINED} || status=1
  fi
fi
`
}

/** Report of the training, whose model is in the catalogue. */
export const TRAINED = 'trained.json'

function whenOutOfTime({ restarts, whenOutOfTime }: SlurmStep): string {
  const again = `if [ "\${SLURM_RESTART_COUNT:-0}" -lt ${RESTARTS} ]; then
    scontrol requeue "$SLURM_JOB_ID"
  else
    echo "Out of time ${RESTARTS + 1} times. ${whenOutOfTime}" >&2
  fi`
  const told = `echo 'Out of time. ${whenOutOfTime}' >&2`
  return `${restarts ? '# SLURM does not requeue what runs out of time.\n' : ''}if [ "$out_of_time" = yes ] && [ "$status" -ne 0 ]; then
  ${restarts ? again : told}
fi
`
}

const HEAD = /^#!\/bin\/bash\n# Written by Medoid .*\(([0-9a-f]{16})\)\n/

function headOf(body: string, version: string): string {
  return `# Written by Medoid ${version}. Change it as you like: "medoid submit" uses a changed script as it is. (${sumOf(body)})\n`
}

function sumOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16)
}

/** Whether somebody has changed a script, or written it. */
export function isEdited(script: string): boolean {
  const [head, sum] = HEAD.exec(script) ?? []
  return head === undefined || sumOf(script.slice(head.length)) !== sum
}
