import { expect, test } from 'vitest'
import type { Condition } from '../../../src/core/conditions.ts'
import { reproduction } from '../../../src/core/report/reproduction.ts'
import { exampleEvaluation, exampleReport, exampleTraining } from './example.ts'

const REPORT = { version: '0.2.0', created: '2026-04-01T00:00:00.000Z' }
const { run } = exampleReport()

test('the commands that make everything again, with all parameters', () => {
  const { commands } = reproduction(REPORT, run, 'all', exampleTraining(), exampleEvaluation(), 0)
  expect(commands).toEqual([
    'medoid scan FOLDER',
    "medoid cluster --where 'Modality!=SR' --tags 70 --method paper --k 2,3 --sample 10 --per-series 0 --by image --seed 7 --algorithm fasterpam --restarts 10",
    'medoid assign --run 2.3',
    'medoid train --images 100 --epochs 3 --batch 40 --architecture compact --backend wasm --validation 0.1 --reserve 600 --seed 7',
    'medoid evaluate --run 2.3 --model 4 --datasets 3 --size 150 --centre mean --permutations 1000 --by image --seed 7',
    'medoid report --run 2.3 --evaluation 5 --pictures all --out report.html'
  ])
})

test('conditions and changes of how tags are read are written as the command line takes them', () => {
  const parameters: typeof run.parameters = {
    ...run.parameters,
    where: [
      { tag: 'SliceThickness', operator: 'is', range: { from: 1, to: 5 } },
      { tag: 'KVP', operator: 'is-not', range: { from: 100, to: null } },
      { tag: 'SeriesDescription', operator: 'contains', value: 'flair' }
    ],
    kind: [{ tag: 'SliceThickness', kind: 'nominal' }],
    separate: [{ tag: 'BodyPartExamined', values: ['TSPINE'] }],
    join: [{ tag: 'ProtocolName', values: ['T1=T2', 'T1'] }]
  }
  const { commands } = reproduction(REPORT, { ...run, parameters }, 'safe', null, null, 0)
  expect(commands[1]).toBe(
    "medoid cluster --where SliceThickness=1..5 --where 'KVP!=100..' --where 'SeriesDescription~flair' " +
      '--tags 70 --kind SliceThickness=nominal --separate BodyPartExamined=TSPINE --join \'ProtocolName="T1=T2"=T1\' --method paper --k 2,3 ' +
      '--sample 10 --per-series 0 --by image --seed 7 --algorithm fasterpam --restarts 10'
  )
})

test('a model that was there before the run is trained before it', () => {
  const before = exampleTraining({ created: '2026-02-01T00:00:00.000Z' })
  const { commands, notes } = reproduction(REPORT, run, 'safe', before, null, 2)
  expect(commands.map((each) => each.split(' ')[1])).toEqual(['scan', 'train', 'cluster', 'assign', 'report'])
  expect(notes.join(' ')).toContain('after 2 other runs')
})

test('a model whose pictures the run compares is trained before it, once, even where it also evaluates another', () => {
  const parameters = { ...run.parameters, fuse: { model: 4, alpha: 0.4 } }
  const fusion = { model: 4, alpha: 0.4, epochs: 3, scale: 2, withoutVector: 0, training: exampleTraining() }
  const fused = { ...run, parameters, fusion }
  const { commands } = reproduction(REPORT, fused, 'safe', exampleTraining(), null, 0)
  expect(commands.map((each) => each.split(' ')[1])).toEqual(['scan', 'train', 'cluster', 'assign', 'report'])
  expect(commands[2]).toMatch(/ --fuse 4 --alpha 0\.4$/)
  const other = exampleTraining({ model: 5 })
  const both = reproduction(REPORT, fused, 'safe', other, exampleEvaluation(), 0)
  expect(both.commands.map((each) => each.split(' ')[1])).toEqual([
    'scan',
    'train',
    'cluster',
    'assign',
    'train',
    'evaluate',
    'report'
  ])
  expect(both.versions.map(({ what }) => what)).toEqual(['report', 'run 2', 'model 4', 'model 5', 'evaluation 5'])
})

test('seeds and versions of all parts', () => {
  const { seeds, versions } = reproduction(REPORT, run, 'safe', exampleTraining(), exampleEvaluation(), 0)
  expect(seeds.map(({ seed }) => seed)).toEqual([7, 7, 7])
  expect(versions.map(({ what, version }) => [what, version])).toEqual([
    ['report', '0.2.0'],
    ['run 2', '0.1.0'],
    ['model 4', '0.1.0'],
    ['evaluation 5', '0.1.0']
  ])
})

test('a condition that is withheld is said to be', () => {
  const where: Condition[] = [{ tag: 'PatientName', operator: 'contains', value: '(withheld)' }]
  const withheld = { ...run, parameters: { ...run.parameters, where } }
  const { commands, notes } = reproduction(REPORT, withheld, 'safe', null, null, 0)
  expect(commands[1]).toContain("--where 'PatientName~(withheld)'")
  expect(notes.at(-1)).toContain('is withheld')
})
