import { createHash } from 'node:crypto'
import { quoted } from '../../messages/command-line.ts'
import { jobName, type Step } from './steps.ts'

/** What the person who submits chooses, for all steps. */
export interface ScriptOptions {
  /** Options of sbatch, as they are typed: `--partition=long --time=4:00:00`. */
  sbatch?: string
  /** Further ones for steps that compute on a graphics card. */
  gpu?: string
  /** Folder on a disk of the node; the node replaces variables such as `$SLURM_JOB_ID`. */
  scratch?: string
  /** Apptainer image (.sif) with Medoid in it. */
  image?: string
}

/** How Medoid is started on a node, and what it reads and writes there. */
export interface Place {
  /** The program and its first arguments. */
  medoid: readonly string[]
  /** Version of the program. */
  version: string
  /** Folders that a container has to show. */
  folders: readonly string[]
}

/** So often a task that ran out of time begins again by itself. */
const RESTARTS = 3

const TASK = `# A plan of more tasks than an array may have is several arrays, each told the number of its first task.
task=$((SLURM_ARRAY_TASK_ID + \${1:-0}))
`

/** A script for sbatch, which is submitted from the run folder. */
export function batchScript(step: Step, options: ScriptOptions, place: Place): string {
  const { directives, isArray, usesGpu, command } = step
  const own = [options.sbatch, usesGpu ? options.gpu : undefined].filter((given) => given !== undefined)
  const body = `
#SBATCH --job-name=${jobName(step.name, 0)}
#SBATCH --output=logs/${step.name}-${isArray ? '%A_%a' : '%j'}.log
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:USR1@60
${[...directives, ...own].map((line) => `#SBATCH ${line}\n`).join('')}
set -u
umask 077
${isArray ? TASK : ''}${scratchLines(options)}${medoidLines(options, place, usesGpu)}
# A minute before the time limit SLURM sends USR1. Medoid then stops, and the job goes back into the queue: SLURM does not requeue what
# runs out of time. Preemption and scancel send TERM, and SLURM decides by itself whether the job comes back.
out_of_time=no
"\${medoid[@]}" ${command} &
medoid_pid=$!
trap 'out_of_time=yes; kill -TERM "$medoid_pid"' USR1
trap 'kill -TERM "$medoid_pid"' TERM
until
  wait "$medoid_pid"
  status=$?
  ! kill -0 "$medoid_pid" 2> /dev/null
do :; done
trap - USR1 TERM
if [ "$out_of_time" = yes ] && [ "$status" -ne 0 ]; then
  if [ "\${SLURM_RESTART_COUNT:-0}" -lt ${RESTARTS} ]; then
    scontrol requeue "$SLURM_JOB_ID"
  else
    echo "Out of time ${RESTARTS + 1} times. ${step.whenOutOfTime}" >&2
  fi
fi
exit "$status"
`
  return `#!/bin/bash\n${headOf(body, place.version)}${body}`
}

/** SQLite works on a disk of the node, never on one that is shared: Medoid takes this folder, else TMPDIR. */
function scratchLines({ scratch }: ScriptOptions): string {
  return scratch === undefined ? '' : `export SLURM_TMPDIR="${scratch}"\nmkdir -p "$SLURM_TMPDIR"\n`
}

function medoidLines({ image }: ScriptOptions, { medoid, folders }: Place, usesGpu: boolean): string {
  if (image === undefined) return `medoid=(${medoid.map(quoted).join(' ')})\n`
  const binds = [...folders.map(quoted), '"${SLURM_TMPDIR:-${TMPDIR:-/tmp}}"'].map((folder) => `--bind ${folder}`)
  return `medoid=(apptainer exec ${usesGpu ? '--nv ' : ''}${binds.join(' ')} ${quoted(image)} medoid)\n`
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
