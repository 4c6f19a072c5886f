import { expect, test } from 'vitest'
import { EXAMPLE } from '../../../src/jobs/pipeline/example.ts'
import { parametersOfStep, readPipeline } from '../../../src/jobs/pipeline/read-pipeline.ts'
import { STEPS, stepOf } from '../../../src/jobs/pipeline/steps.ts'
import { typedCommand } from '../../../src/jobs/pipeline/typed-command.ts'
import { JOB_NAMES, jobNamed } from '../../../src/jobs/definitions/index.ts'
import { aboutOf, shapeOf } from '../../../src/jobs/parameter.ts'

const pipeline = (steps: unknown, more: object = {}) =>
  readPipeline(JSON.stringify({ schema: 'medoid-pipeline', schemaVersion: 1, steps, ...more }), 'p.json')

test('lists may be written as in the command line, or as the job takes them', () => {
  const written = { where: 'Modality=CT|MR', k: '5..15:5', weights: ['KVP=0.5'], include: 'KVP,Modality' }
  const taken = {
    where: [{ tag: 'Modality', operator: 'is', values: ['CT', 'MR'] }],
    k: [5, 10, 15],
    weights: [{ tag: 'KVP', weight: 0.5 }],
    include: ['KVP', 'Modality']
  }
  const [one, other] = pipeline([
    { command: 'cluster', with: written },
    { command: 'cluster', with: pipeline([{ command: 'cluster', with: written }]).steps[0].given }
  ]).steps
  expect(one.given).toMatchObject({ k: taken.k, weights: taken.weights, include: taken.include })
  expect(other.given).toEqual(one.given)
  expect(parametersOfStep(one, {})).toMatchObject({ seed: 1, algorithm: 'fasterpam', k: taken.k })
})

test('a step names what an earlier one makes: by its name, with a K, or the last', () => {
  const { steps } = pipeline([
    { command: 'cluster', name: 'a' },
    { command: 'cluster' },
    { command: 'train', name: 'm' },
    { command: 'assign', with: { run: 'a.20' } },
    { command: 'evaluate', with: { run: 'last', model: 'm' } },
    { command: 'report', with: { run: '7.30', out: 'r.html' } }
  ])
  expect(steps.map(({ references }) => references)).toEqual([
    [],
    [],
    [],
    [{ parameter: 'run', step: 0, what: 'run', k: 20 }],
    [
      { parameter: 'run', step: 1, what: 'run' },
      { parameter: 'model', step: 2, what: 'model' }
    ],
    []
  ])
})

test.each([
  ['{', /^The pipeline p.json is no JSON: .+ Correct it there.$/],
  [{}, 'p.json: schema has to be given. Correct it there.'],
  [{ schemaVersion: 2 }, 'p.json: schemaVersion has to be 1: a newer Medoid may read others. Correct it there.'],
  [
    [{ command: 'clutser' }],
    'p.json: steps[0].command: there is no command clutser that can be a step. Did you mean cluster?'
  ],
  [[{ command: 'sources remove', with: { source: '1' } }], /there is no command sources remove that can be a step/],
  [
    [{ command: 'scan', witth: {} }],
    'p.json: steps[0].witth has to be one of command, name and with, where command is needed. Correct it there.'
  ],
  [
    [{ command: 'cluster', with: { sed: 1 } }],
    'p.json: steps[0].with.sed: there is no parameter sed. Did you mean seed?'
  ],
  [
    [{ command: 'cluster', with: { seed: -1 } }],
    'p.json: steps[0].with.seed has to be a whole number from 0 to 4294967295. Correct it there.'
  ],
  [[{ command: 'cluster', with: { k: '5..x' } }], /^p.json: steps\[0\].with.k/],
  [[{ command: 'cluster', with: { where: 'Modality' } }], /^p.json: steps\[0\].with.where cannot be understood. /],
  [[{ command: 'report' }], /^p.json: steps\[0\].with.run has to be given: the run/],
  [
    [
      { command: 'assign', with: { run: 'a' } },
      { command: 'cluster', name: 'a' }
    ],
    'p.json: steps[0].with.run: no step before it makes a run and is called a. Use one of last.'
  ],
  [
    [
      { command: 'train', name: 'm' },
      { command: 'assign', with: { run: 'm' } }
    ],
    /no step before it makes a run and is called m/
  ],
  [
    [
      { command: 'cluster', name: 'groups' },
      { command: 'assign', with: { run: 'gruops' } }
    ],
    /Did you mean groups\?/
  ],
  [[{ command: 'scan', name: 'last' }], /steps\[0\].name has to be a name that begins with a letter/],
  [
    [
      { command: 'cluster', name: 'a' },
      { command: 'cluster', name: 'a' }
    ],
    /steps\[1\].name has to be another one/
  ],
  [[{ command: 'constructor' }], /there is no command constructor/],
  [[{ command: 'cluster', with: { constructor: 1 } }], /there is no parameter constructor/]
])('%j is refused, saying where and what would do', (given, message) => {
  const refused = () => {
    if (typeof given === 'string') readPipeline(given, 'p.json')
    else if (Array.isArray(given)) pipeline(given)
    else
      readPipeline(
        JSON.stringify({ ...('schemaVersion' in given ? { schema: 'medoid-pipeline' } : {}), steps: [], ...given }),
        'p.json'
      )
  }
  expect(refused).toThrow(message)
})

test('the example is a pipeline', () => {
  expect(readPipeline(JSON.stringify(EXAMPLE), 'example').steps.map(({ job }) => job)).toEqual([
    'scan',
    'cluster',
    'assign',
    'train',
    'evaluate',
    'report',
    'export-labels',
    'export-catalogue',
    'export-dataset'
  ])
})

test('every job is a step but those that change what a person sees, once', () => {
  expect(JOB_NAMES.filter((name) => jobNamed(name).step === false)).toEqual([
    'sample',
    'remove-source',
    'move-source',
    'merge-clusters',
    'split-cluster',
    'move-images',
    'reject-images',
    'undo-edit',
    'redo-edit'
  ])
})

test.each([...STEPS])(
  '%s: its parameters that are numbers of runs, models and evaluations take names of steps',
  (_, job) => {
    for (const [name, schema] of Object.entries(jobNamed(job).parameters)) {
      const wanted = { run: 'run', model: 'model', evaluation: 'evaluation', fuse: 'model', resume: 'model' }[name]
      expect([name, aboutOf(schema).names]).toEqual([name, wanted])
    }
    expect(stepOf(jobNamed(job))).toBeDefined()
  }
)

test.each([...STEPS])('%s: its command as it is typed has its needed parameters', (command, job) => {
  const needed = Object.entries(jobNamed(job).parameters).filter(([, schema]) => shapeOf(schema).isNeeded)
  const given = Object.fromEntries(
    needed.map(([name, schema]) => [
      name,
      shapeOf(schema).kind === 'number' ? 3 : (shapeOf(schema).choices?.[0] ?? 'x y')
    ])
  )
  const typed = typedCommand(job, given, 'c.sqlite')
  expect(typed).toMatch(new RegExp(`^medoid ${command} .*--catalogue c.sqlite$`))
  for (const [name, schema] of needed) {
    const { option = name, isArgument } = aboutOf(schema)
    if (!isArgument) expect(typed).toContain(`--${option} `)
  }
})

test('the typed command of a step', () => {
  const [step] = pipeline([
    { command: 'cluster', with: { where: ['Modality=CT|MR'], k: '5..10:5', perSeries: 4, raw: true } }
  ]).steps
  expect(typedCommand(step.job, step.given, 'my c.sqlite')).toBe(
    "medoid cluster --where 'Modality=CT|MR' --raw --per-series 4 --k 5,10 --catalogue 'my c.sqlite'"
  )
})
