import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { register, resultLines } from '../../src/cli/commands/evaluate.ts'
import { controlWords } from '../../src/core/report/words.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { exampleEvaluation } from '../core/report/example.ts'
import { runCommand } from './in-process.ts'
import type { Message } from '../../src/messages/message.ts'
import type { TTest } from '../../src/core/catalogue/stored/evaluation.ts'

test('the command line says of the control what the report says', () => {
  const { control } = exampleEvaluation()
  const tTest = {
    ...control.tTest,
    t: -2.4,
    p: 0.025,
    meanDifference: -0.0035,
    ci95: [-0.006, -0.001] as [number, number]
  }
  const evaluation = exampleEvaluation({ control: { ...control, tTest } })
  const lines = resultLines(evaluation)
  expect(lines.at(-2)).toMatch(
    /^Random labels \(control\): does not reject \(p = 0\.025; the threshold is 0\.001\)\. t\(2\) = −2\.40, p = 0\.025/
  )
  expect(lines.at(-1)).toBe(controlWords(evaluation).remarks.replaceAll('\u00a0', ' '))
  expect(lines.at(-1)).toMatch(/^With the random labels images lie farther from their centres/)
  expect(resultLines(exampleEvaluation()).at(-1)).toMatch(/^Random labels/)
  expect(lines.join('\n')).not.toContain('than by chance. t(2) = −2.40')
})

const NO_VARIANCE: Message = { code: 't-test-undefined', parameters: { why: 'no-variance' } }

test('without a t-test the command line says why there is none', () => {
  const { tTest, permutationTest } = exampleEvaluation()
  const none: TTest = { ...tTest, t: null, p: null, ci95: null, cohenDz: null, meanDifference: 0, reason: NO_VARIANCE }
  const lines = resultLines(exampleEvaluation({ tTest: none, permutationTest: { ...permutationTest, p: 1 } }))
  expect(lines.find((line) => line.startsWith('Clusters'))).toBe(
    'Clusters: permutation p = 1.000. No t-test: The difference is the same in every dataset, so there is no variance to test it by.'
  )
})

test('where all vectors have one label, that is said', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'v.csv'), `a,b\n${'1,2\n2,1\n'.repeat(4)}`)
  writeFileSync(join(folder, 'l.csv'), `label\n${'A\n'.repeat(8)}`)
  const files = ['--vectors', join(folder, 'v.csv'), '--labels', join(folder, 'l.csv')]
  const { stdout } = await runCommand(register, 'evaluate', ...files, '--datasets', '2', '--size', '4')
  expect(stdout).toContain('All vectors have the same label, so there are no clusters to compare.')
})
