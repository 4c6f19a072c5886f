import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const text = read('docs/security.md')

test('docs/security.md names files that are there', () => {
  const files = [...text.matchAll(/`((?:src|test)\/[^`]+|package\.json|electron-builder\.yml)`/g)].map(
    ([, path]) => path
  )
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

test('and tests of the shell that are there', () => {
  const tests = read('test/e2e/shell.test.ts') + read('test/e2e/package.test.ts')
  const named = [...text.matchAll(/"(?:… )?([^"]+)"(?=[,; |])/g)]
    .map(([, name]) => name)
    .filter((name) => name !== 'Show in folder')
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((name) => !tests.includes(name))).toEqual([])
})

test('it goes through all 20 items of Electron’s checklist', () => {
  const items = [...text.matchAll(/^\| (\d+)\. /gm)].map(([, number]) => Number(number))
  expect(items).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
})
