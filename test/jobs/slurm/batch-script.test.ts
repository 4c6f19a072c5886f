import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { batchScript, isEdited, type Installation } from '../../../src/jobs/slurm/batch-script.ts'
import type { ScriptOptions } from '../../../src/jobs/slurm/script-options.ts'
import { EMBED, MERGE, SCAN, STEPS, TRAIN } from '../../../src/jobs/slurm/steps.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'

const PLACE: Installation = {
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
  const run = join(folder, 'run')
  const scratch = join(folder, 'scratch')
  const programs = join(folder, 'programs')
  beforeEach(() => {
    for (const each of [run, scratch, programs]) {
      rmSync(each, { recursive: true, force: true })
      mkdirSync(each)
    }
  })
  const file = (name: string): string => readFileSync(join(run, name), 'utf8')

  /** Runs a script on a node, in the run folder. */
  function runs(script: string, args: string[] = [], environment: Record<string, string> = {}) {
    writeFileSync(join(folder, 'script'), script)
    const PATH = `${programs}:${process.env.PATH ?? ''}`
    const env = { PATH, SLURM_TMPDIR: scratch, SLURM_JOB_ID: '12', SLURM_ARRAY_TASK_ID: '3', ...environment }
    return spawnSync('bash', [join(folder, 'script'), ...args], { encoding: 'utf8', cwd: run, env })
  }
  const echo: Installation = { ...PLACE, medoid: ['echo', `it's "$HOME" $(id) \`id\``] }
  /** Medoid is a script of bash, which is given Medoid's arguments. */
  const standIn = (script: string): Installation => ({ ...PLACE, medoid: ['bash', '-c', script, 'medoid'] })
  /** The catalogue is its last argument. */
  const catalogue = 'while [ "$1" != --catalogue ]; do shift; done; catalogue=$2;'

  test('a scan is told its shard, and nothing of a path is taken for anything else', () => {
    expect(runs(scan({}, echo)).stdout).toBe(`it's "$HOME" $(id) \`id\` scan --plan plan.json --shard 3 --out shards\n`)
  })

  test('a task counts on from the first one of its array', () => {
    expect(runs(scan({}, echo), ['1001']).stdout).toContain('--shard 1004 ')
  })

  test('with an image it runs in Apptainer, which shows it the archive, the run folder and the scratch disk', () => {
    writeFileSync(join(programs, 'apptainer'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 })
    writeFileSync(join(run, 'archive.sqlite'), '')
    const place = { ...PLACE, folders: [`/data/Dr. X's archive`, run] }
    const { stdout } = runs(batchScript(EMBED, { image: '/my images/medoid.sif' }, place))
    expect(stdout.split('\n').slice(0, 10)).toEqual([
      ...['exec', '--nv', '--bind', `/data/Dr. X's archive`, '--bind', run, '--bind', scratch],
      ...['/my images/medoid.sif', 'medoid']
    ])
    expect(runs(scan({ image: '/a.sif' }, place)).stdout).not.toContain('--nv')
  })

  test.each([0, 1, 130])('it ends as Medoid ends: %i', (status) => {
    expect(runs(scan({}, standIn(`exit ${status}`))).status).toBe(status)
  })

  test('a task of embed is told its part, its options, and a copy of the catalogue on the disk of the node', () => {
    writeFileSync(join(run, 'archive.sqlite'), 'the catalogue')
    const say = standIn(`echo "$@"; ${catalogue} cat "$catalogue"`)
    const { stdout } = runs(batchScript(EMBED, { embed: '--model 1 --run 1', tasks: 8 }, say))
    expect(stdout).toMatch(
      /^embed --shard 3\/8 --out embedded --model 1 --run 1 --catalogue .*\/scratch\/medoid-\w+\/archive\.sqlite\nthe catalogue$/
    )
    expect(readdirSync(scratch)).toEqual([])
  })

  test('a merge makes the catalogue on the disk of the node, and then gives it its name, for its owner alone', () => {
    expect(runs(batchScript(MERGE, {}, standIn(`${catalogue} echo merged > "$catalogue"`))).status).toBe(0)
    expect(file('archive.sqlite')).toBe('merged\n')
    expect(statSync(join(run, 'archive.sqlite')).mode & 0o777).toBe(0o600)
    expect([...readdirSync(run), ...readdirSync(scratch)]).toEqual(['archive.sqlite'])
  })

  test('a merge that is done is left as it is', () => {
    writeFileSync(join(run, 'archive.sqlite'), 'merged and clustered')
    expect(runs(batchScript(MERGE, {}, standIn(`${catalogue} echo merged > "$catalogue"`))).status).toBe(0)
    expect(file('archive.sqlite')).toBe('merged and clustered')
  })

  test('a merge that fails leaves nothing', () => {
    expect(runs(batchScript(MERGE, {}, standIn(`${catalogue} echo half > "$catalogue"; exit 1`))).status).toBe(1)
    expect([...readdirSync(run), ...readdirSync(scratch)]).toEqual([])
  })

  test('a catalogue with a log beside it is not finished, and gets no name', () => {
    const { status } = runs(
      batchScript(MERGE, {}, standIn(`${catalogue} echo > "$catalogue"; echo > "$catalogue-wal"`))
    )
    expect(status).toBe(1)
    expect(readdirSync(run)).toEqual([])
  })

  describe('a training', () => {
    beforeEach(() => writeFileSync(join(run, 'archive.sqlite'), 'images\n'))
    const train = (end: string) =>
      runs(batchScript(TRAIN, {}, standIn(`echo '{ "model": 1 }'; ${catalogue} echo model >> "$catalogue"; ${end}`)))

    test('puts the catalogue with its model back, and its report beside it', () => {
      expect(train('').status).toBe(0)
      expect(file('archive.sqlite')).toBe('images\nmodel\n')
      expect(file('trained.json')).toBe('{ "model": 1 }\n')
    })

    test('that was stopped keeps what was learnt, and is not done', () => {
      expect(train('exit 130').status).toBe(130)
      expect(file('archive.sqlite')).toBe('images\nmodel\n')
      expect(existsSync(join(run, 'trained.json'))).toBe(false)
    })

    test('that failed changes nothing', () => {
      expect(train('exit 1').status).toBe(1)
      expect(file('archive.sqlite')).toBe('images\n')
    })

    test('does not replace a catalogue that somebody has changed meanwhile', () => {
      const { stderr } = train(`echo names >> ${join(run, 'archive.sqlite')}`)
      expect(file('archive.sqlite')).toBe('images\nnames\n')
      expect(file('archive-12.sqlite')).toBe('images\nmodel\n')
      expect(stderr).toBe('archive.sqlite was changed meanwhile: the model is in archive-12.sqlite.\n')
      expect(existsSync(join(run, 'trained.json'))).toBe(false)
    })
  })

  describe('when time runs out', () => {
    beforeEach(() => {
      writeFileSync(join(programs, 'scontrol'), `#!/bin/sh\necho "$@" >> ${run}/scontrol.log\n`, { mode: 0o755 })
    })
    /** SLURM's signal comes to the script, which stops Medoid. */
    const timeless = standIn(`trap 'exit 130' TERM; kill -USR1 $PPID; while :; do sleep 0.1; done`)

    test('Medoid is stopped and the job goes back into the queue', () => {
      expect(runs(scan({}, timeless)).status).toBe(130)
      expect(file('scontrol.log')).toBe('requeue 12\n')
    })

    test('three times, and then the person is told what to do', () => {
      const { stderr } = runs(scan({}, timeless), [], { SLURM_RESTART_COUNT: '3' })
      expect(stderr).toBe('Out of time 4 times. Give it more time (--time), or plan more shards.\n')
      expect(existsSync(join(run, 'scontrol.log'))).toBe(false)
    })

    test('a training does not begin anew', () => {
      writeFileSync(join(run, 'archive.sqlite'), '')
      expect(runs(batchScript(TRAIN, {}, timeless)).stderr).toContain('submit again with --train "--resume MODEL".')
      expect(existsSync(join(run, 'scontrol.log'))).toBe(false)
    })

    test('what is done in spite of it does not come back', () => {
      expect(runs(scan({}, standIn(`trap 'exit 0' TERM; kill -USR1 $PPID; sleep 0.1; sleep 0.1`))).status).toBe(0)
      expect(existsSync(join(run, 'scontrol.log'))).toBe(false)
    })
  })

  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0
  test.skipIf(!shellcheck)(`shellcheck has nothing to say${shellcheck ? '' : ' (skipped: not installed)'}`, () => {
    for (const step of STEPS) {
      for (const options of [{}, { image: '/a.sif', scratch: '/local/$USER', sbatch: '--mem=1G', train: '--seed 1' }]) {
        writeFileSync(join(folder, 'script'), batchScript(step, options, PLACE))
        expect(spawnSync('shellcheck', [join(folder, 'script')], { encoding: 'utf8' }).stdout).toBe('')
      }
    }
  })
})
