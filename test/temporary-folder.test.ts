import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './core/catalogue/synthetic.ts'
import begin from './temporary-folder.ts'

test('what tests leave lies in a folder of their run', () => {
  expect(basename(dirname(temporaryFolder()))).toMatch(/^medoid-tests-\d+-/)
})

test('a run takes its folder with it, and what one that was killed has left', () => {
  const shared = tmpdir()
  // No process has this number (Linux: at most 2^22).
  const left = join(shared, `medoid-tests-${2 ** 22 + 1}-abc`)
  mkdirSync(join(left, 'medoid-test-1'), { recursive: true })
  const other = mkdtempSync(join(shared, `medoid-tests-${process.pid}-`))
  const end = begin()
  expect(existsSync(left)).toBe(false)
  expect(existsSync(other)).toBe(true)
  const mine = temporaryFolder()
  writeFileSync(join(mine, 'file'), '')
  expect(dirname(mine)).not.toBe(shared)
  end()
  expect(existsSync(dirname(mine))).toBe(false)
  expect(tmpdir()).toBe(shared)
})
