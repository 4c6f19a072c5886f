import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bringPackages } from '../bring-packages.ts'

/** A cluster of its own, of the system's packages. */
const PACKAGES = ['slurmctld', 'slurmd', 'slurm-client', 'iproute2']
const PROGRAMS = ['slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'ip', 'unshare', 'nsenter']

/** @returns why there can be no cluster on this machine, else null */
export function whyNoCluster(): string | null {
  if (process.platform !== 'linux') return 'SLURM needs Linux'
  if (process.geteuid?.() !== 0) return 'a cluster needs root'
  const missing = PROGRAMS.filter((program) => !isInstalled(program))
  if (missing.length > 0) return `there is no ${missing.join(', ')}: apt-get install ${PACKAGES.join(' ')}`
  const namespaces = spawnSync('unshare', ['--net', '--pid', '--uts', '--mount', '--fork', 'true'])
  return namespaces.status === 0 ? null : 'this machine allows no namespaces (unshare)'
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!PROGRAMS.every(isInstalled)) bringPackages(...PACKAGES)
  const why = whyNoCluster()
  if (why !== null) console.error(`The tests on a SLURM cluster are skipped: ${why}.`)
}
