import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countFiles } from '../../../src/core/catalogue/count-files.ts'
import { temporaryFolder } from './synthetic.ts'

test('files are counted below a folder, folders are not', async () => {
  const root = temporaryFolder()
  for (const folder of ['a/deep', 'b']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['1', 'a/2', 'a/deep/3', 'a/deep/4']) writeFileSync(join(root, file), '')
  expect(await countFiles(root, '', {})).toBe(4)
  expect(await countFiles(root, 'a', {})).toBe(3)
  expect(await countFiles(root, 'b', {})).toBe(0)
})
