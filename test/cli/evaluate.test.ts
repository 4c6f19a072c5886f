import { expect, test } from 'vitest'
import { resultLines } from '../../src/cli/commands/evaluate.ts'
import { controlWords } from '../../src/core/report/words.ts'
import { exampleEvaluation } from '../core/report/example.ts'

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
    /^Random labels \(control\): does not reject \(p = 0\.025; the threshold is 0\.001\)\. t\(2\) = -2\.40, p = 0\.025/
  )
  expect(lines.at(-1)).toBe(controlWords(evaluation).remarks.replaceAll('\u00a0', ' '))
  expect(lines.at(-1)).toMatch(/^With the random labels images lie farther from their centres/)
  expect(resultLines(exampleEvaluation()).at(-1)).toMatch(/^Random labels/)
  expect(lines.join('\n')).not.toContain('than by chance. t(2) = -2.40')
})
