import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as assign from '../../src/cli/commands/assign.ts'
import * as cluster from '../../src/cli/commands/cluster.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, withEmptyHeaders } from '../jobs/archive.ts'
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
  const report = JSON.parse(json) as {
    distinctRows: number
    remarks: { code: string; message: string }[]
    best: object
  }
  expect(report.distinctRows).toBe(2)
  expect(report.remarks).toMatchObject([
    {
      code: 'more-clusters-than-rows',
      parameters: { k: [5], distinctRows: 2 },
      message: expect.stringContaining('K = 5 exceeds the 2 distinct rows') as string
    }
  ])
  expect(report.best).toMatchObject({ k: 2, silhouette: 1 })
})

test('a silhouette of 0.00 is never called the best', async () => {
  const strangers = tableArguments('x\na\nb\nc\nd\n', { x: 'nominal' })
  const { stdout } = await runCommand(cluster.register, 'cluster', ...strangers, '--k', '2,3')
  expect(stdout).toContain('No K is the best: no mean silhouette is above 0, so by these features the rows form no')
  expect(stdout).not.toMatch(/◀|Best:/)
  const { stdout: sound } = await runCommand(cluster.register, 'cluster', ...TWO_KINDS, '--k', '2,3')
  expect(sound).toMatch(/◀/)
  expect(sound).toContain("Best: K = 2; by Kaufman and Rousseeuw's bands: strong structure.")
})

test('the largest K is never called the best, and larger ones are advised', async () => {
  const four = tableArguments('x\n1\n1\n1.1\n2\n2\n2.1\n3\n3\n3.1\n4\n4\n4.1\n', { x: 'numeric' })
  const { stdout } = await runCommand(cluster.register, 'cluster', ...four, '--k', '2,3,4')
  expect(stdout).not.toMatch(/◀|Best:/)
  expect(stdout).toContain("\nHighest silhouette: K = 4; by Kaufman and Rousseeuw's bands: strong structure.\n")
  expect(stdout).toContain('The silhouette is highest for the largest K, 4, and may be higher still beyond it')
  const { stdout: more } = await runCommand(cluster.register, 'cluster', ...four, '--k', '2,3,4,5')
  expect(more).toContain('\nBest: K = 4;')
})

const paper = ['--method', 'paper']

test('a cluster around a nearly empty row is told of with what to do, the poorest first, in text and in JSON', async () => {
  // Rows 0 to 3 are equal; 4 to 8 differ in all columns but the first; row 9 has only that.
  const names = [...'abcdef']
  const alike = Array.from({ length: 4 }, () => `1,${'same,'.repeat(4)}same`)
  const unlike = Array.from(
    { length: 5 },
    (_, row) =>
      `2,${names
        .slice(1)
        .map((name) => name + row)
        .join(',')}`
  )
  const table = tableArguments([names.join(','), ...alike, ...unlike, '2,,,,,', ''].join('\n'), {
    ...Object.fromEntries(names.map((name) => [name, 'nominal']))
  })
  const { stdout } = await runCommand(cluster.register, 'cluster', ...table, ...paper, '--k', '2')
  expect(stdout).toMatch(/\n +\d {2}! +6 +\S+ +1 of 6 {2}row 9/)
  expect(stdout).toMatch(/\n +\d +4 +1\.000 +6 of 6 {2}row [0-3]/)
  expect(stdout).toContain(
    [
      'Doubtful: 1 of 2 clusters, poor ones first.',
      'Cluster 0: The medoid has 1 of 6 columns. Half of its rows share at most 1 of 6 columns with the medoid.',
      'A row with few values is near many others: use --method balanced, or leave such rows out.',
      'Distances that rest on so few say little: leave out columns that few rows have.'
    ].join('\n')
  )
  const { stdout: json } = await runCommand(cluster.register, 'cluster', ...table, ...paper, '--k', '2', '--json')
  const { clusters } = JSON.parse(json) as { clusters: object[] }
  expect(clusters).toMatchObject([
    {
      ...{ medoidColumns: 1, sharedColumns: 1, columns: 6, nearerElsewhere: 0 },
      findings: [
        { code: 'sparse-medoid', parameters: { columns: 1, of: 6, things: 'rows', method: 'paper' } },
        { code: 'few-shared-columns', parameters: { columns: 1, of: 6, things: 'rows' } }
      ]
    },
    { medoidColumns: 6, sharedColumns: 6, columns: 6, nearerElsewhere: 0, findings: [] }
  ])
})

test('of an archive, too, and the shell names the option that leaves such headers out', async () => {
  const catalogue = archive(withEmptyHeaders(60))
  const { stdout } = await runCommand(cluster.register, 'cluster', '--catalogue', catalogue, '--k', '2,3', ...paper)
  expect(stdout).toMatch(
    /\nCluster \d: The medoid has 1 of 7 columns\. Half of its images share at most 1 of 7 columns/
  )
  expect(stdout).toContain(
    'An image with few values is near many others: use --method balanced, or leave such images out (--where).'
  )
  const { stdout: assigned } = await runCommand(assign.register, 'assign', '--catalogue', catalogue, '--run', '1.2')
  expect(assigned).toMatch(/\n +\d +20 +0\.\d+ +1 of 7/)
})

test('rows that share nothing are refused', async () => {
  const table = tableArguments('a,b,c\n1,,\n,2,\n,,3\n', { a: 'numeric', b: 'numeric', c: 'numeric' })
  const { code, stdout, stderr } = await runCommand(cluster.register, 'cluster', ...table, ...paper, '--k', '2')
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
