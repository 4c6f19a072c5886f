import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { register as annotate } from '../../src/cli/commands/annotate.ts'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { runCommand } from '../cli/in-process.ts'
import { oldCatalogue } from '../fixtures/old-catalogue.ts'
import { WORK } from '../jobs/archive.ts'

/** What version 0.1.0 printed about the catalogue that it made, see test/fixtures/README.md. */
const PRINTED = JSON.parse(
  readFileSync(new URL('../fixtures/catalogue-0.1.0.json', import.meta.url), 'utf8')
) as Record<'sweep' | 'clusters' | 'assigned' | 'names' | 'model' | 'evaluation', unknown>

/** As a person has it: only looked at, and brought up to date by the first command that writes. */
const onlyRead = oldCatalogue()
const upToDate = oldCatalogue()
openForWriting(upToDate, 'test').close()

const service = new Service()

describe.each([
  ['only read', onlyRead],
  ['brought up to date', upToDate]
])('a catalogue of 0.1.0 that is %s', (_how, file) => {
  const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
    service.answer(method, given, file) as Promise<Results[M]>

  test('shows its run: what was asked for, every K, and which has the highest silhouette', async () => {
    const [run, ...others] = await ask('runs.list', {})
    expect(others).toEqual([])
    expect(run).toMatchObject({
      run: 1,
      n: 40,
      images: 119,
      columns: 85,
      parameters: { where: [], tags: 70, k: [3, 5, 8], sample: 40, seed: 7, algorithm: 'fasterpam', restarts: 10 },
      best: { k: 8, silhouette: 0.2618776364134262, structure: 'weak', isBest: false },
      remarks: [expect.stringContaining('The silhouette is highest for the largest K, 8')]
    })
    expect(run.sweep.map(({ k, loss, silhouette }) => ({ k, loss, silhouette }))).toEqual(PRINTED.sweep)
    expect(run.sweep.map(({ k, assigned }) => [k, assigned])).toEqual([
      [3, false],
      [5, false],
      [8, true]
    ])
  })

  test('shows its clusters with their medoids, their images and the names that people gave', async () => {
    const { clusters, clustering } = await ask('clusterings.report', { clustering: '1' })
    expect(clustering).toBe('1.8')
    expect(clusters.map(({ id, size, medoid }) => ({ id, size, medoid: medoid.instance }))).toEqual(PRINTED.clusters)
    expect(clusters.map(({ id, assigned }) => ({ id, size: assigned }))).toEqual(PRINTED.assigned)
    // Medoids and silhouettes were kept; how many columns images share was not counted.
    expect(clusters[2]).toMatchObject({ columns: 85, medoidColumns: 13, nearerElsewhere: 0, sharedColumns: null })
    expect(clusters[2].findings.map(({ problem }) => problem)).toEqual(['The medoid has 13 of 85 columns.'])
    expect(clusters[3]).toMatchObject({ medoidColumns: 43, nearerElsewhere: 1, findings: [{ code: 'low-silhouette' }] })
    expect(clusters[0].suggestedLabel).toBe('MR · axial')
    expect(clusters[0].distinguishing[0]).toEqual({
      keyword: 'ImagePositionPatient[1]',
      value: '-300–-100',
      share: 0.8888888888888888,
      shareElsewhere: 0.06451612903225806
    })
    expect(clusters.map(({ annotation }) => annotation?.label)).toEqual([
      'Head',
      'Größe äöü',
      ...Array<undefined>(6).fill(undefined)
    ])
    const history = await ask('annotations.history', { clustering: '1.8', cluster: 0 })
    expect(history.map(({ label, code, note }) => [label, code, note])).toEqual([
      ['First', '', ''],
      ['Head', '69536005', 'seen by eye']
    ])
  })

  test('shows its model', async () => {
    const report = await ask('models.report', { model: 1 })
    expect(report).toMatchObject({ architecture: 'compact', images: 18, validationImages: 2, remarks: [] })
    expect({
      architecture: report.architecture,
      epochs: report.history.map(({ epoch, loss, validationLoss }) => ({ epoch, loss, validationLoss }))
    }).toEqual(PRINTED.model)
  })

  test('shows its evaluation, which did not look for blank images', async () => {
    const [row] = await ask('evaluations.list', {})
    expect(row).toMatchObject({ clustering: '1.8', model: 1, stability: 1, isSound: true })
    const { summary, clusters } = await ask('evaluations.report', { evaluation: 1 })
    expect({
      run: summary.run,
      clustered: summary.clustered.mean,
      permuted: summary.permuted.mean,
      datasets: summary.datasets.map(({ clustered, permuted }) => ({ clustered, permuted }))
    }).toEqual(PRINTED.evaluation)
    expect(summary.blank).toBeNull()
    expect(clusters?.find(({ cluster }) => cluster === 0)?.label).toBe('Head')
  })

  test('tells the shell the names of its clusters', async () => {
    const { code, stdout } = await runCommand(annotate, 'annotate', '--run', '1', '--catalogue', file, '--json')
    expect(code).toBe(0)
    const { clustering, annotations } = JSON.parse(stdout) as { clustering: string; annotations: object[] }
    expect(clustering).toBe('1.8')
    expect(annotations).toMatchObject(PRINTED.names as object[])
  })
})

test('the features and medoids of a run of 0.1.0 put every image where that version put it', async () => {
  const file = oldCatalogue()
  const { clusters } = await assignJob.run({ catalogue: file, run: '1.8' }, WORK)
  expect(clusters.map(({ id, size }) => ({ id, size }))).toEqual(PRINTED.assigned)
})
