import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as cluster from '../../src/cli/commands/cluster.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

/** A table file with its types. */
function tableArguments(text: string, types: Record<string, string>): string[] {
  const file = join(temporaryFolder(), 'table.csv')
  writeFileSync(file, text)
  writeFileSync(`${file}.json`, JSON.stringify(types))
  return ['--table', file, '--types', `${file}.json`]
}

// The rows of ../shared/faults/tables/identical-two.csv.
const TWO_KINDS = tableArguments(`x,y\n${'1,a\n'.repeat(5)}${'2,b\n'.repeat(5)}`, { x: 'numeric', y: 'nominal' })

test('a K beyond the distinct rows is told of, in text and in JSON', async () => {
  const { code, stdout } = await runCommand(cluster.register, 'cluster', ...TWO_KINDS, '--k', '5')
  expect(code).toBe(0)
  expect(stdout).not.toMatch(/◀|Best:/)
  expect(stdout).toContain('\nK = 5 exceeds the 2 distinct rows: rows that are equal in every feature are split')
  const { stdout: json } = await runCommand(cluster.register, 'cluster', ...TWO_KINDS, '--k', '2,5', '--json')
  const report = JSON.parse(json) as { distinctRows: number; remarks: string[]; best: object }
  expect(report.distinctRows).toBe(2)
  expect(report.remarks).toEqual([expect.stringContaining('K = 5 exceeds the 2 distinct rows')])
  expect(report.best).toMatchObject({ k: 2, silhouette: 1 })
})

test('a silhouette of 0.00 is never called the best', async () => {
  const strangers = tableArguments('x\na\nb\nc\nd\n', { x: 'nominal' })
  const { stdout } = await runCommand(cluster.register, 'cluster', ...strangers, '--k', '2,3')
  expect(stdout).toContain('No K is the best: no mean silhouette is above 0, so by these features the rows form no')
  expect(stdout).not.toMatch(/◀|Best:/)
  const { stdout: sound } = await runCommand(cluster.register, 'cluster', ...TWO_KINDS, '--k', '2')
  expect(sound).toMatch(/◀/)
  expect(sound).toContain("Best: K = 2; structure by Kaufman and Rousseeuw's bands: strong.")
})

test('rows that share nothing are refused', async () => {
  const table = tableArguments('a,b,c\n1,,\n,2,\n,,3\n', { a: 'numeric', b: 'numeric', c: 'numeric' })
  const { code, stdout, stderr } = await runCommand(cluster.register, 'cluster', ...table, '--k', '2')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('No two of the 3 rows have a value of the same feature')
})

test('images without a usable feature are refused, with what to do', async () => {
  const catalogue = archive(Array.from({ length: 11 }, (_, i) => ({ SOPInstanceUID: `1.${i}`, Rows: '512' })))
  const { code, stdout, stderr } = await runCommand(cluster.register, 'cluster', '--catalogue', catalogue)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('None of the 2 tags of these 11 images is a feature')
  expect(stderr).toContain('--include takes one all the same')
})
