import { describe, expect, test } from 'vitest'
import { tellFindings, withQuality } from '../../../src/core/clustering/quality.ts'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { PLAIN_TERMS } from '../../../src/messages/terms.ts'
import { numeric, tableOf } from './tables.ts'

/** One sound cluster of ten members in ten columns, or one that differs in something. */
function judged({
  medoidColumns = 10,
  sharedColumns = 10 as number | null,
  silhouette = 0.5 as number | null,
  negative = 0
}) {
  const columns = Array.from({ length: 10 }, (_, at) => at)
  const [cluster] = withQuality(
    {
      clusters: [{ id: 0, size: 10, silhouette, sharedColumns }],
      labels: new Uint16Array(10),
      silhouettes: Float32Array.from(columns, (row) => (row < negative ? -0.1 : 0.6)),
      medoidRows: { rows: [0], values: columns.map((at) => [at < medoidColumns ? 1 : null]) }
    },
    gowerModel(tableOf(...columns.map((at) => numeric(`c${at}`, [0, 1])))),
    { things: 'images', method: 'balanced' }
  )
  return cluster
}

const codes = (given: Parameters<typeof judged>[0]) => judged(given).findings.map(({ code }) => code)

test('a sound cluster has no findings', () => {
  expect(judged({})).toMatchObject({ columns: 10, medoidColumns: 10, nearerElsewhere: 0, findings: [] })
})

describe('a finding, and just on the other side of its threshold none', () => {
  test('a medoid with under 20 % of the columns', () => {
    expect(judged({ medoidColumns: 1 }).findings).toEqual([
      { code: 'sparse-medoid', parameters: { columns: 1, of: 10, things: 'images', method: 'balanced' } }
    ])
    expect(codes({ medoidColumns: 2 })).toEqual([])
  })

  test('half of the images compared with it on under 20 % of the columns', () => {
    expect(judged({ sharedColumns: 1 }).findings).toEqual([
      { code: 'few-shared-columns', parameters: { columns: 1, of: 10, things: 'images' } }
    ])
    expect(codes({ sharedColumns: 2 })).toEqual([])
    // Runs of earlier versions did not count them.
    expect(codes({ sharedColumns: null })).toEqual([])
  })

  test('more than half of the images nearer to another cluster', () => {
    expect(judged({ negative: 6 }).findings).toEqual([
      { code: 'nearer-elsewhere', parameters: { members: 6, of: 10, things: 'images' } }
    ])
    expect(codes({ negative: 5 })).toEqual([])
  })

  test('a mean silhouette below 0.25', () => {
    expect(judged({ silhouette: 0.2499 }).findings).toEqual([
      { code: 'low-silhouette', parameters: { silhouette: 0.2499, least: 0.25 } }
    ])
    expect(codes({ silhouette: 0.25 })).toEqual([])
  })
})

test('one cluster alone has no silhouette, and nothing that it could be nearer to', () => {
  expect(judged({ silhouette: null })).toMatchObject({ nearerElsewhere: null, findings: [] })
})

test('each finding says what is wrong and what to do', () => {
  const { findings } = judged({ medoidColumns: 1, sharedColumns: 1, negative: 6, silhouette: -0.1 })
  expect(tellFindings(findings, PLAIN_TERMS)).toEqual([
    {
      code: 'sparse-medoid',
      problem: 'The medoid has 1 of 10 columns.',
      remedy: 'An image with few values is near many others: leave such images out (where).'
    },
    {
      code: 'few-shared-columns',
      problem: 'Half of its images share at most 1 of 10 columns with the medoid.',
      remedy:
        'Distances that rest on so few say little: choose tags that most images have (fewer tags, or without rare ones: exclude).'
    },
    {
      code: 'nearer-elsewhere',
      problem: '6 of its 10 images in the sample are nearer to another cluster.',
      remedy: 'Compare it with clusters that are alike; a smaller K (k) may join them.'
    },
    {
      code: 'low-silhouette',
      problem: 'Its mean silhouette is −0.100, below 0.25: no substantial structure.',
      remedy: 'Look at it before you name it; another K (k) or other features may separate it better.'
    }
  ])
})

test('what is below the threshold reads as below it', () => {
  const [{ problem }] = tellFindings(judged({ silhouette: 0.24999 }).findings, PLAIN_TERMS)
  expect(problem).toBe('Its mean silhouette is 0.249, below 0.25: no substantial structure.')
})
