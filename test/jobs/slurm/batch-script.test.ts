import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { batchScript, isEdited, type Place, type ScriptOptions } from '../../../src/jobs/slurm/batch-script.ts'
import { MERGE, SCAN, STEPS } from '../../../src/jobs/slurm/steps.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'

const PLACE: Place = {
  medoid: ['/usr/bin/node', '/opt/medoid/bin/medoid.mjs'],
  version: '1.2.3',
  folders: ['/data/archive', '/data/run']
}
const scan = (options: ScriptOptions = {}, place = PLACE): string => batchScript(SCAN, options, place)
const directives = (script: string): string[] => script.split('\n').filter((line) => line.startsWith('#SBATCH'))

describe('the script of a scan', () => {
  test('asks SLURM to requeue it, to keep its log, and to say when time is running out', () => {
    expect(directives(scan())).toEqual([
      '#SBATCH --job-name=medoid-scan',
      '#SBATCH --output=logs/scan-%A_%a.log',
      '#SBATCH --open-mode=append',
      '#SBATCH --requeue',
      '#SBATCH --signal=B:USR1@60',
      '#SBATCH --cpus-per-task=2',
      '#SBATCH --mem=4G'
    ])
  })

  test('takes options of sbatch as they are typed, last, so that they win', () => {
    expect(directives(scan({ sbatch: '--mem=16G --account="my lab"' })).at(-1)).toBe(
      '#SBATCH --mem=16G --account="my lab"'
    )
  })

  test('leaves those of graphics cards to steps that compute on one', () => {
    expect(scan({ gpu: '--gres=gpu:1' })).not.toContain('gres')
  })
})

test('an image starts Medoid in Apptainer, with the archive, the run folder and the scratch disk', () => {
  expect(scan({ image: `/images/it's.sif` })).toContain(
    `medoid=(apptainer exec --bind /data/archive --bind /data/run --bind "\${SLURM_TMPDIR:-\${TMPDIR:-/tmp}}" '/images/it'\\''s.sif' medoid)`
  )
})

test('a scratch folder is made where the node says that it is', () => {
  expect(scan({ scratch: '/local/$SLURM_JOB_ID' })).toContain('export SLURM_TMPDIR="/local/$SLURM_JOB_ID"\n')
})

describe('whether a person has changed a script', () => {
  test.each(STEPS)('not as it is written: $name', (step) => {
    expect(isEdited(batchScript(step, {}, PLACE))).toBe(false)
  })

  test('a word, a line at the end, or a script of their own is a change', () => {
    expect(isEdited(scan().replace('--mem=4G', '--mem=8G'))).toBe(true)
    expect(isEdited(`${scan()}\n`)).toBe(true)
    expect(isEdited('#!/bin/bash\nsrun medoid scan\n')).toBe(true)
    expect(isEdited('')).toBe(true)
  })
})

describe.skipIf(process.platform === 'win32')('in a shell', () => {
  const folder = temporaryFolder()
  /** Runs a script whose Medoid prints what it is told. */
  function runs(script: string, ...args: string[]) {
    const path = join(folder, 'script')
    writeFileSync(path, script)
    return spawnSync('bash', [path, ...args], { encoding: 'utf8', env: { ...process.env, SLURM_ARRAY_TASK_ID: '3' } })
  }
  const echo: Place = { ...PLACE, medoid: ['echo', `it's "$HOME" $(id) \`id\``] }

  test('is told its shard, and nothing of a path is taken for anything else', () => {
    expect(runs(scan({}, echo)).stdout).toBe(`it's "$HOME" $(id) \`id\` scan --plan plan.json --shard 3 --out shards\n`)
  })

  test('counts on from the first task of its array', () => {
    expect(runs(scan({}, echo), '1001').stdout).toContain('--shard 1004 ')
  })

  test.each([0, 1, 130])('ends as Medoid ends: %i', (status) => {
    expect(runs(scan({}, { ...PLACE, medoid: ['bash', '-c', `exit ${status}`] })).status).toBe(status)
  })

  test('a merge is no array', () => {
    expect(runs(batchScript(MERGE, {}, echo)).stdout).toContain('merge . --catalogue archive.sqlite\n')
  })

  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0
  test.skipIf(!shellcheck)(`shellcheck has nothing to say${shellcheck ? '' : ' (skipped: not installed)'}`, () => {
    for (const step of STEPS) {
      for (const options of [{}, { image: '/a.sif', scratch: '/local/$USER', sbatch: '--mem=1G' }]) {
        const path = join(folder, 'checked')
        writeFileSync(path, batchScript(step, options, PLACE))
        expect(spawnSync('shellcheck', [path], { encoding: 'utf8' }).stdout).toBe('')
      }
    }
  })
})
