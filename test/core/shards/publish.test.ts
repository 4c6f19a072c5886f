import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { isLeftover, publish, removeLeftovers } from '../../../src/core/shards/publish.ts'

let folder: string
let final: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'))
  final = join(folder, '00003.sqlite')
})

function local(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'local-')), 'shard.sqlite')
  writeFileSync(file, text)
  return file
}

test('a file gets its last name whole, for its owner alone, and leaves no copy behind', async () => {
  expect(await publish(local('first'), final)).toBe(true)
  expect(readFileSync(final, 'utf8')).toBe('first')
  expect(statSync(final).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['00003.sqlite'])
})

test('the first of several attempts wins, and the others are told so', async () => {
  const wins = await Promise.all(['a', 'b', 'c', 'd'].map((text) => publish(local(text.repeat(100_000)), final)))
  expect(wins.filter((won) => won)).toHaveLength(1)
  expect(readFileSync(final, 'utf8')).toBe('abcd'[wins.indexOf(true)].repeat(100_000))
  expect(readdirSync(folder)).toEqual(['00003.sqlite'])
})

test('what an attempt left that was killed is no result, and goes with the next one that gets the name', async () => {
  const left = `${final}.part-node7-4711-00c0ffee`
  writeFileSync(left, 'half')
  writeFileSync(join(folder, '00004.sqlite.part-node7-4712-00c0ffee'), 'of another shard')
  expect(isLeftover(left)).toBe(true)
  expect(isLeftover(final)).toBe(false)
  expect(await publish(local('whole'), final)).toBe(true)
  expect(readdirSync(folder)).toEqual(['00003.sqlite', '00004.sqlite.part-node7-4712-00c0ffee'])
})

test('an attempt whose copy was removed by the first one has lost', async () => {
  const second = publish(local('second'.repeat(100_000)), final)
  writeFileSync(final, 'first')
  await removeLeftovers(final)
  expect(await second).toBe(false)
  expect(readFileSync(final, 'utf8')).toBe('first')
})

test('a folder that is not there is named', async () => {
  const path = join(folder, 'none', '00000.sqlite')
  await expect(publish(local('x'), path)).rejects.toMatchObject({ code: 'no-such-folder' })
})
