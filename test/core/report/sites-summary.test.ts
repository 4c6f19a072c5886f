import { expect, test } from 'vitest'
import { openReader } from '../../../src/core/catalogue/corrections/column-source.ts'
import { loadClustering, loadRun } from '../../../src/core/catalogue/runs.ts'
import { summariseSites } from '../../../src/core/report/sites-summary.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import { harmonise } from '../../../src/jobs/definitions/harmonise.ts'
import { harmoniseJob } from '../../../src/jobs/harmonise.ts'
import { withDefaults } from '../../../src/jobs/parameter.ts'
import { openForReading } from '../../../src/core/catalogue/database.ts'
import { archive, clusterParameters, germanSite, threeKinds, twoSites, WORK } from '../../jobs/archive.ts'

async function summarised(file: string) {
  const opened = openForReading(file)
  try {
    const reader = openReader(opened.db)
    const clustering = loadClustering(opened.db, { run: 1, k: 3 })
    const frequencies = reader.frequencies(reader.live(), 0)
    return await summariseSites(reader, loadRun(opened.db, 1), clustering, { frequencies, apart: null }, WORK)
  } finally {
    opened.close()
  }
}

test('sites are told by their sources, with clusters and tags of their own, and by no name or free spelling', async () => {
  const file = twoSites(germanSite(60, 0), germanSite(45, 1))
  await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  expect(await summarised(file)).toMatchObject({ accepted: [], mappings: [] })

  const accepted = { ...withDefaults(harmonise.parameters, { author: 'Ann', acceptAll: true }), catalogue: file }
  await harmoniseJob.run(accepted, WORK)
  const summary = (await summarised(file))!
  expect(summary.sites).toEqual([
    { sources: [1], images: 60, sample: 60, clusters: [1] },
    { sources: [2], images: 45, sample: 45, clusters: [] }
  ])
  expect(summary.tags).toEqual([{ name: 'ScanOptions', tag: '(0018,0022)', shares: [1, 0] }])
  expect(summary.accepted).toEqual([
    { kind: 'unit', mappings: 1 },
    { kind: 'synonym', mappings: 3 },
    { kind: 'spelling', mappings: 1 },
    { kind: 'omission', mappings: 1 }
  ])
  expect(summary.mappings.toSorted()).toEqual([
    'BodyPartExamined: "BECKEN" → "PELVIS"',
    'BodyPartExamined: "KNIE" → "KNEE"',
    'BodyPartExamined: "KOPF" → "HEAD"',
    'ScanOptions is no feature'
  ])
  expect(JSON.stringify(summary)).not.toMatch(/archive|other|Body"/)
})

test('of one site there is nothing to tell', async () => {
  const file = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  expect(await summarised(file)).toBeNull()
})
