import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commandLine, quoted } from '../../src/messages/command-line.ts'
import fc from '../fast-check.ts'

test('options stand with their values, and what stands alone without a name', () => {
  expect(commandLine('train')).toBe('medoid train')
  expect(commandLine('assign', [['run', '3.10']])).toBe('medoid assign --run 3.10')
  const values = [
    ['', '/data/ward 7'],
    ['seed', 7]
  ] as const
  expect(commandLine('scan', values)).toBe("medoid scan '/data/ward 7' --seed 7")
})

test.skipIf(process.platform === 'win32')('a shell takes every word as it was meant', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (word) => {
      fc.pre(!word.includes('\u0000'))
      const said = execFileSync('sh', ['-c', `printf %s ${quoted(word)}`], { encoding: 'utf8' })
      expect(said).toBe(word.toWellFormed())
    }),
    { numRuns: 30 }
  )
})
